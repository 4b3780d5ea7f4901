// A worker's side of a training: a learner that computes its part of each step. Workers share no memory. Each holds the
// same weights, and in each phase of a step they add their gradients along a tree: a worker adds those of its children,
// sends the sum to its parent, and passes the whole sum, which comes back, on to its children.

import { densitiesIn } from '../module/arguments.js';
import { core } from '../module/core.js';

const learnModule = () => new URL('latentwalk-learn.wasm', import.meta.url); // a classic worker learns late where it belongs
const kLineGanPoints = 161;
const encoder = new TextEncoder();
const cString = (text) => (text === null ? null : encoder.encode(`${text}\0`));

/** Answers the messages of a port: {id, call, …} -> {id, value} or {id, error, fatal}. */
export function serve(port) {
  let learner = null;
  let queue = Promise.resolve(); // calls are answered in order, though a step waits for other workers
  port.onmessage = ({ data }) => {
    const { id, call, ...message } = data;
    if (call === 'alive') return port.postMessage({ id });
    queue = queue.then(async () => {
      try {
        if (call === 'create') {
          const Kind = message.line ? WorkingLineGan : WorkingLearner;
          learner = new Kind(await core(message.wasm ?? learnModule()), message);
        }
        const value = call === 'create' ? learner.info() : await learner[call](message);
        port.postMessage({ id, value }, transferable(value));
      } catch (error) {
        port.postMessage({ id, error: error.message, fatal: error.cause instanceof WebAssembly.RuntimeError });
      }
    });
  };
}

const transferable = (value) =>
  [value, ...Object.values(value ?? {})].filter(ArrayBuffer.isView).map(({ buffer }) => buffer);

/** The messages of a port, each to be awaited. */
class Mail {
  #arrived = [];
  #waiting = [];

  constructor(port) {
    this.port = port;
    port.onmessage = ({ data }) => {
      const resume = this.#waiting.shift();
      if (resume) resume(data);
      else this.#arrived.push(data);
    };
  }

  send(gradient) {
    this.port.postMessage(gradient, [gradient.buffer]);
  }

  fail(error) {
    this.port.postMessage({ error });
  }

  /** @returns {Promise<Float32Array>} */
  async next() {
    const data =
      this.#arrived.length > 0 ? this.#arrived.shift() : await new Promise((resume) => this.#waiting.push(resume));
    if (data.error) throw new Error(data.error);
    return data;
  }
}

const kBreath = 500; // ms

function breathe() {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resume(port1.close());
    port2.postMessage(null);
  });
}

class WorkingLearner {
  #core;
  #handle;
  #range; // the shards that this worker computes
  #parent;
  #children;
  #gradient = { pointer: 0, size: 0 };
  #other = { pointer: 0, size: 0 };

  constructor(wasm, { config, preset, patch, digits, worker, workers, parent, children }) {
    const { pixels, labels, count, width, height, depth } = digits;
    const [out] = wasm.call(
      [cString(config), cString(preset), cString(patch), pixels, labels],
      [1],
      (configText, presetText, patchText, pixelBytes, labelBytes, learner) =>
        wasm.exports.lw_learner_create(
          configText,
          presetText,
          patchText,
          pixelBytes,
          depth,
          labelBytes,
          count,
          width,
          height,
          learner,
        ),
    );
    this.#core = wasm;
    [this.#handle] = new Uint32Array(out.buffer);
    const { shards } = this.info();
    if (workers > shards)
      throw new Error(`workers is ${workers}, expected at most one for each of the ${shards} shards of a batch`);
    this.#range = [(worker * shards) / workers, ((worker + 1) * shards) / workers];
    this.#parent = parent && new Mail(parent);
    this.#children = children.map((port) => new Mail(port));
  }

  info() {
    return JSON.parse(this.#core.text(this.#core.exports.lw_learner_info(this.#handle)));
  }

  async step({ count }) {
    const isAlone = !this.#parent && this.#children.length === 0;
    let rest = performance.now();
    for (let i = 0; i < count; i++) {
      if (!isAlone) await this.#sharedStep();
      else this.#run('lw_learner_step', 1);
      if (performance.now() - rest < kBreath) continue;
      await breathe(); // a worker that is asked whether it is there answers
      rest = performance.now();
    }
    const { steps, losses } = this.info();
    return { steps, losses };
  }

  change({ patch }) {
    this.#core.call([cString(patch)], [], (text) => this.#core.exports.lw_learner_change(this.#handle, text));
    return this.info();
  }

  sampleLatents({ seed: [low, high], count }) {
    const { latent_dim: dim } = this.info();
    return this.#core.call([], [count * dim], (latents) =>
      this.#core.exports.lw_learner_sample_latents(this.#handle, low, high, count, latents),
    )[0];
  }

  decode({ latents, count, labels }) {
    const { image_width: width, image_height: height } = this.info();
    return this.#core.call([latents, labels], [count * width * height], (zs, classes, pixels) =>
      this.#core.exports.lw_learner_decode(this.#handle, zs, count, classes, pixels),
    )[0];
  }

