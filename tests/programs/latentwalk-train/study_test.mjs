// The quick study as a person meets it: whole, again, killed, with a cell missing, with a question that makes no sense.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { hasProgram, out, run, start, until } from './support.mjs';

const study = (name, extra = []) => ['study', '--out', out(name), '--size', 'quick', '--threads', '1', ...extra];
const cells = (name) => {
  try {
    return fs
      .readdirSync(out(name, 'cells'))
      .filter((file) => file.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
};
const cell = (name, file) => JSON.parse(fs.readFileSync(out(name, 'cells', file), 'utf8'));
/// All that a cell says but how long it took.
const result = (name, file) => {
  const {
    inputs,
    result: { seconds, ...rest },
  } = cell(name, file);
  assert.ok(seconds >= 0);
  return { inputs, rest };
};

test('a claim, a size or a device that does not exist is said at once, and nothing is written', () => {
  for (const [extra, message] of [
    [['--claims', '1,8'], /there is no claim "8"/],
    [['--size', 'huge'], /--size huge: expected quick, small, medium or full/],
    [['--size', 'small'], /--data is needed/],
    [['--device', 'tpu'], /--device tpu/],
    [['--data', '/nowhere'], /\/nowhere/],
  ]) {
    const { status, stderr } = run([
      'study',
      '--out',
      out('never'),
      ...(extra[0] === '--size' ? [] : ['--size', 'quick']),
      ...extra,
    ]);
    assert.equal(status, 1, stderr);
    assert.match(stderr, message);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
  assert.ok(!fs.existsSync(out('never')));
});

test('two processes on one folder share the quick size, and each waits for what the other computes', async () => {
  const ended = await Promise.all([start(study('whole')).ended, start(study('whole')).ended]);
  for (const { code, errors } of ended) assert.equal(code, 0, errors);
  const counts = ended.map(({ text }) =>
    text
      .match(/computed (\d+) of (\d+) cells/)
      .slice(1)
      .map(Number),
  );
  for (const [computed, all] of counts) {
    assert.equal(all, cells('whole').length);
    assert.ok(computed > 0, `one computed ${counts}`);
  }
  assert.equal(counts[0][0] + counts[1][0], counts[0][1], 'no cell was computed twice');
  const numbered = ended.flatMap(({ text }) => text.match(/^\d+\/\d+ .*s$/gm).map((line) => line.split('  ')[0]));
  assert.equal(new Set(numbered).size, numbered.length);
});

test('the quick size has a cell for each number and a report with a verdict for each claim, in one file', () => {
  const markdown = fs.readFileSync(out('whole', 'report.md'), 'utf8'),
    html = fs.readFileSync(out('whole', 'report.html'), 'utf8');
  for (const claim of [1, 2, 3, 4, 5, 6, 7])
    assert.match(markdown, new RegExp(`\\| ${claim}\\. .*\\*\\*(confirmed|refuted|undecided|mixed)\\*\\*`));
  assert.ok(!markdown.includes('Not complete'));
  assert.ok(!/(src|href)="(?!data:)/.test(html), 'the page refers to nothing outside itself');
  const pictures = [...markdown.matchAll(/!\[.*\]\(([^)]+)\)/g)].map((match) => match[1]);
  for (const picture of pictures) assert.ok(fs.statSync(out('whole', picture)).size > 200, picture);
  assert.equal((html.match(/<img /g) ?? []).length, pictures.length);
  for (const name of ['samples-fc-vae', 'printed-fc-gan-2']) assert.ok(pictures.includes(`figures/${name}.png`), name);
  if (hasProgram('gnuplot'))
    for (const name of ['augmentation-gain', 'divergences']) assert.ok(pictures.includes(`figures/${name}.svg`), name);
  assert.ok(!fs.existsSync(out('whole', 'runs')), 'checkpoints of finished trainings are gone');
});

test("every generator saw its classifier's digits and no others", () => {
  const all = cells('whole').map((file) => ({ stem: file.slice(0, -5), ...cell('whole', file) }));
  const byStem = new Map(all.map((one) => [one.stem, one]));
  const arms = all.filter(({ inputs }) => inputs.kind === 'arm' && inputs.generator);
  assert.ok(arms.length >= 12);
  for (const { inputs } of arms) assert.deepEqual(byStem.get(inputs.generator).inputs.subset, inputs.subset);
  assert.ok(new Set(arms.map(({ inputs }) => inputs.subset.crc32c)).size === 2, 'two sizes, two subsets');
});

test('a second run computes nothing, and the report comes out of the cells byte for byte', () => {
  const before = cells('whole').map((file) => fs.statSync(out('whole', 'cells', file)).mtimeMs);
  const names = [
    'report.md',
    'report.html',
    ...fs.readdirSync(out('whole', 'figures')).map((file) => path.join('figures', file)),
  ];
  const bytes = names.map((name) => fs.readFileSync(out('whole', name)));
  for (const name of names) fs.rmSync(out('whole', name));
  fs.rmSync(out('whole', 'models'), { recursive: true });
  const { status, stdout, stderr } = run(study('whole'));
  assert.equal(status, 0, stderr);
  assert.match(stdout, /computed 0 of/);
  assert.deepEqual(
    cells('whole').map((file) => fs.statSync(out('whole', 'cells', file)).mtimeMs),
    before,
  );
  names.forEach((name, i) => assert.ok(fs.readFileSync(out('whole', name)).equals(bytes[i]), name));
});

test('a missing cell is said in the report, and it alone is computed, with its generator trained anew', () => {
  const missing = cells('whole').find((file) => file.startsWith('arm-cgan-100-s1-'));
  const before = result('whole', missing);
  fs.rmSync(out('whole', 'cells', missing));
  assert.equal(run(study('whole', ['--report-only'])).status, 0);
  assert.match(fs.readFileSync(out('whole', 'report.md'), 'utf8'), /\*\*Not complete:\*\* \d+ of \d+ cells/);
  const { status, stdout, stderr } = run(study('whole'));
  assert.equal(status, 0, stderr);
  assert.match(stdout, /computed 1 of/);
  assert.deepEqual(result('whole', missing), before);
});

for (const [signal, ends] of [
  ['SIGKILL', { code: null, signal: 'SIGKILL' }],
  ['SIGTERM', { code: 143, signal: null }],
]) {
  test(`a study stopped by ${signal} goes on where it was and ends with the same cells`, async () => {
    const name = signal.toLowerCase(),
      extra = ['--claims', '1'];
    const child = start(study(name, extra));
    await until(() => cells(name).some((file) => file.startsWith('fc-vae-')), 'the first training');
    child.child.kill(signal);
    const { code, signal: by, errors } = await child.ended;
    assert.deepEqual({ code, signal: by }, ends, errors);
    const done = cells(name);
    const { status, stdout, stderr } = run(study(name, extra));
    assert.equal(status, 0, stderr);
    const files = cells(name);
    assert.match(stdout, new RegExp(`computed ${files.length - done.length} of ${files.length} cells`));
    assert.ok(files.length > done.length, 'it was stopped before its end');
    for (const file of files) assert.deepEqual(result(name, file), result('whole', file));
  });
}

test('gathered cells are one file, of which the same report is made', () => {
  fs.cpSync(out('whole'), out('gathered'), { recursive: true });
  const count = cells('gathered').length;
  const made = (name) => fs.readFileSync(out('gathered', name), 'utf8');
  const report = made('report.md');
  assert.equal(run(study('gathered', ['--report-only', '--gather'])).status, 0);
  assert.equal(cells('gathered').length, 0);
  assert.equal(made('cells.jsonl').trim().split('\n').length, count);
  const { status, stdout, stderr } = run(study('gathered'));
  assert.equal(status, 0, stderr);
  assert.match(stdout, /computed 0 of/);
  assert.equal(made('report.md'), report);
});
