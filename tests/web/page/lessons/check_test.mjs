// Lessons as data: what is wrong with them is one sentence with its line, and a link carries them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { lessonsFor, readLessons } from '../../../../web/build/lessons.mjs';
import { faultsOf, faultsOfForm } from '../../../../web/page/lessons/check.js';
import { JsonFault, readJson } from '../../../../web/page/lessons/json_lines.js';
import { kMostLink, packLesson, unpackLesson } from '../../../../web/page/lessons/link.js';
import { lessonInLink, lessonInText, readLesson } from '../../../../web/page/lessons/own.js';
import { isDone, isRight, numberIn } from '../../../../web/page/lessons/questions.js';
import { kViews } from '../../../../web/page/views/index.js';
import { manifest as plain } from '../../support/manifest.mjs';
import { root } from '../../support/pages.mjs';

const { lessons, schema } = await readLessons();
/** @type {any} */
const manifest = { ...plain, configs: [{ name: 'small-vae' }, { name: 'small-gan' }] };
const site = { manifest, views: kViews };
const kit = () => ({
  ...site,
  manifest: { ...manifest, lessons: [] },
  readText: (file) => readFile(join(root, 'web', file), 'utf8'),
});

const kGood = {
  id: 'mine',
  title: 'Mine',
  summary: 'A summary.',
  aim: 'An aim.',
  minutes: 5,
  steps: [
    {
      text: 'A text.',
      state: 'model=conv-vae&view=walk&t=0.5',
      question: { kind: 'choice', ask: 'What?', choices: ['A', 'B'], answer: 1, reason: 'Because.' },
    },
    {
      text: 'Another.',
      state: '#view=sample&seed=3',
      question: { kind: 'do', ask: 'Do.', answer: { seed: '4', reads: 4, t: { least: 0.5 } }, reason: 'Because.' },
    },
  ],
};

/** The good lesson with a change. */
function changed(change) {
  const copy = structuredClone(kGood);
  change(copy);
  return copy;
}

test('every lesson of the repository fits the schema and the page', () => {
  assert.deepEqual(faultsOf(kGood, schema, site), []);
  for (const lesson of lessons) assert.deepEqual(faultsOfForm(lesson, schema), [], lesson.id);
});

/** @type {[string, (lesson: any) => void, RegExp][]} */
const kWrong = [
  ['no lesson at all', (lesson) => Object.keys(lesson).forEach((key) => delete lesson[key]), /has no id/],
  ['an unknown key', (lesson) => (lesson.colour = 'red'), /colour is an unknown key; known are id, title/],
  ['an id that is no name', (lesson) => (lesson.id = '../x'), /id is "\.\.\/x", which does not fit/],
  ['a title of the wrong type', (lesson) => (lesson.title = 7), /title is 7, expected a text/],
  ['an empty title', (lesson) => (lesson.title = ''), /title is empty/],
  [
    'a text that is too long',
    (lesson) => (lesson.steps[1].text = 'a'.repeat(1201)),
    /steps\[1\]\.text has more than 1200/,
  ],
  ['a text of a million letters', (lesson) => (lesson.title = 'a'.repeat(1e6)), /title has more than 80/],
  ['no steps', (lesson) => (lesson.steps = []), /steps has 0 entries, expected at least 1/],
  ['too many steps', (lesson) => (lesson.steps = Array(13).fill(lesson.steps[0])), /steps has 13 entries/],
  ['steps that are no list', (lesson) => (lesson.steps = { length: 3 }), /steps is \{"length":3\}, expected a list/],
  ['minutes that are no number', (lesson) => (lesson.minutes = 1.5), /minutes is 1\.5, expected a whole number/],
  [
    'an unknown kind',
    (lesson) => (lesson.steps[0].question.kind = 'essay'),
    /has no kind that is one of choice, number, do/,
  ],
  ['a question that is none', (lesson) => (lesson.steps[0].question = null), /has no kind/],
  ['an answer beyond the choices', (lesson) => (lesson.steps[0].question.answer = 2), /is 2, but the last choice is 1/],
  ['the same choice twice', (lesson) => (lesson.steps[0].question.choices = ['A', 'A']), /the same entry twice/],
  ['a deed without a condition', (lesson) => (lesson.steps[1].question.answer = {}), /answer is empty/],
  [
    'a deed with an unknown key',
    (lesson) => (lesson.steps[1].question.answer = { colour: 1 }),
    /neither a key of an address/,
  ],
  [
    'a deed of the wrong type',
    (lesson) => (lesson.steps[1].question.answer = { t: [1] }),
    /expected a text or a number/,
  ],
  ['an unknown view', (lesson) => (lesson.steps[0].state = 'view=zoo'), /names the view "zoo"; the page has sample/],
  ['an unknown model', (lesson) => (lesson.steps[0].state = 'model=zoo'), /names the model "zoo"; this site has/],
  ['a key of another view', (lesson) => (lesson.steps[0].state = 'view=sample&t=0.5'), /the view Sample does not know/],
  ['a value without sense', (lesson) => (lesson.steps[0].state = 'view=walk&t=9'), /t=9, which makes no sense/],
  ['a key of the host', (lesson) => (lesson.steps[0].state = 'view=walk&lesson=x'), /"lesson", which the view Walk/],
  ['a prototype', (lesson) => (lesson.steps[0].state = 'view=walk&__proto__=1'), /"__proto__"/],
];

