// A drawing made ready for the models as the digits of MNIST were: scaled into 20 x 20 pixels and laid into 28 x 28 with
// its centre of mass in the middle.

const kBox = 20;

/** Whether there is no ink to speak of. */
export const isBlank = (pixels) => pixels.reduce((sum, value) => sum + value, 0) < 1;

/**
 * @param {Float32Array} drawing side x side, 0 paper to 1 ink
 * @param {number} side
 * @param {number} size of the picture that comes out, 28
 * @param {boolean} centred false: only made smaller, as it was drawn
 * @returns {Float32Array} size x size; all paper where the drawing is blank
 */
export function prepareDigit(drawing, side, size, centred) {
  const box = centred ? boxOf(drawing, side) : { left: 0, top: 0, right: side, bottom: side };
  const out = new Float32Array(size * size);
  if (!box) return out;
  const extent = Math.max(box.right - box.left, box.bottom - box.top);
  const scale = centred ? (kBox * size) / 28 / extent : size / side;
  let [x, y] = [box.left, box.top];
  let place = [0, 0];
  if (centred) {
    [x, y] = massOf(drawing, side);
    place = [size / 2, size / 2];
  }
  resample(drawing, side, out, size, scale, x - place[0] / scale, y - place[1] / scale);
  return out;
}

// Each pixel of `out` is the mean of the drawing over the square that it covers.
function resample(drawing, side, out, size, scale, left, top) {
  const step = 1 / scale;
  for (let row = 0; row < size; row++) {
    const rows = coverage(top + row * step, step, side);
    for (let column = 0; column < size; column++) {
      const columns = coverage(left + column * step, step, side);
      let sum = 0;
      for (const [y, high] of rows) for (const [x, wide] of columns) sum += high * wide * drawing[y * side + x];
      out[row * size + column] = Math.min(sum / (step * step), 1);
    }
  }
}

// The pixels of a line that [from, from + length) covers, and how much of each.
function coverage(from, length, side) {
  const covered = [];
  for (let i = Math.max(Math.floor(from), 0); i < Math.min(from + length, side); i++) {
    const part = Math.min(i + 1, from + length) - Math.max(i, from);
    if (part > 0) covered.push([i, part]);
  }
  return covered;
}

function boxOf(drawing, side) {
  let [left, top, right, bottom] = [side, side, 0, 0];
  drawing.forEach((value, i) => {
    if (value < 0.1) return;
    const [x, y] = [i % side, Math.floor(i / side)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
  });
  return right > left ? { left, top, right, bottom } : null;
}

function massOf(drawing, side) {
  let [whole, across, down] = [0, 0, 0];
  drawing.forEach((value, i) => {
    whole += value;
    across += value * ((i % side) + 0.5);
    down += value * (Math.floor(i / side) + 0.5);
  });
  return [across / whole, down / whole];
}
