// @ts-check
/**
 * latentwalk: generative models of handwritten digits, in a window, a worker or Node.
 *
 *   import { loadModel } from './latentwalk.js';
 *   const model = await loadModel('models/conv-vae.safetensors');
 *   const latents = await model.sampleLatents(7, 64);  // seed, count
 *   const pixels = await model.decode(latents, 64);    // 64 pictures, row-major, 0 paper to 1 ink
 *   model.close();
 *
 * Every method that computes returns a promise. What goes wrong is a JavaScript Error with one line that says what was
 * expected and what was found. Nothing here needs eval, special headers, or a place on the server.
 */

import { checkCount, checkRows, floats, labelArray, seedHalves, show } from './arguments.js';
import { core } from './core.js';
import { nameOf, readBytes } from './bytes.js';
import { wasmModule } from './wasm_module.js';

/**
 * @typedef {object} LatentBlock one part of the latent vector and the prior it is drawn from
 * @property {string} name
 * @property {'normal' | 'uniform' | 'categorical'} prior
 * @property {number} dim
 * @property {number} [low] uniform only
 * @property {number} [high] uniform only
 */

/**
 * @typedef {object} ModelInfo what the model file says of itself
 * @property {string} name
 * @property {string} description
 * @property {'gan' | 'vae'} family
 * @property {LatentBlock[]} latent
 * @property {number} class_count 0 for an unconditional model
 * @property {string[]} classes the names of the classes by label; empty where they have none
 * @property {boolean} has_encoder
 * @property {string} storage 'F32', 'F16' or 'I8'
 * @property {Record<string, string>} training facts about the training run
 * @property {number} selftest_error the largest difference when the file's own pictures were drawn again at loading
 * @property {number} parameter_count
 * @property {LayerOutput[]} decoder_layers layers of the generator or decoder whose outputs decoderActivations gives
 * @property {LayerOutput[]} encoder_layers the same for encoderActivations; empty without an encoder
 */

/**
 * @typedef {object} LayerOutput
 * @property {number} layer the layer's index in its network
 * @property {string} type of the layer, such as 'relu': a linear layer or convolution before it has no output of its own
 * @property {number[]} shape of the output, such as [channels, height, width]
 * @property {string[]} steps the types of all layers from the one before on, such as ['conv2d', 'relu']
 */

/**
 * @typedef {object} LoadOptions
 * @property {string | URL} [wasmUrl] where latentwalk.wasm is; beside this module unless given, and in the npm package inside it
 * @property {string} [name] opens the error messages; the file's name unless given
 * @property {(loaded: number, total: number) => void} [onProgress] bytes so far and in all (0 where not known)
 * @property {AbortSignal} [signal] gives up the download
 * @property {WebAssembly.Module} [module] instead of wasmUrl: the module, compiled already
 * @property {import('./crew.js').Crew} [crew] workers that decode a part of every batch
 */

/**
 * Loads a model file and replays its self-test.
 *
 * @param {string | URL | ArrayBuffer | ArrayBufferView} source the file's address, its path (Node), or its bytes
 * @param {LoadOptions} [options]
 * @returns {Promise<Model>}
 */
export async function loadModel(source, options = {}) {
  const name = options.name ?? nameOf(source);
  // Both at once: the module is small, and on a first visit neither is in the cache.
  const [bytes, wasm] = await Promise.all([
    readBytes(source, name, options),
    core(options.wasmUrl ?? wasmModule(), options.module),
  ]);
  const handle = wasm.load(bytes, name);
  return new Model(wasm, handle, options.crew, options.crew?.share(wasm.module, bytes, name));
}

/** A loaded model. Made by loadModel; close() gives its memory back. */
export class Model {
  #core;
  #handle;
  #info;
  #latentDim;
  #classCount;
  #imageWidth;
  #imageHeight;
  #crew;
  #shared; // the model's number in the crew

