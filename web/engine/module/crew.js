// Several workers on one batch, without shared memory and hence without special headers: each has an instance and a model
// of its own, made from the one module that the first of them compiled. Messages go through ports that the page's side
// (engine.js) laid between the workers.
//
//   {module, model, bytes, name}                      to a helper: load this model   -> {model, ready} or {model, error}
//   {call, model, latents, count, options}            decode these latents           -> {call, pixels} or {call, error}
//   {model, close: true}                              forget the model

import { loadModel } from './latentwalk.js';

/** A helper's side: does what comes through the port. */
export function help(port) {
  const models = new Map(); // number -> promise of a model
  port.onmessage = async ({ data: { module, model, bytes, name, call, latents, count, options, close } }) => {
    try {
      if (close) {
        (await models.get(model))?.close();
        models.delete(model);
      } else if (call === undefined) {
        models.set(model, loadModel(bytes, { name, module }));
        await models.get(model);
        port.postMessage({ model, ready: true });
      } else {
        const pixels = await (await models.get(model)).decode(latents, count, options);
        port.postMessage({ call, pixels }, [pixels.buffer]);
      }
    } catch (error) {
      port.postMessage({ model, call, error: error.message });
    }
  };
}

/** The first worker's side: its helpers, and which models each of them has loaded. */
export class Crew {
  #helpers = [];
  #models = new Map(); // number -> {module, bytes, name}
  #calls = new Map(); // number -> {resolve, reject}
  #nextModel = 1;
  #nextCall = 1;

  add(port) {
    const helper = { port, ready: new Set() };
    port.onmessage = ({ data: { model, ready, call, pixels, error } }) => {
      if (ready) helper.ready.add(model);
      if (call === undefined) return; // a model that a helper cannot load is drawn without it
      const { resolve, reject } = this.#calls.get(call);
      this.#calls.delete(call);
      if (error === undefined) resolve(pixels);
      else reject(new Error(error));
    };
    this.#helpers.push(helper);
    for (const [model, made] of this.#models) port.postMessage({ model, ...made });
  }

  /** Has every helper load the model too; the number that comes back stands for it. */
  share(module, bytes, name) {
    const model = this.#nextModel++;
    const made = { module, bytes, name };
    this.#models.set(model, made);
    for (const { port } of this.#helpers) port.postMessage({ model, ...made });
    return model;
  }

  forget(model) {
    this.#models.delete(model);
    for (const { port, ready } of this.#helpers) {
      ready.delete(model);
      port.postMessage({ model, close: true });
    }
  }

  /**
   * Decodes `count` samples, an even part on each worker that has the model.
   * @param {number} model
   * @param {number} count
   * @param {(first: number, size: number) => {latents: Float32Array, options: object}} partOf
   * @param {(first: number, size: number) => Float32Array} decodeHere
   * @returns {Promise<Float32Array>}
   */
  async decode(model, count, partOf, decodeHere) {
    const helpers = this.#helpers.filter(({ ready }) => ready.has(model));
    const workers = Math.min(helpers.length + 1, count);
    const begin = (worker) => Math.floor((worker * count) / workers);
    const asked = [];
    for (let worker = 1; worker < workers; worker++) {
      const first = begin(worker);
      const size = begin(worker + 1) - first;
      const call = this.#nextCall++;
      const answer = new Promise((resolve, reject) => this.#calls.set(call, { resolve, reject }));
      answer.catch(() => {}); // where this worker fails first, nobody waits for the others
      helpers[worker - 1].port.postMessage({ call, model, count: size, ...partOf(first, size) });
      asked.push({ first, size, answer });
    }
    const start = decodeHere(0, begin(1));
    if (workers === 1) return start;
    const pixels = new Float32Array((start.length / begin(1)) * count);
    pixels.set(start);
    for (const { first, size, answer } of asked) {
      const part = await answer.catch(() => decodeHere(first, size)); // a helper that failed: here, with the right message
      pixels.set(part, (pixels.length / count) * first);
    }
    return pixels;
  }
}
