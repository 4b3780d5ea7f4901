// The address as state: what goes in comes out, and nonsense is as if it were not there.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatState, parseSeed, parseState, parseStation } from '../../web/state.js';

const manifest = {
  default: 'conv-vae',
  models: [{ name: 'conv-vae', class_count: 0 }, { name: 'conv-gan', class_count: 0 }, { name: 'cgan', class_count: 10 }],
};
const parse = (hash) => parseState(hash, manifest);
const defaults = parse('');

test('an empty address gives the default model, a sheet, and seed 1', () => {
  assert.deepEqual([defaults.model, defaults.view, defaults.seed], ['conv-vae', 'sample', 1]);
});

test('a state written into an address is read back the same', () => {
  const states = [
    defaults,
    { ...defaults, model: 'conv-gan', seed: 2 ** 53 - 1, pick: 63 },
    { ...defaults, view: 'walk', from: { seed: 7, index: 12 }, to: { seed: 9, index: 0 }, path: 'lerp', frames: 240, t: 0.25 },
    { ...defaults, view: 'walk', model: 'cgan', label: 0, t: 1 },
    { ...defaults, view: 'walk', t: 0.0001 },
  ];
  for (const state of states) assert.deepEqual(parse(formatState(state)), state);
});

test('each value that makes no sense falls back alone, and the others stay', () => {
  const bad = ['model=<img src=x onerror=alert(1)>', 'model=__proto__', 'view=constructor', 'seed=-1', 'seed=1e3', 'seed=9007199254740992',
    'seed=99999999999999999999', 'seed=', 'pick=64', 'pick=-1', 'pick=1.5', 'class=3', 'from=7:64', 'from=7:', 'from=:1', 'from=a', 'to=1:2:3',
    'path=spline', 'frames=1', 'frames=241', 'frames=9999999999', 't=2', 't=-0', 't=NaN', 't=1e-3', 't=1.5', '%', '%ff=%', '&&==&', '\0'];
  for (const hash of bad) assert.deepEqual(parse(`#${hash}`), defaults, hash);
  assert.deepEqual(parse('#seed=banana&view=walk&from=3'), { ...defaults, view: 'walk', from: { seed: 3, index: 0 } });
});

test('a class is taken only where the model has it', () => {
  assert.equal(parse('#model=cgan&class=9').label, 9);
  assert.equal(parse('#model=cgan&class=10').label, null);
  assert.equal(parse('#model=conv-vae&class=3').label, null);
});

test('a seed and a station are read as people write them', () => {
  assert.equal(parseSeed(' 42 '), 42);
  assert.equal(parseSeed('4 2'), null);
  assert.equal(parseSeed('0x10'), null);
  assert.deepEqual(parseStation(' 7:12 '), { seed: 7, index: 12 });
  assert.deepEqual(parseStation('7'), { seed: 7, index: 0 });
});
