// The address as state: what goes in comes out, and nonsense is as if it were not there.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

import { parseNumber, parseSeed, parseStation } from '../../../../web/page/params/params.js';
import { changeState, entriesOf, formatState, kParams, parseState } from '../../../../web/page/state/state.js';
import { filesUnder } from '../../../../web/build/folder.mjs';
import { kViews } from '../../../../web/page/views/index.js';

import { manifest } from '../../support/manifest.mjs';
const parse = (hash) => parseState(hash, manifest);
const defaults = parse('');

test('an empty address gives the default model, a sheet, and seed 1', () => {
  assert.deepEqual([defaults.model, defaults.view, defaults.seed], ['conv-vae', 'sample', 1]);
  assert.equal(formatState(defaults), '#model=conv-vae&view=sample');
});

test('a name means the same parameter in every view that has it', () => {
  for (const { params } of kViews)
    for (const [name, param] of Object.entries(params)) assert.equal(param, kParams[name], name);
  assert.equal(new Set(kViews.map(({ id }) => id)).size, kViews.length);
});

test('every default can be written and read, and every view keeps its contract', () => {
  for (const [name, param] of Object.entries(kParams)) {
    if (param.default !== null)
      assert.deepEqual(param.parse(param.format(param.default), manifest.models[2]), param.default, name);
  }
  for (const view of kViews)
    for (const key of ['id', 'title', 'accepts', 'params', 'create'])
      assert.ok(view[key] !== undefined, `${view.id}: ${key}`);
});

test('a state written into an address is read back the same', () => {
  const station = (seed, index, digit = null) => ({ seed, index, digit });
  const states = [
    defaults,
    { ...defaults, model: 'conv-gan', seed: 2 ** 53 - 1, pick: 63 },
    {
      ...defaults,
      view: 'walk',
      stations: [station(7, 12), station(9, 0), station(3, 63)],
      path: 'lerp',
      frames: 240,
      t: 0.25,
      loop: true,
      speed: '0.5',
      play: true,
    },
    { ...defaults, view: 'walk', model: 'cgan', stations: [station(1, 0, 3), station(1, 0, 8)], t: 1 },
    { ...defaults, view: 'sample', model: 'cgan', digit: 0 },
    { ...defaults, view: 'sample', prior: 'fitted' },
    { ...defaults, view: 'walk', t: 0.0001 },
    { ...defaults, view: 'map', plane: 'axes', across: 3, up: 19, x: -1.234, y: 2 },
    { ...defaults, view: 'dimensions', base: station(5, 6), z: { 3: 1.5, 17: -2 }, look: 17 },
    { ...defaults, view: 'draw', ink: 'FCbD', raw: true },
    { ...defaults, view: 'draw', test: 12 },
    { ...defaults, view: 'compare', with: ['conv-gan', 'cgan'], prior: 'standard', memory: 'conv-gan:15', seed: 3 },
    { ...defaults, view: 'training', run: 'conv-gan-non-saturating', epoch: 12 },
    { ...defaults, view: 'arithmetic', terms: [station(1, 1), station(2, 2), station(3, 3)], usual: false },
    { ...defaults, view: 'theory', topic: 'elbo', draw: 7, p: { shape: 'bumps', centre: -0.25, width: 0.2 } },
    { ...defaults, hide: ['models', 'controls'] },
  ];
  for (const state of states) assert.deepEqual(parse(formatState(state)), state, formatState(state));
});

test('each value that makes no sense falls back alone, and the others stay', () => {
  const bad = [
    'model=<img src=x onerror=alert(1)>',
    'model=__proto__',
    'view=constructor',
    'seed=-1',
    'seed=1e3',
    'seed=9007199254740992',
    'seed=99999999999999999999',
    'seed=',
    'prior=best',
    'pick=64',
    'pick=-1',
    'pick=1.5',
    'digit=3',
    'stations=7:10000,1',
    'stations=7',
    'stations=7:,1',
    'stations=a,b',
    `stations=${Array(65).fill(1)}`,
    'path=spline',
    'frames=1',
    'frames=241',
    'frames=9999999999',
    't=2',
    't=-1',
    't=NaN',
    't=1e-3',
    't=1.5',
    'x=Infinity',
    'x=1e5',
    'corners=1,2',
    'z=20:1',
    'z=1:1e9',
    'z=a',
    'ink=<b>',
    'ink=//////',
    'with=<script>',
    'memory=conv-gan:16',
    'memory=x',
    'run=../x',
    'epoch=-1',
    'loop=yes',
    'hide=<b>',
    '%',
    '%ff=%',
    '&&==&',
    '\0',
  ];
  for (const hash of bad) assert.deepEqual(parse(`#${hash}`), defaults, hash);
  assert.deepEqual(
    parse('#seed=banana&view=walk&stations=3,4').stations.map(({ seed }) => seed),
    [3, 4],
  );
});

