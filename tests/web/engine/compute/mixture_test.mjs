// The mixture of normal distributions, on clouds that are known.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drawMixture, fitMixture, rootOf } from '../../../../web/engine/compute/mixture.js';
import { normalFrom, uniformFrom } from '../../../../web/engine/compute/random.js';
import { close } from '../../support/close.mjs';

test('a Cholesky root times itself gives the matrix back', () => {
  const root = rootOf([4, 2, 2, 5], 2);
  assert.deepEqual([...root], [2, 0, 1, 2]);
});

test('a mixture finds two clouds, their weights, means and shapes, and draws from them', async () => {
  const normal = normalFrom(3);
  const points = new Float32Array(2 * 3000);
  for (let n = 0; n < 3000; n++) {
    const [a, b] = [normal(), normal()];
    points.set(n < 1000 ? [-6 + a, 0.5 * b] : [6 + a, a + 0.5 * b], 2 * n);
  }
  const likelihoods = [];
  const { components } = await fitMixture(points, 2, {
    components: 2,
    seed: 1,
    onRound: (_, likelihood) => void likelihoods.push(likelihood),
  });
  likelihoods.slice(1).forEach((value, i) => assert.ok(value > likelihoods[i] - 1e-6, 'each round is no worse'));
  const [left, right] = components.sort((a, b) => a.mean[0] - b.mean[0]);
  close(left.weight, 1 / 3, 0.01);
  close(left.mean[0], -6, 0.15);
  close(right.mean[0], 6, 0.15);
  close(right.root[2], 1, 0.1, 'the second coordinate follows the first');
  const drawn = drawMixture(components, 2, Float32Array.from({ length: 4000 }, normalFrom(4)), uniformFrom(5));
  const share = Array.from({ length: 2000 }, (_, n) => drawn[2 * n]).filter((x) => x < 0).length / 2000;
  close(share, 1 / 3, 0.04);
});
