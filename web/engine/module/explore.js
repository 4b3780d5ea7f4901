// @ts-check
/**
 * What can be computed about latents and digits without a model: planes, the search for a latent, drawings, shapes.
 *
 *   import { loadExplore } from './explore.js';
 *   const explore = await loadExplore();
 *   const { corners } = explore.principalPlane(codes, model.latentDim);
 *   const latents = explore.planePoints(corners, [0.5, -1]); // one place
 *
 * The wasm module is another one than that of the models. Methods return at once. What goes wrong is an Error with one
 * line that says what was expected and what was found.
 */

import { checkCount, checkRows, floats, labelArray, seedHalves, densitiesIn } from './arguments.js';
import { core } from './core.js';
import { exploreModule } from './explore_module.js';

/** @typedef {Float32Array | ArrayLike<number>} Numbers */

/**
 * @typedef {object} ShapeChange what tells two sets of digits apart
 * @property {'ink' | 'slant' | 'width' | 'height'} measure
 * @property {number} change the mean of high - low
 * @property {number} clear the change in standard deviations
 */

/**
 * @param {{wasmUrl?: string | URL}} [options] wasmUrl: where latentwalk-explore.wasm is; beside this module unless given, and
 *   in the npm package inside it
 * @returns {Promise<Explore>}
 */
export async function loadExplore({ wasmUrl } = {}) {
  return new Explore(await core(wasmUrl ?? exploreModule()));
}

/**
 * @typedef {object} LineDensity a density on a line
 * @property {'normal' | 'uniform' | 'bumps'} shape bumps: two normal distributions
 * @property {number} centre -3 to 3
 * @property {number} width 0.2 to 2: the standard deviation, half the support, or half the distance of the bumps
 */

const kMostBounds = 12;

const kMeasures = /** @type {const} */ (['ink', 'slant', 'width', 'height']);
const kMostChanges = 2;

/** The loaded module. Made by loadExplore. */
export class Explore {
  #core;
  #exports;

  constructor(wasm) {
    this.#core = wasm;
    this.#exports = wasm.exports;
  }

  /**
   * The length of each latent.
   * @param {Numbers} latents count x latentDim
   * @param {number} latentDim
   * @returns {Float32Array} count
   */
  lengths(latents, latentDim) {
    const values = floats(latents, 'latents');
    const count = rowsOf(values, latentDim, 'latents');
    return this.#core.call([values], [count], (zs, out) => this.#exports.lw_lengths(zs, count, latentDim, out))[0];
  }

