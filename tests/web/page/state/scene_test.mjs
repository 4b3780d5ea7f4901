// Scenes: the file form of a state.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatScene, parseScene } from '../../../../web/page/state/scene.js';
import { formatState, parseState } from '../../../../web/page/state/state.js';
import { manifest } from '../../support/manifest.mjs';

const parse = (hash) => parseState(hash, manifest);
const defaults = parse('');

test('a scene says what its address says, and is read back as the same state', () => {
  for (const hash of [
    '#model=conv-vae&view=sample',
    '#model=conv-gan&view=sample&seed=9007199254740991&pick=63',
    '#model=cgan&view=walk&digit=2&stations=7:12@3,9,0&path=lerp&frames=12&loop=1&speed=0.25&t=0.125&play=1',
    '#model=conv-vae&view=map&plane=axes&across=3&up=2&x=-1.5&y=0.125',
    '#model=conv-vae&view=map&zoom=2.5&cx=-0.125&cy=1&through=7:2&classes=038&trail=0,0.25,-1.5,2&test=7',
    '#model=conv-vae&view=map&classes=',
    '#model=conv-vae&view=inside&base=7:1&layer=decoder:4&noise=2',
    '#model=conv-gan&view=dimensions&base=7:1&z=0:-0.5,3:1.25&look=64',
    '#model=conv-vae&view=draw&ink=gZDgBI&raw=1',
    '#model=conv-gan&view=compare&seed=3&with=conv-gan,conv-vae',
    '#model=cgan&view=arithmetic&terms=1@0,2,3:4&usual=0',
    '#model=conv-vae&view=theory&base=7:3&topic=elbo&p=uniform,-1.25,0.5&q=bumps,0,2&draw=9999',
  ]) {
    const state = parse(hash);
    const scene = formatScene(state);
    const address = formatState(state);
    assert.equal(formatState(parseScene(scene, defaults, manifest)), address, scene);
    assert.equal(formatScene(parseScene(scene, defaults, manifest)), scene);
  }
  assert.deepEqual(JSON.parse(formatScene(parse('#model=cgan&view=walk&stations=7:12@3,9&loop=1&speed=2&frames=5'))), {
    model: 'cgan',
    view: 'walk',
    stations: ['7:12@3', '9'],
    frames: 5,
    loop: true,
    speed: 2,
  });
});

test('a station may be a latent vector, in an address as text and in a scene as numbers', () => {
  const { latent_dim: dim } = manifest.models.find(({ name }) => name === 'cgan');
  const latent = Array.from({ length: dim }, (_, i) => Math.fround(i / 7 - 1));
  const scene = { model: 'cgan', view: 'walk', stations: [{ latent, digit: 3 }, '7:2'] };
  const state = parseScene(JSON.stringify(scene), defaults, manifest);
  assert.deepEqual(state.stations[0], { seed: 1, index: 0, digit: 3, latent });
  assert.deepEqual(JSON.parse(formatScene(state)).stations, [{ latent, digit: 3 }, '7:2']);
  assert.deepEqual(parse(formatState(state)).stations, state.stations);
  const ofOther = formatState(state).replace('model=cgan', 'model=conv-gan');
  assert.equal(parse(ofOther).stations[0].latent, undefined, 'a latent vector of another length gives way to the seed');
});

test('what is no scene, or a scene of another model, is refused in one line that names what fits', () => {
  const refusal = (scene) => {
    try {
      parseScene(typeof scene === 'string' ? scene : JSON.stringify(scene), defaults, manifest);
      return '';
    } catch ({ message }) {
      return message;
    }
  };
  assert.equal(refusal({ model: 'conv-gan', view: 'sample', count: 9, scale: 3, dark: true }), '');
  assert.match(refusal('[1]'), /a scene is a JSON object/);
  assert.match(refusal('{"model": '), /JSON/);
  assert.match(refusal({ model: 'no-such' }), /no-such.* which has conv-vae, conv-gan, cgan/);
  assert.match(refusal({ model: 'cgan', view: 'samples' }), /samples.* sample, walk, map/);
  assert.match(
    refusal({ model: 'cgan', view: 'walk', frame: 3 }),
    /unknown key "frame".* stations, path, prior, frames/,
  );
  assert.match(refusal({ model: 'cgan', view: 'walk', frames: 1.5 }), /frames is 1\.5, which does not fit cgan/);
  assert.match(refusal({ model: 'conv-gan', view: 'sample', digit: 3 }), /digit is 3, which does not fit conv-gan/);
  assert.match(refusal({ model: 'cgan', view: 'walk', stations: ['1@3', '2@11'] }), /stations is .* does not fit cgan/);
  assert.match(refusal({ model: 'cgan', view: 'dimensions', base: { latent: [1, 2] } }), /base is/);
  for (const line of [refusal('x'), refusal({ model: 'cgan', view: 'walk', t: 2 })]) assert.doesNotMatch(line, /\n/);
});