test('a class is taken only where the model has it, and left behind with it', () => {
  assert.equal(parse('#model=cgan&digit=9').digit, 9);
  assert.equal(parse('#model=cgan&digit=10').digit, null);
  assert.equal(parse('#model=conv-vae&digit=3').digit, null);
  assert.equal(parse('#model=conv-vae&view=walk&stations=1@3,2').stations[0].digit, null);
  assert.equal(changeState(parse('#model=cgan&digit=9'), { model: 'conv-gan' }, manifest).digit, null);
});

test('an address has what belongs to its view and nothing else', () => {
  const state = { ...defaults, view: 'walk', pick: 3, seed: 9, t: 0.5 };
  assert.deepEqual(entriesOf(state), [
    ['model', 'conv-vae'],
    ['view', 'walk'],
    ['t', '0.5'],
  ]);
  assert.equal(
    formatState({
      ...state,
      t: 0,
      stations: [
        { seed: 1, index: 2, digit: null },
        { seed: 3, index: 0, digit: null },
      ],
    }),
    '#model=conv-vae&view=walk&stations=1:2,3',
  );
});

test('seeds, stations and numbers are read as people write them', () => {
  assert.equal(parseSeed(' 42 '), 42);
  assert.equal(parseSeed('4 2'), undefined);
  assert.equal(parseSeed('0x10'), undefined);
  assert.deepEqual(parseStation(' 7:12 '), { seed: 7, index: 12, digit: null });
  assert.deepEqual(parseStation('7@3'), { seed: 7, index: 0, digit: 3 });
  assert.equal(parseNumber('.5', 0, 1), 0.5);
  assert.equal(Object.is(parseNumber('-0', -1, 1), 0), true);
  assert.equal(parseNumber('1e3', 0, 9999), undefined);
});

// What hostile and careless people put into an address.
const kPieces = [
  '<img src=x onerror=alert(1)>',
  '"><script>',
  "';--",
  'javascript:alert(1)',
  '__proto__',
  'constructor',
  'toString',
  '../..',
  '%00',
  '%',
  '%ff',
  '\0',
  '\u2028',
  '\u{1f600}',
  '-1',
  '0',
  '1',
  '7',
  '63',
  '64',
  '1e9',
  'NaN',
  'Infinity',
  '9007199254740992',
  '1:2',
  '1:2@3',
  ',',
  ':',
  '@',
  '=',
  '&',
  '#',
  ' ',
  'walk',
  'conv-gan',
  'cgan',
  'slerp',
  'A'.repeat(3000),
];

test('whatever an address holds, the state is one that can be shown, and its address brings it back', () => {
  let seed = 20261124;
  const random = (count) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator: the same addresses each time
    return Math.floor((seed / 2 ** 32) * count);
  };
  const keys = ['model', 'view', 'hasOwnProperty', '__proto__', 'x<y', ...Object.keys(kParams)];
  const ids = kViews.map(({ id }) => id);
  for (let i = 0; i < 5000; i++) {
    const hash = `#${Array.from({ length: 1 + random(6) }, () => {
      const value = Array.from({ length: 1 + random(4) }, () => kPieces[random(kPieces.length)]).join('');
      return `${keys[random(keys.length)]}=${random(2) ? encodeURIComponent(value) : value}`;
    }).join('&')}`;
    const state = parse(hash);
    assert.deepEqual(Object.keys(state).sort(), Object.keys(defaults).sort(), hash);
    assert.ok(manifest.models.some(({ name }) => name === state.model) && ids.includes(state.view), hash);
    assert.equal(Object.getPrototypeOf(state), Object.prototype, hash);
    assert.equal(formatState(parse(formatState(state))), formatState(state), hash);
    assert.doesNotMatch(formatState(state), /[<>"'`]/, hash);
    for (const [name, param] of Object.entries(kParams)) {
      const value = state[name];
      if (value === null || name === 'lesson') continue;
      const model = manifest.models.find((one) => one.name === state.model);
      assert.ok(
        isDeepStrictEqual(value, param.default) || param.parse(param.format(value), model) !== undefined,
        `${hash}: ${name}`,
      );
    }
  }
});

test('no script makes HTML or code from a text', async () => {
  const web = fileURLToPath(new URL('../../../../web/', import.meta.url));
  const scripts = (await filesUnder(web)).filter((file) => file.endsWith('.js') && !file.startsWith('vendor/'));
  assert.ok(scripts.length > 40);
  const kUnsafe =
    /\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|srcdoc|createContextualFragment)\b|document\.write|\beval\(|\bnew Function\b|\bset(Timeout|Interval)\(\s*['"`]/;
  for (const file of scripts) assert.doesNotMatch(await readFile(join(web, file), 'utf8'), kUnsafe, file);
});