  /**
   * A - B + C of three latents, or of three rows of class weights.
   * @param {Numbers} terms 3 x size
   * @param {{meanLength?: boolean}} [options] meanLength: scaled to the mean length of the three
   * @returns {Float32Array} size
   */
  arithmetic(terms, { meanLength = false } = {}) {
    const values = floats(terms, 'terms');
    const size = widthOf(values, 3, 'terms');
    return this.#core.call([values], [size], (from, out) =>
      this.#exports.lw_arithmetic(from, size, meanLength ? 1 : 0, out),
    )[0];
  }

  /**
   * One-hot class weights, as Model.decode takes them.
   * @param {ArrayLike<number>} labels
   * @param {number} classCount
   * @returns {Float32Array} count x classCount
   */
  classWeights(labels, classCount) {
    const values = labelsIn(labels, labels.length);
    const size = values.length * classCount;
    return this.#core.call([values], [size], (from, out) =>
      this.#exports.lw_class_weights(from, values.length, classCount, out),
    )[0];
  }

  /**
   * Class weights along the walk that Model.walk gives for stations with these labels: the weight goes over evenly from
   * station to station.
   * @param {ArrayLike<number>} labels one a station
   * @param {number} classCount
   * @param {{frames?: number, loop?: boolean}} [options] as for Model.walk
   * @returns {Float32Array} count x classCount
   */
  classWeightsAlong(labels, classCount, { frames = 60, loop = false } = {}) {
    const values = labelsIn(labels, labels.length);
    checkCount(frames, 'frames', 2);
    const points = loop ? values.length * (frames - 1) : Math.max(values.length - 1, 0) * (frames - 1) + 1;
    return this.#core.call([values], [points * classCount], (from, out) =>
      this.#exports.lw_class_weights_along(from, values.length, classCount, frames, loop ? 1 : 0, out),
    )[0];
  }

  /**
   * Where latents are that drift on the paths of Model.drift.
   * @param {Numbers} orbits count x 3 x latentDim
   * @param {Numbers} periods count
   * @param {Numbers} times seconds on each path's own clock; up to 0 it stays at its latent
   * @returns {Float32Array} count x latentDim
   */
  driftPoints(orbits, periods, times) {
    const [paths, seconds, clocks] = [floats(orbits, 'orbits'), floats(periods, 'periods'), floats(times, 'times')];
    const count = checkRows(clocks, seconds.length, 1, 'times');
    const size = widthOf(paths, 3 * count, 'orbits');
    return this.#core.call([paths, seconds, clocks], [count * size], (from, each, at, out) =>
      this.#exports.lw_drift_points(from, each, count, size, at, out),
    )[0];
  }

  /**
   * The latents at places of a plane: first + x (second - first) + y (third - first).
   * @param {Numbers} corners three latents
   * @param {Numbers} places x and y of each, one after the other
   * @returns {Float32Array} count x latentDim
   */
  planePoints(corners, places) {
    const [plane, at] = [floats(corners, 'corners'), floats(places, 'places')];
    const [dim, count] = [widthOf(plane, 3, 'corners'), rowsOf(at, 2, 'places')];
    return this.#core.call([plane, at], [count * dim], (from, xy, out) =>
      this.#exports.lw_plane_points(from, dim, xy, count, out),
    )[0];
  }

  /**
   * The places of the points of a plane that are nearest to latents.
   * @param {Numbers} corners three latents, not on a line
   * @param {Numbers} latents count x latentDim
   * @returns {Float32Array} x and y of each, one after the other
   */
  planePlaces(corners, latents) {
    const [plane, values] = [floats(corners, 'corners'), floats(latents, 'latents')];
    const dim = widthOf(plane, 3, 'corners');
    const count = rowsOf(values, dim, 'latents');
    return this.#core.call([plane, values], [count * 2], (from, zs, out) =>
      this.#exports.lw_plane_places(from, dim, zs, count, out),
    )[0];
  }

  /**
   * The same plane moved so that it goes through a latent; all latents keep their places.
   * @param {Numbers} corners three latents, not on a line
   * @param {Numbers} latent
   * @returns {Float32Array} three latents
   */
  planeThrough(corners, latent) {
    const [plane, values] = [floats(corners, 'corners'), floats(latent, 'latent')];
    const dim = widthOf(plane, 3, 'corners');
    checkRows(values, 1, dim, 'latent');
    return this.#core.call([plane, values], [3 * dim], (from, z, out) =>
      this.#exports.lw_plane_through(from, dim, z, out),
    )[0];
  }

  /**
   * Places at even distances along a path of straight lines.
   * @param {Numbers} path x and y of each point, one after the other
   * @param {number} count at least 2
   * @returns {Float32Array} x and y of each place
   */
  pathPlaces(path, count) {
    const points = floats(path, 'path');
    const length = rowsOf(points, 2, 'path');
    checkCount(count, 'count', 2);
    return this.#core.call([points], [2 * count], (from, out) =>
      this.#exports.lw_path_places(from, length, count, out),
    )[0];
  }

  /**
   * Class weights at places of a plane whose corners have these labels: one-hot at the corners, and in between by how near
   * each corner is (barycentric weights; negative ones are set to 0, and the sum is 1).
   * @param {ArrayLike<number>} labels of the three corners
   * @param {number} classCount
   * @param {Numbers} places
   * @returns {Float32Array} count x classCount
   */
  planeClassWeights(labels, classCount, places) {
    const [values, at] = [labelsIn(labels, 3), floats(places, 'places')];
    const count = rowsOf(at, 2, 'places');
    return this.#core.call([values, at], [count * classCount], (from, xy, out) =>
      this.#exports.lw_plane_class_weights(from, classCount, xy, count, out),
    )[0];
  }

  /**
   * How far a plane must reach to hold 99.5 % of some places: at least 1, in steps of 0.5.
   * @param {Numbers} places
   * @returns {number}
   */
  planeReach(places) {
    const at = floats(places, 'places');
    const count = rowsOf(at, 2, 'places');
    return this.#core.call([at], [1], (xy, out) => this.#exports.lw_plane_reach(xy, count, out))[0][0];
  }

  /**
   * The plane of two coordinates; all others are as in a latent.
   * @param {Numbers} latent
   * @param {number} across
   * @param {number} up another coordinate
   * @returns {Float32Array} three latents
   */
  coordinatePlane(latent, across, up) {
    const values = floats(latent, 'latent');
    return this.#core.call([values], [3 * values.length], (z, out) =>
      this.#exports.lw_coordinate_plane(z, values.length, across, up, out),
    )[0];
  }

  /**
   * The plane in which latents spread most: through their mean, along their first two principal axes.
   * @param {Numbers} latents count x latentDim
   * @param {number} latentDim at least 2
   * @returns {{corners: Float32Array, shares: Float32Array}} three latents; the share of the whole variance along each axis
   */
  principalPlane(latents, latentDim) {
    const values = floats(latents, 'latents');
    const count = rowsOf(values, latentDim, 'latents');
    const [corners, shares] = this.#core.call([values], [3 * latentDim, 2], (zs, out, along) =>
      this.#exports.lw_principal_plane(zs, count, latentDim, out, along),
    );
    return { corners, shares };
  }

  /** The number of draws from the prior that a search begins with. @param {number} latentDim */
  drawCount(latentDim) {
    return /** @type {number} */ (this.#exports.lw_search_draw_count(latentDim));
  }

  /**
   * Begins a search for the latent whose picture is nearest to a target.
   * @param {Numbers} draws latents from the prior, drawCount of them
   * @param {import('./latentwalk.js').LatentBlock[]} blocks of the model: its `info.latent`
   * @param {{seed?: number | bigint}} [options]
   * @returns {LatentSearch}
   */
  search(draws, blocks, { seed = 1 } = {}) {
    const dim = blocks.reduce((sum, block) => sum + block.dim, 0);
    const values = floats(draws, 'draws');
    const count = rowsOf(values, dim, 'draws');
    const halves = seedHalves(seed);
    const [handle] = this.#core.call([values, blocksIn(blocks)], [1], (zs, from, out) =>
      this.#exports.lw_search_create(zs, count, from, blocks.length, ...halves, out),
    );
    return new LatentSearch(this.#core, new Uint32Array(handle.buffer)[0], dim);
  }

  /**
   * A drawing with another stroke: pixels near the line between two points become ink.
   * @param {Numbers} drawing a square, 0 paper to 1 ink
   * @param {[number, number]} from x and y in pixels from the top left corner
   * @param {[number, number]} to
   * @param {{radius?: number, erase?: boolean}} [options] radius: half the width of the pen, 4.5 pixels; erase: paper instead
   * @returns {Float32Array}
   */
  drawStroke(drawing, from, to, { radius = 4.5, erase = false } = {}) {
    const values = floats(drawing, 'drawing');
    const side = sideOf(values);
    return this.#core.call([values], [values.length], (ink, out) =>
      this.#exports.lw_draw_stroke(ink, side, ...from, ...to, radius, erase ? 1 : 0, out),
    )[0];
  }

  /**
   * Makes a drawing a digit.
   * @param {Numbers} drawing a square, 0 paper to 1 ink
   * @param {{size?: number, centred?: boolean}} [options] size: of the digit, 28; centred: scaled and centred as the digits
   *   of MNIST are, otherwise only resized
   * @returns {{digit: Float32Array, blank: boolean}} blank: less ink than one pixel
   */
  prepareDrawing(drawing, { size = 28, centred = true } = {}) {
    const values = floats(drawing, 'drawing');
    const side = sideOf(values);
    const [digit, blank] = this.#core.call([values], [size * size, 1], (from, out, isBlank) =>
      this.#exports.lw_prepare_drawing(from, side, size, centred ? 1 : 0, out, isBlank),
    );
    return { digit, blank: new Int32Array(blank.buffer)[0] === 1 };
  }

  /**
   * What tells two sets of digits apart, the clearest first, two at most; none where nothing is clear.
   * @param {Numbers} low count x height x width, such as digits drawn with the lowest value of a coordinate
   * @param {Numbers} high the same with the highest
   * @param {number} width
   * @param {number} height
   * @returns {ShapeChange[]}
   */
  clearChanges(low, high, width, height) {
    const [lows, highs] = [floats(low, 'low'), floats(high, 'high')];
    const count = checkRows(lows, undefined, width * height, 'low');
    checkRows(highs, count, width * height, 'high');
    const [rows, found] = this.#core.call([lows, highs], [3 * kMostChanges, 1], (from, to, out, number) =>
      this.#exports.lw_clear_changes(from, to, count, height, width, out, number),
    );
    return Array.from({ length: new Int32Array(found.buffer)[0] }, (_, i) => {
      const [measure, change, clear] = rows.subarray(3 * i);
      return { measure: kMeasures[measure], change, clear };
    });
  }

  /**
   * The digit that is nearest to a picture.
   * @param {Uint8Array} bits digits of one bit a pixel, each of whole bytes
   * @param {Numbers} picture 0 paper to 1 ink
   * @returns {{index: number, distance: number}} distance: squared, summed over the pixels
   */
  nearestDigit(bits, picture) {
    const values = floats(picture, 'picture');
    const bytes = Math.ceil(values.length / 8);
    const count = rowsOf(bits, bytes, 'bits');
    const [index, distance] = this.#core.call([bits, values], [1, 1], (from, to, at, out) =>
      this.#exports.lw_nearest_digit(from, count, to, values.length, at, out),
    );
    return { index: new Uint32Array(index.buffer)[0], distance: distance[0] };
  }

  /**
   * Two densities and the optimal discriminator D* = p / (p + q), over even points from -4 to 4.
   * @param {LineDensity} p
   * @param {LineDensity} q
   * @param {number} [count] the number of points
   * @returns {{x: Float32Array, p: Float32Array, q: Float32Array, best: Float32Array}} best: D*, NaN where both are 0
   */
  lineCurves(p, q, count = 161) {
    checkCount(count, 'count', 2);
    const [rows] = this.#core.call([densitiesIn(p, q)], [4 * count], (pair, out) =>
      this.#exports.lw_line_curves(pair, count, out),
    );
    const row = (i) => rows.subarray(i * count, (i + 1) * count);
    return { x: row(0), p: row(1), q: row(2), best: row(3) };
  }

  /**
   * How far two densities are apart, in nats.
   * @param {LineDensity} p
   * @param {LineDensity} q
   * @returns {{kl: number, reverseKl: number, jsd: number, value: number}} KL(p || q) and KL(q || p), which may be infinite;
   *   the Jensen-Shannon divergence; V(D*, G) = -log 4 + 2 JSD
   */
  divergences(p, q) {
    const [[kl, reverseKl, jsd, value]] = this.#core.call([densitiesIn(p, q)], [4], (pair, out) =>
      this.#exports.lw_divergences(pair, out),
    );
    return { kl, reverseKl, jsd, value };
  }

  /**
   * KL(q(z|x) || p(z)) of each coordinate of a code, in nats; their sum is the KL term of the ELBO.
   * @param {Numbers} mean of one digit, as Model.encodeDistribution gives it
   * @param {Numbers} logVariance
   * @returns {Float32Array} latentDim
   */
  klOfCoordinates(mean, logVariance) {
    const [at, spread] = posteriorIn(mean, logVariance);
    return this.#core.call([at, spread], [at.length], (m, v, out) =>
      this.#exports.lw_kl_of_coordinates(m, v, at.length, out),
    )[0];
  }

  /**
   * Draws of z from a code. Draw i depends only on the seed and i.
   * @param {Numbers} mean
   * @param {Numbers} logVariance
   * @param {number} count
   * @param {{seed?: number | bigint, first?: number}} [options] first: the number of the first draw, 0 unless given
   * @returns {Float32Array} count x latentDim
   */
  posteriorDraws(mean, logVariance, count, { seed = 1, first = 0 } = {}) {
    const [at, spread] = posteriorIn(mean, logVariance);
    checkCount(count, 'count');
    checkCount(first, 'first', 0);
    const halves = seedHalves(seed);
    return this.#core.call([at, spread], [count * at.length], (m, v, out) =>
      this.#exports.lw_posterior_draws(m, v, at.length, ...halves, first, count, out),
    )[0];
  }

  /**
   * What draws of z say of a digit, in nats.
   * @param {Numbers} mean
   * @param {Numbers} logVariance
   * @param {Numbers} draws count x latentDim
   * @param {Numbers} pixels what the draws are decoded to
   * @param {Numbers} digit 0 paper to 1 ink
   * @returns {{reconstruction: Float32Array, logWeights: Float32Array}} log p(x|z), and log p(x|z) + log p(z) - log q(z|x)
   */
  drawTerms(mean, logVariance, draws, pixels, digit) {
    const [at, spread] = posteriorIn(mean, logVariance);
    const [zs, pictures, x] = [floats(draws, 'draws'), floats(pixels, 'pixels'), floats(digit, 'digit')];
    const count = rowsOf(zs, at.length, 'draws');
    checkRows(pictures, count, x.length, 'pixels');
    const [reconstruction, logWeights] = this.#core.call(
      [at, spread, zs, pictures, x],
      [count, count],
      (m, v, z, ...rest) => {
        const [from, target, terms, weights] = rest;
        return this.#exports.lw_draw_terms(m, v, at.length, z, from, count, target, x.length, terms, weights);
      },
    );
    return { reconstruction, logWeights };
  }

  /**
   * The importance-weighted bounds of log p(x) with 1, 4, 16, … draws, as far as the weights reach. With 1 draw it is the
   * ELBO.
   * @param {Numbers} logWeights
   * @returns {Float32Array}
   */
  importanceBounds(logWeights) {
    const weights = floats(logWeights, 'logWeights');
    checkCount(weights.length, 'the number of weights');
    const [bounds, found] = this.#core.call([weights], [kMostBounds, 1], (from, out, number) =>
      this.#exports.lw_importance_bounds(from, weights.length, out, number),
    );
    return bounds.slice(0, new Int32Array(found.buffer)[0]);
  }
}

