// The page's own mathematics, on cases whose answers are known.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isBlank, prepareDigit } from '../../../../web/engine/compute/centre.js';
import { startSearch } from '../../../../web/engine/compute/evolve.js';
import { drawMixture, fitMixture, rootOf } from '../../../../web/engine/compute/mixture.js';
import { nearestDigit, packBits, unpackBits } from '../../../../web/engine/compute/nearest.js';
import { eigenOf, principalAxes } from '../../../../web/engine/compute/pca.js';
import { normalFrom, uniformFrom } from '../../../../web/engine/compute/random.js';

const close = (found, expected, within, what) =>
  assert.ok(Math.abs(found - expected) <= within, `${what ?? ''} ${found}, expected ${expected} within ${within}`);

test('the generator gives the same numbers for a seed, evenly, and normal ones of mean 0 and variance 1', () => {
  assert.deepEqual(Array.from({ length: 5 }, uniformFrom(3)), Array.from({ length: 5 }, uniformFrom(3)));
  const uniform = Array.from({ length: 20000 }, uniformFrom(1));
  close(uniform.reduce((a, b) => a + b) / 20000, 0.5, 0.01);
  assert.ok(uniform.every((value) => value >= 0 && value < 1));
  const normal = Array.from({ length: 20000 }, normalFrom(1));
  close(normal.reduce((a, b) => a + b) / 20000, 0, 0.03);
  close(normal.reduce((a, b) => a + b * b) / 20000, 1, 0.04);
});

test('eigenvectors of a matrix known by hand: 1 and 3 along the diagonals', () => {
  const { values, vectors } = eigenOf([2, 1, 1, 2], 2);
  assert.deepEqual([...values].map((value) => Math.round(value * 1e9) / 1e9).sort(), [1, 3]);
  const k = values[0] > values[1] ? 0 : 1;
  close(Math.abs(vectors[k]), Math.SQRT1_2, 1e-9);
  close(vectors[k], vectors[2 + k], 1e-9);
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
    onRound: (_, likelihood) => likelihoods.push(likelihood),
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

test('the search finds the bottom of a bowl with sides of very different steepness', () => {
  const dim = 12;
  const bottom = Array.from({ length: dim }, (_, i) => Math.sin(i));
  const cost = (points, n) =>
    bottom.reduce((sum, value, i) => sum + 10 ** ((3 * i) / dim) * (points[n * dim + i] - value) ** 2, 0);
  const start = new Float32Array(dim);
  const search = startSearch({ start, cost: cost(start, 0), step: 0.5, seed: 7 });
  const first = search.best.cost;
  for (let round = 0; round < 250; round++) {
    const points = search.ask();
    search.tell(Array.from({ length: search.size }, (_, n) => cost(points, n)));
  }
  assert.ok(search.best.cost < 1e-6 * first, `${search.best.cost} of ${first}`);
});

test('the search keeps to its bounds and to coordinates that are fixed', () => {
  const search = startSearch({ start: [0, 5], cost: 100, step: 1, low: [-1, -9], high: [1, 9], fixed: (i) => i === 1 });
  for (let round = 0; round < 40; round++) {
    const points = search.ask();
    for (let n = 0; n < search.size; n++) assert.ok(points[2 * n] <= 1 && points[2 * n + 1] === 5);
    search.tell(Array.from({ length: search.size }, (_, n) => (points[2 * n] - 3) ** 2));
  }
  close(search.best.point[0], 1, 1e-3);
});

test('bits hold a picture, and the nearest is the one that plain arithmetic finds', () => {
  const uniform = uniformFrom(9);
  const size = 20; // no whole number of bytes
  const digits = Array.from({ length: 200 }, () => Float32Array.from({ length: size }, () => Math.round(uniform())));
  assert.deepEqual(unpackBits(packBits(digits[3]), size), digits[3]);
  const bits = new Uint8Array(200 * 3);
  digits.forEach((digit, n) => bits.set(packBits(digit), 3 * n));
  const picture = Float32Array.from({ length: size }, uniform);
  const distances = digits.map((digit) => digit.reduce((sum, value, i) => sum + (value - picture[i]) ** 2, 0));
  const { index, distance } = nearestDigit(bits, picture, 0, 200);
  assert.equal(index, distances.indexOf(Math.min(...distances)));
  close(distance, Math.min(...distances), 1e-4);
  assert.equal(nearestDigit(bits, digits[150], 100, 200).index, 150);
});

const block = (side, left, top, wide, high) =>
  Float32Array.from({ length: side * side }, (_, i) =>
    i % side >= left && i % side < left + wide && Math.floor(i / side) >= top && Math.floor(i / side) < top + high
      ? 1
      : 0,
  );
const centreOf = (pixels, size) => {
  const whole = pixels.reduce((a, b) => a + b);
  return [
    pixels.reduce((sum, v, i) => sum + v * ((i % size) + 0.5), 0) / whole,
    pixels.reduce((sum, v, i) => sum + v * (Math.floor(i / size) + 0.5), 0) / whole,
  ];
};

test('a drawing is centred by mass and scaled to 20 pixels, wherever and however large it was', () => {
  for (const drawing of [block(112, 4, 8, 20, 60), block(112, 70, 30, 10, 30)]) {
    const picture = prepareDigit(drawing, 112, 28, true);
    const [x, y] = centreOf(picture, 28);
    close(x, 14, 0.01);
    close(y, 14, 0.01);
    const rows = Array.from({ length: 28 }, (_, r) =>
      picture.slice(28 * r, 28 * r + 28).reduce((a, b) => a + b),
    ).filter((sum) => sum > 0.01);
    assert.equal(rows.length, 20);
  }
});

test('as drawn, a drawing is only made smaller; a blank one stays blank', () => {
  const picture = prepareDigit(block(112, 0, 0, 8, 8), 112, 28, false);
  assert.deepEqual([picture[0], picture[1], picture[2], picture[28]], [1, 1, 0, 1]);
  close(
    picture.reduce((a, b) => a + b),
    4,
    1e-4,
  );
  const blank = prepareDigit(new Float32Array(112 * 112), 112, 28, true);
  assert.ok(isBlank(blank) && blank.every((value) => value === 0));
});
