// A mixture of normal distributions with full covariances, fitted by expectation and maximisation.

import { uniformFrom } from './random.js';

const kRidge = 1e-3; // added to each variance: a component of few points stays invertible

/**
 * @typedef {object} Component
 * @property {number} weight
 * @property {Float64Array} mean dim
 * @property {Float64Array} root dim x dim, lower triangle: the covariance is root times its transpose
 */

/**
 * @param {Float32Array} points count x dim
 * @param {number} dim
 * @param {{components?: number, seed?: number, rounds?: number, onRound?: (round: number, likelihood: number) => Promise<void> | void}} [options]
 *   onRound sees the mean log-likelihood of a point in nats; awaited, so that long fits can pause or be given up
 * @returns {Promise<{components: Component[], likelihood: number}>}
 */
export async function fitMixture(points, dim, { components: k = 10, seed = 1, rounds = 60, onRound } = {}) {
  const count = points.length / dim;
  let components = start(points, dim, count, Math.min(k, count), seed);
  const shares = new Float64Array(count * components.length);
  let likelihood = -Infinity;
  for (let round = 0; round < rounds; round++) {
    const before = likelihood;
    likelihood = expect(points, dim, count, components, shares);
    await onRound?.(round, likelihood);
    if (likelihood - before < 1e-4) break;
    components = maximise(points, dim, count, components.length, shares);
  }
  return { components, likelihood };
}

/** One draw for each row of standard normal numbers: normals (count x dim), uniform() chooses the component. */
export function drawMixture(components, dim, normals, uniform) {
  const out = new Float32Array(normals.length);
  for (let n = 0; n < normals.length / dim; n++) {
    let left = uniform();
    const { mean, root } = components.find(({ weight }) => (left -= weight) < 0) ?? components.at(-1);
    for (let i = 0; i < dim; i++) {
      let value = mean[i];
      for (let j = 0; j <= i; j++) value += root[i * dim + j] * normals[n * dim + j];
      out[n * dim + i] = value;
    }
  }
  return out;
}

/** The lower triangular root of a positive definite matrix (Cholesky). */
export function rootOf(matrix, dim) {
  const root = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * dim + j];
      for (let m = 0; m < j; m++) sum -= root[i * dim + m] * root[j * dim + m];
      root[i * dim + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / root[j * dim + j];
    }
  }
  return root;
}

// Centres far from each other (k-means++), each with the variance of all points.
function start(points, dim, count, k, seed) {
  const uniform = uniformFrom(seed);
  const centres = [Math.floor(uniform() * count)];
  const nearest = new Float64Array(count).fill(Infinity);
  while (centres.length < k) {
    const last = centres.at(-1);
    let whole = 0;
    for (let n = 0; n < count; n++)
      whole += nearest[n] = Math.min(nearest[n], squaredDistance(points, n * dim, points, last * dim, dim));
    let left = uniform() * whole;
    let next = 0;
    while (next < count - 1 && (left -= nearest[next]) > 0) next++;
    centres.push(next);
  }
  const shares = new Float64Array(count).fill(1);
  const [all] = maximise(points, dim, count, 1, shares);
  return centres.map((n) => ({
    weight: 1 / k,
    mean: Float64Array.from(points.subarray(n * dim, (n + 1) * dim)),
    root: all.root,
  }));
}

// How far each point belongs to each component; returns the mean log-likelihood.
function expect(points, dim, count, components, shares) {
  const k = components.length;
  const bases = components.map(({ weight, root }) => {
    let logDeterminant = 0;
    for (let i = 0; i < dim; i++) logDeterminant += Math.log(root[i * dim + i]);
    return Math.log(weight) - logDeterminant - (dim / 2) * Math.log(2 * Math.PI);
  });
  const solved = new Float64Array(dim);
  let likelihood = 0;
  for (let n = 0; n < count; n++) {
    let most = -Infinity;
    for (let c = 0; c < k; c++) {
      const { mean, root } = components[c];
      let square = 0;
      for (let i = 0; i < dim; i++) {
        let value = points[n * dim + i] - mean[i];
        for (let j = 0; j < i; j++) value -= root[i * dim + j] * solved[j];
        solved[i] = value / root[i * dim + i];
        square += solved[i] * solved[i];
      }
      shares[n * k + c] = bases[c] - square / 2;
      most = Math.max(most, shares[n * k + c]);
    }
    let sum = 0;
    for (let c = 0; c < k; c++) sum += Math.exp(shares[n * k + c] - most);
    for (let c = 0; c < k; c++) shares[n * k + c] = Math.exp(shares[n * k + c] - most) / sum;
    likelihood += (most + Math.log(sum)) / count;
  }
  return likelihood;
}

function maximise(points, dim, count, k, shares) {
  return Array.from({ length: k }, (_, c) => {
    let whole = 1e-9;
    const mean = new Float64Array(dim);
    for (let n = 0; n < count; n++) {
      const share = shares[n * k + c];
      whole += share;
      for (let i = 0; i < dim; i++) mean[i] += share * points[n * dim + i];
    }
    for (let i = 0; i < dim; i++) mean[i] /= whole;
    const covariance = new Float64Array(dim * dim);
    for (let n = 0; n < count; n++) {
      const share = shares[n * k + c] / whole;
      if (share < 1e-12) continue;
      for (let i = 0; i < dim; i++) {
        const a = share * (points[n * dim + i] - mean[i]);
        for (let j = 0; j <= i; j++) covariance[i * dim + j] += a * (points[n * dim + j] - mean[j]);
      }
    }
    for (let i = 0; i < dim; i++) covariance[i * dim + i] += kRidge;
    return { weight: whole / count, mean, root: rootOf(covariance, dim) };
  });
}

function squaredDistance(a, i, b, j, dim) {
  let sum = 0;
  for (let d = 0; d < dim; d++) sum += (a[i + d] - b[j + d]) ** 2;
  return sum;
}
