// Principal components: the directions in which points differ most.

import { normalFrom } from './random.js';
import { lengthOf } from './vectors.js';

/**
 * @param {Float32Array} points count x dim
 * @param {number} dim
 * @param {number} wanted how many directions
 * @returns {{mean: Float64Array, axes: Float64Array[], shares: number[]}} axes: unit vectors, the widest first; each
 *   has its largest coordinate positive, so that the picture does not flip; shares: of the whole variance
 */
export function principalAxes(points, dim, wanted) {
  const count = points.length / dim;
  const mean = new Float64Array(dim);
  for (let n = 0; n < count; n++) for (let i = 0; i < dim; i++) mean[i] += points[n * dim + i] / count;
  const { axes, shares } = (dim > kMostExact ? iterated : exact)(points, dim, wanted, mean);
  return { mean, axes: axes.map(turned), shares };
}

const kMostExact = 128; // the exact way takes time with the cube of this, and room with its square
const kRounds = 60; // at most
const kStill = 1e-4; // a share of the spread that is no more worth a round

function turned(axis) {
  const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return largest < 0 ? axis.map((value) => -value) : axis;
}

// Directions at right angles, each turned towards the widest spread round by round (orthogonal iteration).
function iterated(points, dim, wanted, mean) {
  const count = points.length / dim;
  const normal = normalFrom(1);
  const axes = Array.from({ length: wanted }, () => Float64Array.from({ length: dim }, normal));
  const values = new Float64Array(wanted);
  for (let round = 0, before = 0; round < kRounds; round++) {
    for (let k = 0; k < wanted; k++) {
      const next = round === 0 ? axes[k] : spreadAlong(axes[k], points, dim, mean);
      for (let j = 0; j < k; j++) removeAxis(next, axes[j]);
      values[k] = lengthOf(next);
      axes[k] = next.map((value) => value / (values[k] || 1));
    }
    const sum = values.reduce((all, value) => all + value);
    if (Math.abs(sum - before) < kStill * sum) break;
    before = sum;
  }
  let whole = 0;
  for (let n = 0; n < count; n++) for (let i = 0; i < dim; i++) whole += (points[n * dim + i] - mean[i]) ** 2 / count;
  return { axes, shares: Array.from(values, (value) => value / (whole || 1)) };
}

/** The covariance times a direction. */
function spreadAlong(axis, points, dim, mean) {
  const count = points.length / dim;
  const out = new Float64Array(dim);
  for (let n = 0; n < count; n++) {
    let along = 0;
    for (let i = 0; i < dim; i++) along += (points[n * dim + i] - mean[i]) * axis[i];
    along /= count;
    for (let i = 0; i < dim; i++) out[i] += along * (points[n * dim + i] - mean[i]);
  }
  return out;
}

function removeAxis(vector, axis) {
  let along = 0;
  for (let i = 0; i < vector.length; i++) along += vector[i] * axis[i];
  for (let i = 0; i < vector.length; i++) vector[i] -= along * axis[i];
}

function exact(points, dim, wanted, mean) {
  const count = points.length / dim;
  const covariance = new Float64Array(dim * dim);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < dim; i++) {
      const a = points[n * dim + i] - mean[i];
      for (let j = 0; j <= i; j++) covariance[i * dim + j] += (a * (points[n * dim + j] - mean[j])) / count;
    }
  }
  for (let i = 0; i < dim; i++) for (let j = 0; j < i; j++) covariance[j * dim + i] = covariance[i * dim + j];
  const { values, vectors } = eigenOf(covariance, dim);
  const order = [...values.keys()].sort((a, b) => values[b] - values[a]);
  const whole = values.reduce((sum, value) => sum + Math.max(value, 0), 0) || 1;
  const axes = order.slice(0, wanted).map((k) => Float64Array.from({ length: dim }, (_, i) => vectors[i * dim + k]));
  return { axes, shares: order.slice(0, wanted).map((k) => Math.max(values[k], 0) / whole) };
}

/**
 * Eigenvalues and eigenvectors (columns) of a symmetric matrix, by Jacobi's rotations: slow for large matrices, exact
 * and short for those of a latent space.
 */
export function eigenOf(symmetric, size) {
  const a = Float64Array.from(symmetric);
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) off += a[i * size + j] ** 2;
    if (off < 1e-22) break;
    for (let p = 0; p < size - 1; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, size, p, q);
  }
  return { values: Float64Array.from({ length: size }, (_, i) => a[i * size + i]), vectors };
}

// Turns the plane of p and q so that a[p, q] becomes 0.
function rotate(a, vectors, size, p, q) {
  const apq = a[p * size + q];
  if (Math.abs(apq) < 1e-300) return;
  const theta = (a[q * size + q] - a[p * size + p]) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < size; k++) {
    const [kp, kq] = [a[k * size + p], a[k * size + q]];
    a[k * size + p] = c * kp - s * kq;
    a[k * size + q] = s * kp + c * kq;
  }
  for (let k = 0; k < size; k++) {
    const [pk, qk] = [a[p * size + k], a[q * size + k]];
    a[p * size + k] = c * pk - s * qk;
    a[q * size + k] = s * pk + c * qk;
    const [vp, vq] = [vectors[k * size + p], vectors[k * size + q]];
    vectors[k * size + p] = c * vp - s * vq;
    vectors[k * size + q] = s * vp + c * vq;
  }
}
