/**
 * Training in a window, a worker or Node: VAEs and GANs on the processor, in workers of their own.
 *
 *   import { createLearner } from './learn.js';
 *   const learner = await createLearner(config, { pixels, labels, width: 28, height: 28 }, { seed: 1, workers: 2 });
 *   while (learner.steps < 500) await learner.step(10);
 *   const pixels = await learner.sample(await learner.sampleLatents(7, 16));
 *   const model = await loadModel(await learner.exportModel());
 *   learner.close();
 *
 * A training is its configuration, its digits and its seed: the weights after a number of steps are the same bits with 1,
 * 2 or 4 workers, in browsers and in Node.
 */

import { checkCount, floats, labelArray, seedHalves, show } from '../module/arguments.js';
import { LostWorker, makeWorkerHere, Team } from './team.js';

export { createLineGan, LineGan } from './line_gan.js';
export { makeWorkersWith } from './team.js';

/**
 * @typedef {object} Digits
 * @property {Uint8Array} pixels count pictures, row-major, from 0 for paper to 2^depth - 1 for ink. With fewer than 8 bits
 *   a pixel the first one is in a byte's highest bits, and each picture begins with a new byte
 * @property {Uint8Array} labels the class of each picture
 * @property {number} [width] 28 unless given
 * @property {number} [height] 28 unless given
 * @property {1 | 2 | 4 | 8} [depth] bits a pixel, 8 unless given
 */

/**
 * @typedef {object} LearnerInfo
 * @property {string} name
 * @property {'gan' | 'vae'} family
 * @property {number} latent_dim
 * @property {number} class_count
 * @property {number} image_width
 * @property {number} image_height
 * @property {number} digits that it trains on
 * @property {number} steps
 * @property {number} steps_per_epoch
 * @property {number} total_steps in all epochs of the configuration; training may go on
 * @property {Record<string, number>} losses
 * @property {number} shards
 * @property {number} phases
 * @property {any} config
 */

/**
 * @typedef {object} LearnerOptions
 * @property {number} [seed] of weights, order and noise; the configuration's unless given
 * @property {1 | 2 | 4 | 8 | 16} [workers] that share each step, at most one for each shard; 1 unless given
 * @property {string} [preset] of the configuration, 'best' unless given
 * @property {object} [patch] a JSON merge patch of the configuration
 * @property {string | URL | Uint8Array} [wasmUrl] where latentwalk-learn.wasm is; beside this module unless given
 * @property {() => any} [makeWorker] makes a worker that runs learn_worker.js
 */

const kCheckpointTime = 5_000; // ms of training that a lost worker costs at most
const kMostRestarts = 3; // without a step in between

/**
 * Begins a training.
 *
 * @param {object | string} config a configuration (configs/NAME.json) or its text
 * @param {Digits} digits
 * @param {LearnerOptions} [options]
 * @returns {Promise<Learner>}
 */
export async function createLearner(config, digits, options = {}) {
  const { workers = 1, seed, preset = 'best', patch = {}, makeWorker = makeWorkerHere } = options;
  if (![1, 2, 4, 8, 16].includes(workers)) throw new Error(`workers is ${show(workers)}, expected 1, 2, 4, 8 or 16`);
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0))
    throw new Error(`seed is ${show(seed)}, expected a whole number from 0 to 2^53 - 1`);
  const { wasmUrl } = options;
  const whole = seed === undefined ? patch : { ...patch, training: { ...patch.training, seed } };
  const learner = new Learner(makeWorker, workers, {
    wasm: wasmUrl === undefined || ArrayBuffer.isView(wasmUrl) ? wasmUrl : String(wasmUrl),
    config: typeof config === 'string' ? config : JSON.stringify(config),
    preset,
    patch: JSON.stringify(whole),
    digits: checkDigits(digits),
  });
  try {
    await learner.start();
  } catch (error) {
    learner.close();
    throw error;
  }
  return learner;
}

