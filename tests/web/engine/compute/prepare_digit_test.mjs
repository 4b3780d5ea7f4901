// A drawing made ready for the models.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isBlank, prepareDigit } from '../../../../web/engine/compute/prepare_digit.js';
import { close } from '../../support/close.mjs';

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