for (const [name, change, expected] of kWrong) {
  test(`${name} is refused with one sentence`, () => {
    const [fault] = faultsOf(changed(change), schema, site);
    assert.match(fault?.sentence ?? 'nothing', expected);
    assert.match(fault.sentence, /^[^\n]{1,400}\.$/);
  });
}

test('what is no object is refused, whatever it is', () => {
  for (const value of [null, 7, 'x', [], true, [kGood]])
    assert.match(faultsOf(value, schema, site)[0].sentence, /^The lesson is .* expected an object\.$/);
});

test('hostile characters are shown, not obeyed', () => {
  const [fault] = faultsOf(
    changed((lesson) => (lesson['\u202e<b>'] = 1)),
    schema,
    site,
  );
  assert.match(fault.sentence, /^\\u\{202e\}<b> is an unknown key/);
});

test('a fault is told with its line', async () => {
  const text = JSON.stringify(
    changed((lesson) => (lesson.steps[1].state = 'view=zoo')),
    null,
    2,
  );
  const { faults } = await readLesson(text, kit());
  const line = text.split('\n').findIndex((one) => one.includes('view=zoo')) + 1;
  assert.deepEqual(
    faults.map(({ line: found }) => found),
    [line],
  );
});

test('JSON is read as JSON.parse reads it', () => {
  for (const value of [kGood, lessons, [], {}, 'a "quoted" \\ \n line', -1.5e3, [null, true, false, '']])
    for (const space of [0, 2]) assert.deepEqual(readJson(JSON.stringify(value, null, space)).value, value);
  assert.equal(Object.getPrototypeOf(readJson('{"__proto__": 1}').value), Object.prototype);
});

