// What can be measured in a digit besides which one it is.

/**
 * @param {Float32Array} pixels width x height, 0 paper to 1 ink
 * @returns {{ink: number, slant: number, width: number, height: number}} ink: the share of the picture; slant: how far
 *   the strokes lean, 0 upright, positive to the right; width, height: the spread of the ink in pixels
 */
export function shapeOf(pixels, width, height) {
  let [sum, x, y] = [0, 0, 0];
  pixels.forEach((value, i) => {
    sum += value;
    x += value * (i % width);
    y += value * Math.floor(i / width);
  });
  if (sum < 1e-6) return { ink: 0, slant: 0, width: 0, height: 0 };
  x /= sum;
  y /= sum;
  let [xx, xy, yy] = [0, 0, 0];
  pixels.forEach((value, i) => {
    const [dx, dy] = [(i % width) - x, Math.floor(i / width) - y];
    xx += (value * dx * dx) / sum;
    xy += (value * dx * dy) / sum;
    yy += (value * dy * dy) / sum;
  });
  // Rows grow downwards: ink that goes right as it goes up leans to the right.
  return { ink: sum / (width * height), slant: yy > 0 ? -xy / yy : 0, width: Math.sqrt(xx), height: Math.sqrt(yy) };
}

// A spread below this is taken for this: where all digits agree, the least change would seem clear.
const kLeast = 0.05; // of the mean
const kLeastSlant = 0.05;

const kClear = 0.45; // a change of less is nothing that one would see
const kMost = 2;

/**
 * Which measures tell two sets of digits apart: the difference of their means over the spread within them.
 * @param {object[]} low
 * @param {object[]} high shapes, in the same order: pairs that differ in one code only
 * @returns {{measure: string, change: number, clear: number}[]} the clearest first, two at most, none where nothing is
 *   clear. change: mean of high - low; clear: |change| over the standard deviation of the measure among all
 */
export function clearChanges(low, high) {
  const measures = ['ink', 'slant', 'width', 'height'].map((measure) => {
    const all = [...low, ...high].map((shape) => shape[measure]);
    const mean = all.reduce((a, b) => a + b) / all.length;
    const spread = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
    const change = high.reduce((sum, shape, i) => sum + shape[measure] - low[i][measure], 0) / low.length;
    return {
      measure,
      change,
      clear: Math.abs(change) / Math.max(spread, measure === 'slant' ? kLeastSlant : kLeast * mean, 1e-9),
    };
  });
  return measures
    .filter(({ clear }) => clear >= kClear)
    .sort((a, b) => b.clear - a.clear)
    .slice(0, kMost);
}
