// The planes that the map can show: each turns a place on it into a latent, and says how far it reaches.

/**
 * @typedef {object} Plane
 * @property {(x: number, y: number) => Float32Array} latentAt
 * @property {number} low
 * @property {number} high both axes go from low to high
 * @property {(value: number) => number} shareOf 0 at low, 1 at high
 */

/** @returns {Plane} */
const planeOf = (low, high, latentAt) => ({ low, high, latentAt, shareOf: (value) => (value - low) / (high - low) });

/** Two coordinates of latent space; all others stay at those of `middle`. */
export const axesPlane = (middle, across, up, reach = 3.5) =>
  planeOf(-reach, reach, (x, y) => {
    const latent = Float32Array.from(middle);
    latent[across] = x;
    latent[up] = y;
    return latent;
  });

/** The plane through a point along two directions. */
export const projectionPlane = (center, [right, up], reach) =>
  planeOf(-reach, reach, (x, y) => Float32Array.from(center, (value, i) => value + x * right[i] + y * up[i]));

/**
 * The plane through three latents: the first at (0, 0), the second at (1, 0), the third at (0, 1).
 * @param {Float32Array} corners 3 x dim
 */
export function cornersPlane(corners, dim) {
  const at = (k, i) => corners[k * dim + i];
  const mix = (x, y, i) => at(0, i) + x * (at(1, i) - at(0, i)) + y * (at(2, i) - at(0, i));
  return planeOf(-0.25, 1.25, (x, y) => Float32Array.from({ length: dim }, (_, i) => mix(x, y, i)));
}

/** Where points lie on a projection: [x, y] each. */
export function project(points, dim, center, [right, up]) {
  return Array.from({ length: points.length / dim }, (_, n) => {
    let [x, y] = [0, 0];
    for (let i = 0; i < dim; i++) {
      const away = points[n * dim + i] - center[i];
      x += away * right[i];
      y += away * up[i];
    }
    return [x, y];
  });
}

/** A reach that holds nearly all of some places. */
export function reachOf(places) {
  const sizes = places.map(([x, y]) => Math.max(Math.abs(x), Math.abs(y))).sort((a, b) => a - b);
  return Math.max(Math.ceil(2 * (sizes[Math.floor(0.995 * (sizes.length - 1))] ?? 3)) / 2, 1);
}
