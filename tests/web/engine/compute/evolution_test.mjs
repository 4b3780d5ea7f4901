// The search without gradients.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Evolution } from '../../../../web/engine/compute/evolution.js';
import { close } from '../../support/close.mjs';

test('the search finds the bottom of a bowl with sides of very different steepness', () => {
  const dim = 12;
  const bottom = Array.from({ length: dim }, (_, i) => Math.sin(i));
  const cost = (points, n) =>
    bottom.reduce((sum, value, i) => sum + 10 ** ((3 * i) / dim) * (points[n * dim + i] - value) ** 2, 0);
  const start = new Float32Array(dim);
  const search = new Evolution({ start, cost: cost(start, 0), step: 0.5, seed: 7 });
  const first = search.best.cost;
  for (let round = 0; round < 250; round++) {
    const points = search.ask();
    search.tell(Array.from({ length: search.size }, (_, n) => cost(points, n)));
  }
  assert.ok(search.best.cost < 1e-6 * first, `${search.best.cost} of ${first}`);
});

test('the search keeps to its bounds and to coordinates that are fixed', () => {
  const search = new Evolution({
    start: [0, 5],
    cost: 100,
    step: 1,
    low: [-1, -9],
    high: [1, 9],
    fixed: (i) => i === 1,
  });
  for (let round = 0; round < 40; round++) {
    const points = search.ask();
    for (let n = 0; n < search.size; n++) assert.ok(points[2 * n] <= 1 && points[2 * n + 1] === 5);
    search.tell(Array.from({ length: search.size }, (_, n) => (points[2 * n] - 3) ** 2));
  }
  close(search.best.point[0], 1, 1e-3);
});
