// Principal components, on cases whose answers are known.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eigenOf, principalAxes } from '../../../../web/engine/compute/pca.js';
import { normalFrom } from '../../../../web/engine/compute/random.js';
import { close } from '../../support/close.mjs';

test('eigenvectors of a matrix known by hand: 1 and 3 along the diagonals', () => {
  const { values, vectors } = eigenOf([2, 1, 1, 2], 2);
  assert.deepEqual([...values].map((value) => Math.round(value * 1e9) / 1e9).sort(), [1, 3]);
  const k = values[0] > values[1] ? 0 : 1;
  close(Math.abs(vectors[k]), Math.SQRT1_2, 1e-9);
  close(vectors[k], vectors[2 + k], 1e-9);
});

test('of very long points the two widest directions are found too, in bounded time and room', () => {
  const normal = normalFrom(3);
  const [dim, count] = [20000, 60];
  const points = new Float32Array(dim * count);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < dim; i++) points[n * dim + i] = 0.001 * normal();
    points[n * dim + 7] += 1 + 3 * normal();
    points[n * dim + 19000] -= 1.5 * normal();
  }
  const { axes, shares } = principalAxes(points, dim, 2);
  close(axes[0][7], 1, 0.05);
  close(axes[1][19000], 1, 0.05);
  assert.ok(shares[0] > shares[1] && shares[0] + shares[1] > 0.98, `${shares}`);
});

test('principal axes find the direction and the share of a stretched cloud, off its centre', () => {
  const normal = normalFrom(2);
  const points = Float32Array.from({ length: 3 * 3000 });
  for (let n = 0; n < 3000; n++) {
    const [a, b, c] = [3 * normal(), normal(), 0.1 * normal()];
    points.set([5 + 0.6 * a - 0.8 * b, -2 + 0.8 * a + 0.6 * b, c], 3 * n);
  }
  const { mean, axes, shares } = principalAxes(points, 3, 2);
  close(mean[0], 5, 0.15);
  close(mean[1], -2, 0.15);
  close(axes[0][0], 0.6, 0.02);
  close(axes[0][1], 0.8, 0.02);
  assert.ok(Math.max(...axes[1]) > 0, 'the sign is settled');
  close(shares[0], 9 / 10.01, 0.02);
  close(
    axes[0].reduce((sum, value, i) => sum + value * axes[1][i], 0),
    0,
    1e-9,
    'at right angles',
  );
});
