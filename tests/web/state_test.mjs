// The address as state: what goes in comes out, and nonsense is as if it were not there.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseNumber, parseSeed, parseStation } from '../../web/params.js';
import { changeState, entriesOf, formatState, kParams, parseState } from '../../web/state.js';
import { kViews } from '../../web/views/index.js';

const model = (name, rest = {}) => ({ name, title: name, class_count: 0, latent_dim: 20, has_encoder: false, family: 'gan', ...rest });
const manifest = {
  default: 'conv-vae',
  models: [model('conv-vae', { has_encoder: true, family: 'vae' }), model('conv-gan', { latent_dim: 100 }), model('cgan', { class_count: 10 })],
};
const parse = (hash) => parseState(hash, manifest);
const defaults = parse('');

test('an empty address gives the default model, a sheet, and seed 1', () => {
  assert.deepEqual([defaults.model, defaults.view, defaults.seed], ['conv-vae', 'sample', 1]);
  assert.equal(formatState(defaults), '#model=conv-vae&view=sample');
});

test('a name means the same parameter in every view that has it', () => {
  for (const { params } of kViews) for (const [name, param] of Object.entries(params)) assert.equal(param, kParams[name], name);
  assert.equal(new Set(kViews.map(({ id }) => id)).size, kViews.length);
});

test('every default can be written and read, and every view keeps its contract', () => {
  for (const [name, param] of Object.entries(kParams)) {
    if (param.default !== null) assert.deepEqual(param.parse(param.format(param.default), manifest.models[2]), param.default, name);
  }
  for (const view of kViews) for (const key of ['id', 'title', 'accepts', 'params', 'create']) assert.ok(view[key] !== undefined, `${view.id}: ${key}`);
});

test('a state written into an address is read back the same', () => {
  const station = (seed, index, digit = null) => ({ seed, index, digit });
  const states = [
    defaults,
    { ...defaults, model: 'conv-gan', seed: 2 ** 53 - 1, pick: 63 },
    { ...defaults, view: 'walk', stations: [station(7, 12), station(9, 0), station(3, 63)], path: 'lerp', frames: 240, t: 0.25, loop: true, speed: '0.5', play: true },
    { ...defaults, view: 'walk', model: 'cgan', stations: [station(1, 0, 3), station(1, 0, 8)], t: 1 },
    { ...defaults, view: 'sample', model: 'cgan', digit: 0 },
    { ...defaults, view: 'walk', t: 0.0001 },
    { ...defaults, view: 'map', plane: 'axes', across: 3, up: 19, x: -1.234, y: 2 },
    { ...defaults, view: 'dimensions', base: station(5, 6), z: { 3: 1.5, 17: -2 }, look: 17 },
    { ...defaults, view: 'draw', ink: 'FCbD', raw: true },
    { ...defaults, view: 'draw', test: 12 },
    { ...defaults, view: 'compare', with: ['conv-gan', 'cgan'], mixture: true, memory: 'conv-gan:15', seed: 3 },
    { ...defaults, view: 'training', run: 'conv-gan-paper', epoch: 12 },
    { ...defaults, view: 'arithmetic', terms: [station(1, 1), station(2, 2), station(3, 3)], usual: false },
    { ...defaults, hide: ['models', 'controls'] },
  ];
  for (const state of states) assert.deepEqual(parse(formatState(state)), state, formatState(state));
});

test('each value that makes no sense falls back alone, and the others stay', () => {
  const bad = ['model=<img src=x onerror=alert(1)>', 'model=__proto__', 'view=constructor', 'seed=-1', 'seed=1e3', 'seed=9007199254740992',
    'seed=99999999999999999999', 'seed=', 'pick=64', 'pick=-1', 'pick=1.5', 'digit=3', 'stations=7:64,1', 'stations=7', 'stations=7:,1', 'stations=a,b',
    'stations=1,2,3,4,5,6,7,8,9', 'path=spline', 'frames=1', 'frames=241', 'frames=9999999999', 't=2', 't=-1', 't=NaN', 't=1e-3', 't=1.5', 'x=Infinity', 'x=1e5',
    'corners=1,2', 'z=20:1', 'z=1:1e9', 'z=a', 'ink=<b>', 'ink=//////', 'with=<script>', 'memory=conv-gan:16', 'memory=x', 'run=../x', 'epoch=-1', 'loop=yes',
    'hide=<b>', '%', '%ff=%', '&&==&', '\0'];
  for (const hash of bad) assert.deepEqual(parse(`#${hash}`), defaults, hash);
  assert.deepEqual(parse('#seed=banana&view=walk&stations=3,4').stations.map(({ seed }) => seed), [3, 4]);
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
  assert.deepEqual(entriesOf(state), [['model', 'conv-vae'], ['view', 'walk'], ['t', '0.5']]);
  assert.equal(formatState({ ...state, t: 0, stations: [{ seed: 1, index: 2, digit: null }, { seed: 3, index: 0, digit: null }] }), '#model=conv-vae&view=walk&stations=1:2,3');
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