/** @param {Digits} digits */
function checkDigits({ pixels, labels, width = 28, height = 28, depth = 8 }) {
  if (!(pixels instanceof Uint8Array)) throw new Error(`digits.pixels is ${show(pixels)}, expected a Uint8Array`);
  if (!(labels instanceof Uint8Array)) throw new Error(`digits.labels is ${show(labels)}, expected a Uint8Array`);
  if (![1, 2, 4, 8].includes(depth)) throw new Error(`digits.depth is ${show(depth)}, expected 1, 2, 4 or 8`);
  checkCount(width, 'digits.width');
  checkCount(height, 'digits.height');
  checkCount(labels.length, 'the number of digits');
  const bytes = Math.ceil((width * height * depth) / 8);
  if (pixels.length !== labels.length * bytes) {
    const wanted = `${labels.length} pictures of ${bytes} bytes`;
    throw new Error(`digits.pixels has ${pixels.length} bytes, expected ${wanted} = ${labels.length * bytes}`);
  }
  return { pixels, labels, count: labels.length, width, height, depth };
}

/** A training in its workers. Made by createLearner; close() ends them. */
export class Learner {
  #makeWorker;
  #workerCount;
  #creation;
  #team = null;
  #info;
  #changes = []; // JSON texts of patches, in order
  #checkpoint = null; // the state that lost workers are restored from
  #checkpointTime = 0;
  #restarts = 0;
  #queue = Promise.resolve(); // one call at a time
  #isClosed = false;

  constructor(makeWorker, workerCount, creation) {
    this.#makeWorker = makeWorker;
    this.#workerCount = workerCount;
    this.#creation = creation;
  }

  async start() {
    this.#team = new Team(this.#makeWorker, this.#workerCount);
    this.#info = Object.freeze(await this.#team.create(this.#creation));
  }

  /** @returns {Readonly<LearnerInfo>} */
  get info() {
    return this.#info;
  }

  /**
   * Steps since the beginning of the training.
   * @returns {number}
   */
  get steps() {
    return this.#info.steps;
  }

  /**
   * The named losses of the last step: loss, reconstruction and kl of a VAE; d_loss, d_real, d_fake and g_loss of a GAN.
   * @returns {Readonly<Record<string, number>>}
   */
  get losses() {
    return this.#info.losses;
  }