  encode({ pixels, count, labels }) {
    const size = count * this.info().latent_dim;
    const [mean, logVariance] = this.#core.call([pixels, labels], [size, size], (xs, classes, means, variances) =>
      this.#core.exports.lw_learner_encode(this.#handle, xs, count, classes, means, variances),
    );
    return { mean, logVariance };
  }

  trouble() {
    return this.#core.text(this.#core.exports.lw_learner_trouble(this.#handle)) || null;
  }

  checkpoint() {
    return this.#bytes('lw_learner_checkpoint');
  }

  restore({ checkpoint }) {
    this.#core.call([checkpoint], [], (bytes) =>
      this.#core.exports.lw_learner_restore(this.#handle, bytes, checkpoint.length),
    );
    return this.info();
  }

  exportModel() {
    return this.#bytes('lw_learner_export');
  }

  #bytes(name) {
    const [pointer, size] = this.#core
      .call([], [1, 1], (bytes, length) => this.#core.exports[name](this.#handle, bytes, length))
      .map(({ buffer }) => new Uint32Array(buffer)[0]);
    return new Uint8Array(this.#core.exports.memory.buffer, pointer, size).slice();
  }

  #run(name, ...values) {
    this.#core.call([], [], () => this.#core.exports[name](this.#handle, ...values));
  }

  async #sharedStep() {
    for (let phase = 0, { phases } = this.info(); phase < phases; phase++) {
      try {
        await this.#phase();
      } catch (error) {
        // The others wait for this worker's gradient or for the sum.
        this.#parent?.fail(error.message);
        this.#children.forEach((child) => child.fail(error.message));
        throw error;
      }
    }
  }

  async #phase() {
    const size = this.#core.exports.lw_learner_gradient_size(this.#handle);
    const sum = this.#room(this.#gradient, size);
    this.#run('lw_learner_gradient', ...this.#range, sum);
    for (const child of this.#children) {
      this.#view(this.#room(this.#other, size), size).set(await child.next());
      this.#run('lw_learner_add', sum, this.#other.pointer);
    }
    if (this.#parent) {
      this.#parent.send(this.#view(sum, size).slice());
      this.#view(sum, size).set(await this.#parent.next());
    }
    this.#children.forEach((child) => child.send(this.#view(sum, size).slice()));
    this.#run('lw_learner_apply', sum);
  }

  // Memory of the module that stays; phases differ in size.
  #room(buffer, size) {
    if (buffer.size >= size) return buffer.pointer;
    if (buffer.pointer) this.#core.exports.free(buffer.pointer);
    Object.assign(buffer, { pointer: this.#core.exports.malloc(4 * size), size });
    if (buffer.pointer === 0) throw new Error(`no memory for a gradient of ${size} numbers: train a smaller network`);
    return buffer.pointer;
  }

  // Made anew each time: the memory may have grown, which detaches older views.
  #view(pointer, size) {
    return new Float32Array(this.#core.exports.memory.buffer, pointer, size);
  }
}

/** A GAN on a line, in one worker. */
class WorkingLineGan {
  #core;
  #handle;
  #steps = 0;

  constructor(wasm, { line: { p, q, trainsGenerator, nonSaturating, seed } }) {
    const [out] = wasm.call([densitiesIn(p, q)], [1], (densities, gan) =>
      wasm.exports.lw_line_gan_create(densities, Number(trainsGenerator), Number(nonSaturating), seed, gan),
    );
    this.#core = wasm;
    [this.#handle] = new Uint32Array(out.buffer);
  }

  info() {
    return { steps: this.#steps };
  }

  step({ count }) {
    this.#core.call([], [], () => this.#core.exports.lw_line_gan_step(this.#handle, count));
    this.#steps += count;
    return this.info();
  }

  curves() {
    const [rows] = this.#core.call([], [3 * kLineGanPoints], (curves) =>
      this.#core.exports.lw_line_gan_curves(this.#handle, curves),
    );
    const row = (i) => rows.slice(i * kLineGanPoints, (i + 1) * kLineGanPoints);
    return { discriminator: row(0), density: row(1), lesson: row(2) };
  }
}
