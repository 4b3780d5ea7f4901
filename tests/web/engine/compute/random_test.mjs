// The random numbers of the page.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { normalFrom, uniformFrom } from '../../../../web/engine/compute/random.js';
import { close } from '../../support/close.mjs';

test('the generator gives the same numbers for a seed, evenly, and normal ones of mean 0 and variance 1', () => {
  assert.deepEqual(Array.from({ length: 5 }, uniformFrom(3)), Array.from({ length: 5 }, uniformFrom(3)));
  const uniform = Array.from({ length: 20000 }, uniformFrom(1));
  close(uniform.reduce((a, b) => a + b) / 20000, 0.5, 0.01);
  assert.ok(uniform.every((value) => value >= 0 && value < 1));
  const normal = Array.from({ length: 20000 }, normalFrom(1));
  close(normal.reduce((a, b) => a + b) / 20000, 0, 0.03);
  close(normal.reduce((a, b) => a + b * b) / 20000, 1, 0.04);
});
