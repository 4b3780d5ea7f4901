// The code that a VAE gives a digit: the digit drawn back from it, its numbers, and digits from around it.

import { modelUrl } from '../../../engine/client/site_urls.js';
import { wholeAnswer } from '../../../engine/client/whole_answer.js';
import { el } from '../../dom/dom.js';
import * as text from '../../words/text.js';
import { codeChart } from './code_chart.js';
import { differenceOf, figure } from './figure.js';
import { Sheet } from './sheet.js';

const kNeighbours = 8;

export class CodePanel {
  #host;
  #drawnBack = figure(text.labels.drawnBack);
  #chart = codeChart();
  #neighbours = new Sheet({ count: kNeighbours, columns: kNeighbours, label: text.labels.neighbours });
  #neighbourhood;

  /** @param {import('../view.js').Host} host */
  constructor(host) {
    this.#host = host;
    const caption = el('figcaption', {}, text.labels.neighbourhood);
    this.#neighbourhood = el('figure', { class: 'neighbours' }, caption, this.#neighbours.root);
  }

  /** The digit drawn back from its code. */
  get picture() {
    return this.#drawnBack.root;
  }

  /** What else there is of the code. */
  get details() {
    return [this.#chart.root, this.#neighbourhood];
  }

  hide(isHidden = true) {
    for (const part of [this.picture, ...this.details]) part.hidden = isHidden;
  }

  /**
   * @param {{pixels: Float32Array, label: number | null}} given
   * @param {number | null} digit the class that is asked for, where the model has classes; the digit's label unless given
   * @param {() => boolean} isCurrent
   * @returns {Promise<{back: Float32Array | null, sentence: string}>} the digit drawn back, and what there is to see
   */
  async show({ pixels, label }, digit, isCurrent) {
    const nothing = { back: null, sentence: '' };
    const vae = this.#vae();
    this.hide(!vae);
    if (!vae) return nothing;
    await this.#host.open(vae);
    const url = modelUrl(this.#host.assets, vae);
    const labelsFor = (count) => (vae.class_count > 0 ? new Array(count).fill(digit ?? label ?? 0) : undefined);
    const code = await wholeAnswer(this.#host.engine, { kind: 'encode', url, pixels, labels: labelsFor(1) });
    if (!isCurrent()) return nothing;
    this.#drawnBack.show(code.pixels, text.labels.backBy(vae.title, differenceOf(pixels, code.pixels)));
    this.#chart.show(code.mean, code.logVariance);
    await this.#showNeighbours(url, code.mean, labelsFor(kNeighbours), isCurrent);
    return { back: code.pixels, sentence: text.seenOnDraw(vae, code.logVariance) };
  }

  repaint() {
    this.#drawnBack.repaint();
    this.#neighbours.repaint();
  }

  /** The chosen model where it has an encoder, else one that has. */
  #vae() {
    const { model, manifest } = this.#host;
    return model.has_encoder ? model : manifest.models.find((one) => one.has_encoder && one.class_count === 0);
  }

  // Fresh draws from a little around the code: what the VAE holds to be nearly the same.
  async #showNeighbours(url, mean, labels, isCurrent) {
    const { engine } = this.#host;
    const stations = Array.from({ length: kNeighbours }, (_, index) => ({ seed: 1, index }));
    const { latents } = await wholeAnswer(engine, { kind: 'latents', url, stations });
    const near = latents.map((value, i) => mean[i % mean.length] + 0.5 * value);
    this.#neighbours.name((i) => text.labels.neighbour(i), 28, 28);
    const message = { kind: 'decode', channel: 'stage', url, latents: near, labels };
    await engine.request(message, ({ first, pixels }) => isCurrent() && this.#neighbours.add(first, pixels, false));
  }
}