  constructor(wasm, handle, crew, shared) {
    const { exports } = wasm;
    this.#core = wasm;
    this.#handle = handle;
    this.#crew = crew;
    this.#shared = shared;
    this.#info = deepFreeze(JSON.parse(wasm.text(exports.lw_model_info(handle))));
    this.#latentDim = exports.lw_model_latent_dim(handle);
    this.#classCount = exports.lw_model_class_count(handle);
    this.#imageWidth = exports.lw_model_image_width(handle);
    this.#imageHeight = exports.lw_model_image_height(handle);
  }

  /** @returns {Readonly<ModelInfo>} */
  get info() {
    return this.#info;
  }

  /**
   * Numbers in a latent vector: what the model turns into one picture.
   * @returns {number}
   */
  get latentDim() {
    return this.#latentDim;
  }

  /**
   * 0 for an unconditional model.
   * @returns {number}
   */
  get classCount() {
    return this.#classCount;
  }

  /** @returns {number} */
  get imageWidth() {
    return this.#imageWidth;
  }

  /** @returns {number} */
  get imageHeight() {
    return this.#imageHeight;
  }

  /**
   * Whether the file holds a fitted prior: a mixture of normals, fitted to the codes of the training digits.
   * @returns {boolean}
   */
  get hasFittedPrior() {
    return this.#core.exports.lw_model_has_fitted_prior(this.#open()) === 1;
  }