/** @type {[string, number, RegExp][]} */
const kBroken = [
  ['', 1, /expected a value, found the end/],
  ['{\n"a": 1,\n}', 3, /a key in double quotes/],
  ['{\n"a": 1\n"b": 2}', 3, /expected ',', found "b"/],
  ['{\n"a": 1,\n"a": 2}', 3, /each key once/],
  ["{\n'a': 1}", 2, /a key in double quotes/],
  ['[1,\n2', 2, /expected ',', found the end/],
  ['{"a": "open\n}', 1, /expected a value, found "/],
  ['{} {}', 1, /expected the end/],
  ['{"a": undefined}', 1, /expected a value, found undefined/],
  ['['.repeat(100), 1, /at most 20 levels/],
];

test('what is no JSON is refused with its line', () => {
  for (const [text, line, expected] of kBroken) {
    assert.throws(
      () => readJson(text),
      (error) => error instanceof JsonFault && error.line === line && expected.test(error.message),
      text,
    );
  }
});

test('a link carries a lesson and brings it back', async () => {
  const packed = await packLesson(JSON.stringify(kGood));
  assert.match(packed, /^~[\w-]+$/);
  assert.deepEqual(JSON.parse(await unpackLesson(packed)), kGood);
  for (const lesson of lessons) assert.ok((await packLesson(JSON.stringify(lesson))).length <= kMostLink, lesson.id);
  const taken = kit();
  const entry = await lessonInLink(packed, taken);
  assert.equal(entry.id, packed);
  assert.deepEqual(taken.manifest.lessons[0].states, ['model=conv-vae&view=walk&t=0.5', 'view=sample&seed=3']);
});

test('a damaged link, and one that unpacks to too much, are refused with one sentence', async () => {
  const packed = await packLesson(JSON.stringify(kGood));
  const bomb = await packBytes('a'.repeat(5e6));
  for (const link of [
    '~',
    '~AAAA',
    '~%%%',
    packed.slice(0, -9),
    `${packed}x`.slice(0, 40),
    bomb,
    `~${'A'.repeat(20000)}`,
  ])
    await assert.rejects(
      lessonInLink(link, kit()),
      /^Error: The lesson cannot be opened: .{10,300}$/,
      link.slice(0, 60),
    );
  await assert.rejects(lessonInLink(bomb, kit()), /damaged \(it has more than 64000 bytes\)/);
});

async function packBytes(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return `~${Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url')}`;
}

test('a lesson that is too long for a link opens all the same, and a faulty one leaves no trace', async () => {
  const letters = Array.from({ length: 1000 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20000))).join('');
  const long = changed((lesson) => {
    lesson.steps = Array.from({ length: 12 }, (_, i) => ({
      ...lesson.steps[0],
      text: letters.slice(i) + letters.slice(0, i),
    }));
    lesson.steps.forEach(
      (step, i) =>
        (step.text = Array.from(step.text, (c, k) =>
          String.fromCharCode(c.charCodeAt(0) + ((i * 131 + k * k) % 97)),
        ).join('')),
    );
  });
  const taken = kit();
  assert.equal((await lessonInText(JSON.stringify(long), taken)).id, 'own');
  await assert.rejects(
    lessonInText(JSON.stringify({ ...kGood, steps: 1 }), taken),
    /line 1: steps is 1, expected a list/,
  );
  assert.equal(taken.manifest.lessons.length, 1);
});

test('numbers are read as people write them', () => {
  assert.deepEqual(['12', ' 0,5 ', '−3', '.5', '1e3', '', 'x', '1 000'].map(numberIn), [
    12,
    0.5,
    -3,
    0.5,
    NaN,
    NaN,
    NaN,
    NaN,
  ]);
  const question = /** @type {any} */ ({ kind: 'number', answer: 0.3, tolerance: 0.1 });
  assert.ok(isRight(question, 0.4) && isRight(question, 0.2) && !isRight(question, 0.41));
});

test('a deed is done when all of its conditions hold', () => {
  const state = { path: 'lerp', t: '0.5', digit: '', memory: 'conv-gan:3' };
  const done = (answer, facts = {}) => isDone(/** @type {any} */ ({ answer }), (name) => state[name], facts);
  const reads = (...digits) => ({ reads: digits.map((digit) => ({ digit })) });
  assert.ok(done({ path: 'lerp', t: { least: 0.4, most: 0.6 } }));
  assert.ok(!done({ path: 'lerp', t: { least: 0.6 } }));
  assert.ok(!done({ digit: 0 }), 'nothing is not 0');
  assert.ok(!done({ digit: { most: 3 } }), 'nothing is within no range');
  assert.ok(done({ reads: 4 }, reads(4)) && !done({ reads: 4 }, reads(4, 4)) && !done({ reads: 4 }, reads(null)));
  assert.ok(done({ classes: { most: 2 } }, reads(1, 1, 3, null)) && !done({ classes: { most: 2 } }, reads(1, 2, 3)));
  assert.ok(!done({ classes: { most: 2 } }), 'nothing was read');
  assert.ok(done({ steps: { least: 100 } }, { steps: 100 }) && !done({ steps: { least: 100 } }));
});

test('a lesson is offered only where all of its steps can be shown', () => {
  const offered = (patch) => lessonsFor(lessons, { ...manifest, ...patch }).map(({ id }) => id);
  assert.ok(!offered({}).includes('memory'), 'no training digits');
  assert.ok(offered({}).includes('walk') && !offered({ models: manifest.models.slice(1) }).includes('walk'));
});
