// The nearest training digit.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nearestDigit, packBits, unpackBits } from '../../../../web/engine/compute/nearest.js';
import { uniformFrom } from '../../../../web/engine/compute/random.js';
import { close } from '../../support/close.mjs';

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