  /**
   * Latents drawn from the prior that the model was trained with, or from the fitted one. The same seed gives the same
   * numbers on every machine, and the first ones do not depend on how many are drawn.
   *
   * @param {number | bigint} seed a whole number from 0
   * @param {number} count
   * @param {{prior?: 'standard' | 'fitted', classLabels?: ArrayLike<number>}} [options] classLabels: only for the fitted
   *   prior of a conditional model, which depends on the class; the classes in turn unless given
   * @returns {Promise<Float32Array>} count x latentDim
   */
  async sampleLatents(seed, count, { prior = 'standard', classLabels } = {}) {
    const handle = this.#open();
    const [low, high] = seedHalves(seed);
    checkCount(count, 'count');
    const fitted = isFitted(prior);
    const { exports } = this.#core;
    return this.#core.call([fitted ? labelArray(classLabels, count) : null], [count * this.#latentDim], (labels, to) =>
      fitted
        ? exports.lw_sample_fitted(handle, low, high, count, labels, to)
        : exports.lw_sample_latents(handle, low, high, count, to),
    )[0];
  }

  /**
   * Turns latents into pictures.
   *
   * @param {Float32Array | ArrayLike<number>} latents count x latentDim
   * @param {number} [count] as many as latents has unless given
   * @param {{classLabels?: ArrayLike<number>, classWeights?: Float32Array | ArrayLike<number>}} [options] classLabels: one
   *   integer a sample from 0 to classCount - 1; or classWeights: count x classCount, for what lies between the classes.
   *   Conditional models need the one or the other, others refuse both
   * @returns {Promise<Float32Array>} count x imageHeight x imageWidth, row-major, 0 paper to 1 ink
   */
  async decode(latents, count, { classLabels, classWeights } = {}) {
    this.#open();
    const values = floats(latents, 'latents');
    const rows = checkRows(values, count, this.#latentDim, 'latents');
    const labels = labelArray(classLabels, rows);
    const weights = classWeights === undefined ? null : floats(classWeights, 'classWeights');
    if (weights && this.#classCount > 0) checkRows(weights, rows, this.#classCount, 'classWeights');
    const cut = (array, width, first, size) => array?.subarray(first * width, (first + size) * width) ?? null;
    const partOf = (first, size) => ({
      values: cut(values, this.#latentDim, first, size),
      labels: cut(labels, 1, first, size),
      weights: this.#classCount > 0 ? cut(weights, this.#classCount, first, size) : weights,
    });
    const decodeHere = (first, size) => this.#decode(partOf(first, size), size);
    if (!this.#crew) return decodeHere(0, rows);
    const messageOf = (first, size) => {
      const part = partOf(first, size);
      const options = { classLabels: part.labels ?? undefined, classWeights: part.weights ?? undefined };
      return { latents: part.values?.slice(), options };
    };
    return this.#crew.decode(this.#shared, rows, messageOf, decodeHere);
  }

  #decode({ values, labels, weights }, count) {
    const handle = this.#open();
    const { exports } = this.#core;
    return this.#core.call(
      [values, weights ?? labels],
      [count * this.#imageHeight * this.#imageWidth],
      (zs, classes, pixels) =>
        weights
          ? exports.lw_decode_blend(handle, zs, count, classes, pixels)
          : exports.lw_decode(handle, zs, count, classes, pixels),
    )[0];
  }

  /**
   * Turns pictures into latents, so that decode draws them again. Only models with an encoder (VAEs) can.
   *
   * @param {Float32Array | ArrayLike<number>} pixels count x imageHeight x imageWidth, 0 paper to 1 ink
   * @param {number} [count]
   * @param {{classLabels?: ArrayLike<number>}} [options]
   * @returns {Promise<Float32Array>} the means of the codes, count x latentDim
   */
  async encode(pixels, count, options = {}) {
    return (await this.encodeDistribution(pixels, count, options)).mean;
  }

  /**
   * Like encode, with the whole normal distribution of each code.
   *
   * @param {Float32Array | ArrayLike<number>} pixels count x imageHeight x imageWidth, 0 paper to 1 ink
   * @param {number} [count]
   * @param {{classLabels?: ArrayLike<number>}} [options]
   * @returns {Promise<{mean: Float32Array, logVariance: Float32Array}>} both count x latentDim
   */
  async encodeDistribution(pixels, count, { classLabels } = {}) {
    const handle = this.#open();
    const values = floats(pixels, 'pixels');
    const rows = checkRows(values, count, this.#imageHeight * this.#imageWidth, 'pixels');
    const labels = labelArray(classLabels, rows);
    const { exports } = this.#core;
    const size = rows * this.#latentDim;
    const [mean, logVariance] = this.#core.call([values, labels], [size, size], (xs, ls, means, logVariances) =>
      exports.lw_encode(handle, xs, rows, ls, means, logVariances),
    );
    return { mean, logVariance };
  }

  /**
   * The outputs of layers of the generator or decoder for one latent.
   *
   * @param {Float32Array | ArrayLike<number>} latent latentDim numbers
   * @param {{layers?: number[], classLabel?: number}} [options] layers: indexes out of info.decoder_layers in rising order,
   *   all of them unless given; classLabel: for conditional models
   * @returns {Promise<Float32Array[]>} one array for each layer, row-major in its shape
   */
  async decoderActivations(latent, options = {}) {
    return this.#activations('decoder', checkedRow(latent, this.#latentDim, 'latent'), options);
  }

  /**
   * The outputs of layers of the encoder for one picture. Only models with an encoder (VAEs) can.
   *
   * @param {Float32Array | ArrayLike<number>} pixels imageHeight x imageWidth, 0 paper to 1 ink
   * @param {{layers?: number[], classLabel?: number}} [options] layers: out of info.encoder_layers
   * @returns {Promise<Float32Array[]>}
   */
  async encoderActivations(pixels, options = {}) {
    return this.#activations('encoder', checkedRow(pixels, this.#imageHeight * this.#imageWidth, 'pixels'), options);
  }

  /** @param {'decoder' | 'encoder'} network @param {Float32Array} values @param {{layers?: number[], classLabel?: number}} options */
  #activations(network, values, { layers, classLabel }) {
    const handle = this.#open();
    const known = this.#info[`${network}_layers`];
    const chosen = Uint32Array.from(layers ?? known.map(({ layer }) => layer));
    // The core names a layer that there is not; until then it has no size.
    const sizes = Array.from(chosen, (index) =>
      (known.find(({ layer }) => layer === index)?.shape ?? []).reduce((size, axis) => size * axis, 1),
    );
    const label = labelArray(classLabel === undefined ? undefined : [classLabel], 1);
    const whole = sizes.reduce((sum, size) => sum + size, 0);
    const [outputs] = this.#core.call([values, label, chosen], [whole], (input, labels, indexes, to) =>
      this.#core.exports[`lw_${network}_activations`](handle, input, labels, indexes, chosen.length, to),
    );
    let end = 0;
    return sizes.map((size) => outputs.slice(end, (end += size)));
  }

  /**
   * The latents of a walk from station to station.
   *
   * @param {Float32Array | ArrayLike<number>} stations at least two latents, one after the other
   * @param {{frames?: number, interpolation?: 'slerp' | 'lerp', loop?: boolean, prior?: 'standard' | 'fitted', classLabels?: ArrayLike<number>}} [options]
   *   frames: points for each leg with both its ends, at least 2; loop: a last leg leads back to the first station;
   *   prior: fitted keeps the way among likely codes; classLabels: of the stations, as in sampleLatents
   * @returns {Promise<Float32Array>} ((stations - 1) x (frames - 1) + 1) x latentDim, or with loop
   *   (stations x (frames - 1)) x latentDim
   */
  async walk(stations, { frames = 60, interpolation = 'slerp', loop = false, prior = 'standard', classLabels } = {}) {
    const handle = this.#open();
    const values = floats(stations, 'stations');
    const count = checkRows(values, undefined, this.#latentDim, 'stations');
    if (count < 2) throw new Error(`stations has ${count} latent, expected at least 2`);
    checkCount(frames, 'frames', 2);
    if (interpolation !== 'slerp' && interpolation !== 'lerp') {
      throw new Error(`interpolation is ${show(interpolation)}, expected 'slerp' or 'lerp'`);
    }
    const { exports } = this.#core;
    const size = exports.lw_walk_length(count, frames, loop ? 1 : 0) * this.#latentDim;
    const fitted = isFitted(prior);
    const [round, back] = [interpolation === 'slerp' ? 1 : 0, loop ? 1 : 0];
    return this.#core.call([values, fitted ? labelArray(classLabels, count) : null], [size], (from, labels, to) =>
      fitted
        ? exports.lw_walk_fitted(handle, from, count, labels, frames, round, back, to)
        : exports.lw_walk(handle, from, count, frames, round, back, to),
    )[0];
  }

  /**
   * Plans a drift: for each latent a closed path among points that are as likely under its prior.
   *
   * @param {Float32Array | ArrayLike<number>} latents count x latentDim, drawn from the prior
   * @param {{seed?: number | bigint, prior?: 'standard' | 'fitted', classLabels?: ArrayLike<number>}} [options] prior and
   *   classLabels: as in sampleLatents
   * @returns {Promise<{orbits: Float32Array, periods: Float32Array}>} what Explore.driftPoints takes; periods: the seconds
   *   of each path
   */
  async drift(latents, { seed = 1, prior = 'standard', classLabels } = {}) {
    const handle = this.#open();
    const values = floats(latents, 'latents');
    const count = checkRows(values, undefined, this.#latentDim, 'latents');
    const halves = seedHalves(seed);
    const fitted = isFitted(prior);
    const { exports } = this.#core;
    const [orbits, periods] = this.#core.call(
      [values, fitted ? labelArray(classLabels, count) : null],
      [3 * values.length, count],
      (from, labels, paths, seconds) =>
        exports.lw_drift(handle, from, count, ...halves, fitted ? 1 : 0, labels, paths, seconds),
    );
    return { orbits, periods };
  }

  /** Gives the model's memory back; the model cannot be used afterwards. Closing twice does nothing. */
  close() {
    if (this.#handle === 0) return;
    this.#crew?.forget(this.#shared);
    this.#core.free(this.#handle);
    this.#handle = 0;
  }

  #open() {
    if (this.#handle === 0) throw new Error(`the model ${this.#info.name} is closed: load it again to use it`);
    return this.#handle;
  }
}

function checkedRow(values, width, what) {
  const row = floats(values, what);
  checkRows(row, 1, width, what);
  return row;
}

function isFitted(prior) {
  if (prior !== 'standard' && prior !== 'fitted') {
    throw new Error(`prior is ${show(prior)}, expected 'standard' or 'fitted'`);
  }
  return prior === 'fitted';
}

function deepFreeze(value) {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
