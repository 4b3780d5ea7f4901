// @ts-check
/**
 * A classifier that reads digits, so that what a picture shows can be said in words.
 *
 *   const reader = await loadClassifier('data/digit-classifier.safetensors');
 *   const probabilities = await reader.read(pixels, 1); // ten numbers that sum to 1
 *   reader.close();
 */

import { core } from './core.js';
import { nameOf, readBytes } from './bytes.js';

/**
 * @param {string | URL | ArrayBuffer | ArrayBufferView} source
 * @param {import('./latentwalk.js').LoadOptions} [options]
 * @returns {Promise<Classifier>}
 */
export async function loadClassifier(source, options = {}) {
  const name = options.name ?? nameOf(source);
  const [bytes, wasm] = await Promise.all([
    readBytes(source, name, options),
    core(options.wasmUrl ?? new URL('latentwalk.wasm', import.meta.url)),
  ]);
  return new Classifier(wasm, wasm.load(bytes, name, 'classifier'));
}

/** A loaded classifier; close() gives its memory back. */
export class Classifier {
  #core;
  #handle;

  constructor(wasm, handle) {
    this.#core = wasm;
    this.#handle = handle;
    const { exports } = wasm;
    this.imageWidth = exports.lw_classifier_image_width(handle);
    this.imageHeight = exports.lw_classifier_image_height(handle);
    this.classCount = exports.lw_classifier_class_count(handle);
  }

  /**
   * @param {Float32Array} pixels count x imageHeight x imageWidth, 0 paper to 1 ink
   * @param {number} count
   * @returns {Promise<Float32Array>} count x classCount, each row sums to 1
   */
  async read(pixels, count) {
    if (this.#handle === 0) throw new Error('the classifier is closed: load it again to use it');
    const size = this.imageWidth * this.imageHeight;
    if (!(pixels instanceof Float32Array) || !Number.isInteger(count) || count < 1 || pixels.length !== count * size) {
      throw new Error(`pixels has ${pixels?.length} numbers, expected ${count} x ${size} in a Float32Array`);
    }
    return this.#core.call([pixels], [count * this.classCount], (xs, out) =>
      this.#core.exports.lw_classify(this.#handle, xs, count, out),
    )[0];
  }

  close() {
    if (this.#handle !== 0) this.#core.free(this.#handle, 'classifier');
    this.#handle = 0;
  }
}