  /**
   * Trains `count` batches.
   *
   * @param {number} [count]
   * @returns {Promise<Readonly<Record<string, number>>>} the losses of the last of them
   */
  async step(count = 1) {
    checkCount(count, 'count');
    return this.#enqueue(async () => {
      const target = this.#info.steps + count;
      await this.#surely(async () => {
        if (this.#info.steps < target) await this.#train(target - this.#info.steps);
      });
      return this.losses;
    });
  }

  /**
   * Pictures of latents, drawn with the present weights.
   *
   * @param {Float32Array | ArrayLike<number>} latents count x latent_dim
   * @param {{classLabels?: ArrayLike<number>}} [options] one label a sample for conditional models
   * @returns {Promise<Float32Array>} count x image_height x image_width, 0 paper to 1 ink
   */
  async sample(latents, { classLabels } = {}) {
    const values = floats(latents, 'latents');
    const count = rowsOf(values, this.#info.latent_dim, 'latents');
    return this.#ask('decode', { latents: values, count, labels: labelArray(classLabels, count) });
  }

  /**
   * Latents drawn from the model's prior, as loadModel's model draws them.
   *
   * @param {number | bigint} seed
   * @param {number} count
   * @returns {Promise<Float32Array>} count x latent_dim
   */
  async sampleLatents(seed, count) {
    checkCount(count, 'count');
    return this.#ask('sampleLatents', { seed: seedHalves(seed), count });
  }

  /**
   * The codes of pictures. Only VAEs can.
   *
   * @param {Float32Array | ArrayLike<number>} pixels count x image_height x image_width, 0 paper to 1 ink
   * @param {{classLabels?: ArrayLike<number>}} [options]
   * @returns {Promise<{mean: Float32Array, logVariance: Float32Array}>} both count x latent_dim
   */
  async encode(pixels, { classLabels } = {}) {
    const values = floats(pixels, 'pixels');
    const count = rowsOf(values, this.#info.image_width * this.#info.image_height, 'pixels');
    return this.#ask('encode', { pixels: values, count, labels: labelArray(classLabels, count) });
  }

  /**
   * What spoils the training after the last step, null before step 100: a VAE's KL divergence is below 1 nat
   * (posterior_collapse); a GAN draws nearly the same picture for all latents (mode_collapse); its discriminator is sure of
   * every image (discriminator_wins).
   * @returns {Promise<'posterior_collapse' | 'mode_collapse' | 'discriminator_wins' | null>}
   */
  async trouble() {
    return this.#ask('trouble');
  }

  /**
   * Changes settings between two steps.
   *
   * @param {{lr?: number | Record<string, number>, klWeight?: number, patch?: object}} settings lr: one learning rate for
   *   all networks, or one for each named network; klWeight: of a VAE; patch: a JSON merge patch of the configuration
   */
  async set({ lr, klWeight, patch = {} }) {
    /** @type {any} */
    const whole = structuredClone(patch);
    const networks = Object.keys(this.#info.config.training.optimisers);
    const rates = typeof lr === 'object' ? lr : Object.fromEntries(networks.map((name) => [name, lr]));
    for (const [name, rate] of Object.entries(lr === undefined ? {} : rates)) {
      whole.training ??= {};
      whole.training.optimisers = { ...whole.training.optimisers, [name]: { lr: rate } };
    }
    if (klWeight !== undefined) whole.objective = { ...whole.objective, kl_weight: klWeight };
    const text = JSON.stringify(whole);
    await this.#enqueue(() =>
      this.#surely(async () => {
        this.#take(await this.#team.all('change', { patch: text }));
        this.#changes.push(text);
        await this.#keepCheckpoint();
      }),
    );
  }

  /**
   * The whole state of the training but its digits.
   * @returns {Promise<Uint8Array>}
   */
  async checkpoint() {
    return this.#ask('checkpoint');
  }

  /**
   * Continues from a checkpoint of a training with the same configuration and digits.
   * @param {Uint8Array} checkpoint
   */
  async restore(checkpoint) {
    await this.#enqueue(() =>
      this.#surely(async () => {
        this.#take(await this.#team.all('restore', { checkpoint }));
        this.#checkpoint = checkpoint.slice();
      }),
    );
  }

  /**
   * A model file, which loadModel and the programs open.
   * @returns {Promise<Uint8Array>}
   */
  async exportModel() {
    return this.#ask('exportModel');
  }

  /** Ends the workers. Calls that are not done fail. Closing twice does nothing. */
  close() {
    this.#isClosed = true;
    this.#team?.end(new Error('the learner is closed'));
  }

  #ask(call, message = {}) {
    return this.#enqueue(() => this.#surely(() => this.#team.first(call, message)));
  }

  #enqueue(work) {
    const done = this.#queue.then(() => {
      if (this.#isClosed) throw new Error('the learner is closed: create another to go on');
      return work();
    });
    this.#queue = done.then(
      () => {},
      () => {},
    );
    return done;
  }

  async #train(count) {
    this.#take(await this.#team.all('step', { count }));
    this.#restarts = 0;
    if (performance.now() - this.#checkpointTime > kCheckpointTime) await this.#keepCheckpoint();
  }

  #take(part) {
    this.#info = Object.freeze({ ...this.#info, ...part });
  }

  async #keepCheckpoint() {
    this.#checkpoint = await this.#team.first('checkpoint');
    this.#checkpointTime = performance.now();
  }

  // Does the work, after a lost worker once more with new ones.
  async #surely(work) {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof LostWorker) || this.#isClosed || ++this.#restarts > kMostRestarts) throw error;
        await this.#restart();
      }
    }
  }

  async #restart() {
    this.#team.end(new Error('a worker was lost'));
    await this.start();
    for (const patch of this.#changes) this.#take(await this.#team.all('change', { patch }));
    if (this.#checkpoint) this.#take(await this.#team.all('restore', { checkpoint: this.#checkpoint }));
  }
}

function rowsOf(values, width, what) {
  if (values.length === 0 || values.length % width !== 0)
    throw new Error(`${what} has ${values.length} numbers, expected a multiple of ${width}`);
  return values.length / width;
}
