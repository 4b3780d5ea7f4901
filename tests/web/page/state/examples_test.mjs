// What a visitor sees first in a view is worth looking at. Each new training of a model draws other digits for the same
// numbers, so the classifier looks whether the views' examples still show what they are there to show.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { kClassifier } from '../../../../web/build/places.mjs';
import { loadClassifier } from '../../../../web/engine/module/classifier.js';
import { readLessons } from '../../../../web/build/lessons.mjs';
import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import { kParams } from '../../../../web/page/state/state.js';
import { loadExplore } from '../../../../web/engine/module/explore.js';
import { latentsOf } from '../../../../web/engine/worker/models.js';
import { exploreUrl } from '../../../wasm/support.mjs';
import { root, wasm } from '../../support/pages.mjs';

const kSure = 0.95;
let vae, gan, reader;

before(async () => {
  const wasmUrl = pathToFileURL(wasm);
  [vae, gan] = await Promise.all(
    ['conv-vae', 'conv-gan'].map((name) => loadModel(join(root, `models/${name}.safetensors`), { wasmUrl })),
  );
  reader = await loadClassifier(join(root, kClassifier), { wasmUrl });
});
after(() => [vae, gan, reader].forEach((each) => each?.close()));

/** What each picture is read as; fails where the classifier is not sure. */
async function digitsOf(model, latents) {
  const count = latents.length / model.latentDim;
  const probabilities = await reader.read(await model.decode(latents, count), count);
  return Array.from({ length: count }, (_, i) => {
    const each = Array.from(probabilities.subarray(i * 10, (i + 1) * 10)),
      digit = each.indexOf(Math.max(...each));
    assert.ok(
      each[digit] > kSure,
      `picture ${i} is a ${digit} with ${each[digit].toFixed(2)}, which is not plain to see`,
    );
    return digit;
  });
}

test('the walk that is there first, as in its lesson, leads from a digit to another one', async () => {
  const digits = await digitsOf(vae, await latentsOf(vae, kParams.stations.default));
  assert.notEqual(digits[0], digits[1]);
  const { lessons } = await readLessons();
  const [{ state }] = lessons.find(({ id }) => id === 'walk').steps;
  assert.equal(new URLSearchParams(state).get('stations'), kParams.stations.format(kParams.stations.default));
});

test("a GAN's plane goes through three different digits at first", async () => {
  assert.equal(new Set(await digitsOf(gan, await latentsOf(gan, kParams.corners.default))).size, 3);
});

test('the sum that is there first takes a digit from another writing of it, and gives the third in another writing', async () => {
  const explore = await loadExplore({ wasmUrl: exploreUrl });
  const terms = await latentsOf(vae, kParams.terms.default);
  const sumOfTerms = explore.arithmetic(terms, { meanLength: true });
  const [a, b, c, sum] = await digitsOf(vae, Float32Array.of(...terms, ...sumOfTerms));
  assert.equal(a, b);
  assert.notEqual(b, c);
  assert.equal(sum, c);
});