function posteriorIn(mean, logVariance) {
  const [at, spread] = [floats(mean, 'mean'), floats(logVariance, 'logVariance')];
  checkRows(spread, 1, at.length, 'logVariance');
  return [at, spread];
}

/**
 * A search: draws from the prior first, then an evolution from the best one.
 *
 *   for (let latents; (latents = search.next()); ) search.tell(await model.decode(latents), target);
 *   search.best().latent
 */
export class LatentSearch {
  #core;
  #handle;
  #dim;

  constructor(wasm, handle, dim) {
    this.#core = wasm;
    this.#handle = handle;
    this.#dim = dim;
  }

  /**
   * The latents to draw next, 32 at most; null when the search is done.
   * @returns {Float32Array | null}
   */
  next() {
    const { exports } = this.#core;
    const count = exports.lw_search_count(this.#open());
    if (count === 0) return null;
    return this.#core.call([], [count * this.#dim], (out) => exports.lw_search_ask(this.#handle, out))[0];
  }

  /**
   * Takes the pictures of these latents.
   * @param {Float32Array} pixels
   * @param {Float32Array} target the picture that is looked for
   */
  tell(pixels, target) {
    const { exports } = this.#core;
    checkRows(pixels, exports.lw_search_count(this.#open()), target.length, 'pixels');
    this.#core.call([pixels, target], [], (from, to) => exports.lw_search_tell(this.#handle, from, to, target.length));
  }

  /**
   * @returns {{latent: Float32Array, distance: number}} the best so far; distance: the mean squared difference of a pixel
   */
  best() {
    const [latent, distance] = this.#core.call([], [this.#dim, 1], (out, cost) =>
      this.#core.exports.lw_search_best(this.#open(), out, cost),
    );
    return { latent, distance: distance[0] };
  }

  /** The share that is done, 0 to 1. @returns {number} */
  get progress() {
    return this.#core.exports.lw_search_progress(this.#open());
  }

  /** Gives the search's memory back. */
  close() {
    if (this.#handle !== 0) this.#core.free(this.#handle, 'search');
    this.#handle = 0;
  }

  #open() {
    if (this.#handle === 0) throw new Error('the search is closed: begin another');
    return this.#handle;
  }
}

const kPriors = ['normal', 'uniform', 'categorical'];

/** Blocks as lw_latent_block: two whole numbers and two floats each. */
function blocksIn(blocks) {
  const words = new Uint32Array(4 * blocks.length);
  const bounds = new Float32Array(words.buffer);
  blocks.forEach(({ prior, dim, low = -1, high = 1 }, i) => {
    words.set([kPriors.indexOf(prior), dim], 4 * i);
    bounds.set([low, high], 4 * i + 2);
  });
  return new Uint8Array(words.buffer);
}

// Not limited as samples are: a model's codes may be many.
function rowsOf(values, width, what) {
  checkCount(width, 'the length of a row');
  if (values.length === 0 || values.length % width !== 0)
    throw new Error(`${what} has ${values.length} numbers, expected a multiple of ${width}`);
  return values.length / width;
}

function widthOf(values, rows, what) {
  if (values.length === 0 || values.length % rows !== 0)
    throw new Error(`${what} has ${values.length} numbers, expected ${rows} rows`);
  return values.length / rows;
}

function sideOf(drawing) {
  const side = Math.round(Math.sqrt(drawing.length));
  if (side * side !== drawing.length || side === 0)
    throw new Error(`drawing has ${drawing.length} numbers, expected a square`);
  return side;
}

/** @returns {Int32Array} */
function labelsIn(labels, count) {
  return /** @type {Int32Array} */ (labelArray(labels, count));
}
