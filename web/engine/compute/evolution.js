// Search without gradients: an evolution strategy that learns how far to go along each coordinate (separable CMA-ES,
// Ros and Hansen 2008, https://doi.org/10.1007/978-3-540-87700-4_30).

import { normalFrom } from './random.js';

/** @typedef {{weights: number[], effective: number, learnStep: number, damping: number, learnPath: number,
 *   learnOne: number, learnMany: number, expected: number}} Rates */

/**
 * Hansen's defaults; the covariance learns faster because it is only a diagonal.
 * @returns {Rates}
 */
function ratesOf(dim, size) {
  const parents = size >> 1;
  const raw = Array.from({ length: parents }, (_, i) => Math.log(parents + 0.5) - Math.log(i + 1));
  const whole = raw.reduce((a, b) => a + b);
  const weights = raw.map((weight) => weight / whole);
  const effective = 1 / weights.reduce((sum, weight) => sum + weight * weight, 0);
  const learnStep = (effective + 2) / (dim + effective + 5);
  const faster = (dim + 2) / 3;
  const learnOne = (faster * 2) / ((dim + 1.3) ** 2 + effective);
  const most = (faster * 2 * (effective - 2 + 1 / effective)) / ((dim + 2) ** 2 + effective);
  return {
    weights,
    effective,
    learnStep,
    damping: 1 + 2 * Math.max(0, Math.sqrt((effective - 1) / (dim + 1)) - 1) + learnStep,
    learnPath: (4 + effective / dim) / (dim + 4 + (2 * effective) / dim),
    learnOne,
    learnMany: Math.min(1 - learnOne, most),
    expected: Math.sqrt(dim) * (1 - 1 / (4 * dim) + 1 / (21 * dim * dim)), // length of a step, were it chance alone
  };
}

export class Evolution {
  /** The best point so far. @type {{point: Float32Array, cost: number}} */
  best;
  /** Points a round. */
  size;
  #settings;
  #dim;
  #rates;
  #normal;
  #mean;
  #variance;
  #stepPath;
  #path;
  #sigma;
  #round = 0;
  #asked = null;

  /**
   * @param {{start: ArrayLike<number>, cost: number, step: number, size?: number, seed?: number, low?: ArrayLike<number>,
   *   high?: ArrayLike<number>, fixed?: (i: number) => boolean}} settings cost: of the start; low, high: bounds of each
   *   coordinate; fixed: coordinates that stay
   */
  constructor({ start, cost, step, size = 32, seed = 1, low, high, fixed = () => false }) {
    const dim = start.length;
    this.best = { point: Float32Array.from(start), cost };
    this.size = size;
    this.#settings = { start, step, low, high, fixed };
    this.#dim = dim;
    this.#rates = ratesOf(dim, size);
    this.#normal = normalFrom(seed);
    this.#mean = Float64Array.from(start);
    this.#variance = new Float64Array(dim).fill(1);
    this.#stepPath = new Float64Array(dim);
    this.#path = new Float64Array(dim);
    this.#sigma = step;
  }

  /** Points to be judged, `size` x dim, one after the other. */
  ask() {
    const { start, low, high, fixed } = this.#settings;
    const bound = (value, i) => Math.min(Math.max(value, low?.[i] ?? -Infinity), high?.[i] ?? Infinity);
    this.#asked = new Float32Array(this.size * this.#dim);
    for (let n = 0; n < this.size; n++) {
      for (let i = 0; i < this.#dim; i++) {
        const value = fixed(i) ? start[i] : this.#mean[i] + this.#sigma * Math.sqrt(this.#variance[i]) * this.#normal();
        this.#asked[n * this.#dim + i] = bound(value, i);
      }
    }
    return this.#asked;
  }

  /** @param {ArrayLike<number>} costs what each of them costs, in the same order */
  tell(costs) {
    this.#round++;
    const order = Array.from({ length: this.size }, (_, n) => n).sort((a, b) => costs[a] - costs[b]);
    this.#keepBest(order[0], costs[order[0]]);
    const { moved, spread } = this.#compare(order);
    const length = this.#moveMean(moved);
    this.#learn(moved, spread, length);
    const { learnStep, damping, expected } = this.#rates;
    const sigma = this.#sigma * Math.exp((learnStep / damping) * (length / expected - 1));
    this.#sigma = Math.min(Math.max(sigma, 1e-4), 10 * this.#settings.step);
  }

  #keepBest(n, cost) {
    if (!(cost < this.best.cost)) return;
    this.best.cost = cost;
    this.best.point.set(this.#asked.subarray(n * this.#dim, (n + 1) * this.#dim));
  }

  /** How far the better half lies from the mean, and how widely, weighted by rank. */
  #compare(order) {
    const moved = new Float64Array(this.#dim);
    const spread = new Float64Array(this.#dim);
    this.#rates.weights.forEach((weight, rank) => {
      for (let i = 0; i < this.#dim; i++) {
        const y = (this.#asked[order[rank] * this.#dim + i] - this.#mean[i]) / this.#sigma;
        moved[i] += weight * y;
        spread[i] += weight * y * y;
      }
    });
    return { moved, spread };
  }

  /** Moves the mean, and returns how long the path of its last steps is. */
  #moveMean(moved) {
    const { learnStep, effective } = this.#rates;
    let length = 0;
    for (let i = 0; i < this.#dim; i++) {
      if (this.#settings.fixed(i)) continue;
      this.#mean[i] += this.#sigma * moved[i];
      this.#stepPath[i] =
        (1 - learnStep) * this.#stepPath[i] +
        (Math.sqrt(learnStep * (2 - learnStep) * effective) * moved[i]) / Math.sqrt(this.#variance[i]);
      length += this.#stepPath[i] ** 2;
    }
    return Math.sqrt(length);
  }

  /** Learns the variance of each coordinate. */
  #learn(moved, spread, length) {
    const { learnStep, learnPath, learnOne, learnMany, effective, expected } = this.#rates;
    const longest = (1.4 + 2 / (this.#dim + 1)) * expected;
    const isSteady = length / Math.sqrt(1 - (1 - learnStep) ** (2 * this.#round)) < longest;
    for (let i = 0; i < this.#dim; i++) {
      if (this.#settings.fixed(i)) continue;
      const step = isSteady ? Math.sqrt(learnPath * (2 - learnPath) * effective) * moved[i] : 0;
      this.#path[i] = (1 - learnPath) * this.#path[i] + step;
      const learned =
        (1 - learnOne - learnMany) * this.#variance[i] + learnOne * this.#path[i] ** 2 + learnMany * spread[i];
      this.#variance[i] = Math.max(learned, 1e-12);
    }
  }
}
