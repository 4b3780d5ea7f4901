// Search without gradients: an evolution strategy that learns how far to go along each coordinate (separable CMA-ES,
// Ros and Hansen 2008, https://doi.org/10.1007/978-3-540-87700-4_30).

import { normalFrom } from './random.js';

/**
 * @typedef {object} Search
 * @property {() => Float32Array} ask points to be judged, `size` x dim, one after the other
 * @property {(costs: ArrayLike<number>) => void} tell what each of them costs, in the same order
 * @property {{point: Float32Array, cost: number}} best so far
 * @property {number} size points a round
 */

/**
 * @param {{start: ArrayLike<number>, cost: number, step: number, size?: number, seed?: number, low?: ArrayLike<number>,
 *   high?: ArrayLike<number>, fixed?: (i: number) => boolean}} settings cost: of the start; low, high: bounds of each
 *   coordinate; fixed: coordinates that stay
 * @returns {Search}
 */
export function startSearch({ start, cost, step, size = 32, seed = 1, low, high, fixed = () => false }) {
  const dim = start.length;
  const normal = normalFrom(seed);
  const parents = size >> 1;
  const raw = Array.from({ length: parents }, (_, i) => Math.log(parents + 0.5) - Math.log(i + 1));
  const whole = raw.reduce((a, b) => a + b);
  const weights = raw.map((weight) => weight / whole);
  const effective = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
  // Hansen's defaults; the covariance learns faster because it is only a diagonal.
  const learnStep = (effective + 2) / (dim + effective + 5);
  const damping = 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (dim + 1)) - 1) + learnStep;
  const learnPath = (4 + effective / dim) / (dim + 4 + (2 * effective) / dim);
  const faster = (dim + 2) / 3;
  const learnOne = (faster * 2) / ((dim + 1.3) ** 2 + effective);
  const learnMany = Math.min(
    1 - learnOne,
    (faster * 2 * (effective - 2 + 1 / effective)) / ((dim + 2) ** 2 + effective),
  );
  const expected = Math.sqrt(dim) * (1 - 1 / (4 * dim) + 1 / (21 * dim * dim));

  const mean = Float64Array.from(start);
  const variance = new Float64Array(dim).fill(1);
  const stepPath = new Float64Array(dim);
  const path = new Float64Array(dim);
  let sigma = step;
  let round = 0;
  let asked = null;
  const best = { point: Float32Array.from(start), cost };

  const bound = (value, i) => Math.min(Math.max(value, low?.[i] ?? -Infinity), high?.[i] ?? Infinity);

  return {
    size,
    best,
    ask() {
      asked = new Float32Array(size * dim);
      for (let n = 0; n < size; n++) {
        for (let i = 0; i < dim; i++) {
          const value = fixed(i) ? start[i] : mean[i] + sigma * Math.sqrt(variance[i]) * normal();
          asked[n * dim + i] = bound(value, i);
        }
      }
      return asked;
    },
    tell(costs) {
      round++;
      const order = Array.from({ length: size }, (_, n) => n).sort((a, b) => costs[a] - costs[b]);
      if (costs[order[0]] < best.cost) {
        best.cost = costs[order[0]];
        best.point.set(asked.subarray(order[0] * dim, (order[0] + 1) * dim));
      }
      const moved = new Float64Array(dim);
      const spread = new Float64Array(dim);
      weights.forEach((weight, rank) => {
        for (let i = 0; i < dim; i++) {
          const y = (asked[order[rank] * dim + i] - mean[i]) / sigma;
          moved[i] += weight * y;
          spread[i] += weight * y * y;
        }
      });
      let length = 0;
      for (let i = 0; i < dim; i++) {
        if (fixed(i)) continue;
        mean[i] += sigma * moved[i];
        stepPath[i] =
          (1 - learnStep) * stepPath[i] +
          (Math.sqrt(learnStep * (2 - learnStep) * effective) * moved[i]) / Math.sqrt(variance[i]);
        length += stepPath[i] ** 2;
      }
      length = Math.sqrt(length);
      const steady = length / Math.sqrt(1 - (1 - learnStep) ** (2 * round)) < (1.4 + 2 / (dim + 1)) * expected;
      for (let i = 0; i < dim; i++) {
        if (fixed(i)) continue;
        path[i] =
          (1 - learnPath) * path[i] + (steady ? Math.sqrt(learnPath * (2 - learnPath) * effective) * moved[i] : 0);
        variance[i] = Math.max(
          (1 - learnOne - learnMany) * variance[i] + learnOne * path[i] ** 2 + learnMany * spread[i],
          1e-12,
        );
      }
      sigma *= Math.exp((learnStep / damping) * (length / expected - 1));
      sigma = Math.min(Math.max(sigma, 1e-4), 10 * step);
    },
  };
}
