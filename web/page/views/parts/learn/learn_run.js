// One training of the view Learn: its learner, the sheet that it draws, its losses and, where it has two latent numbers,
// the places of real digits.

import { el } from '../../../dom/dom.js';
import * as text from '../../../words/text.js';
import { LearnMap } from './learn_map.js';
import { learnerOf, settingsOf } from './learner.js';
import { LossHistory } from './loss_history.js';
import { LossPlot } from '../loss_plot.js';
import { readDigits } from '../read_digits.js';
import { Sheet } from '../sheet.js';
import { pixelsOf } from './training_digits.js';

const kDigits = 36; // on the sheet

export class LearnRun {
  #host;
  #config = null;
  #making = null; // promise of the learner
  #beginning = 0; // counts trainings
  #made = null; // once it is there
  #latents = null;
  #seenPixels = null;
  #losses = new LossHistory();
  #sheet;
  #plot;
  #map = new LearnMap();
  #caption = el('p', { class: 'run-caption' });
  labels; // of the sheet's digits, for a conditional model
  seconds = 0; // of training
  error = ''; // why it stopped
  root;

  /**
   * @param {import('../../view.js').Host} host
   * @param {{columns: number, onPick: (run: LearnRun, i: number) => void}} settings
   */
  constructor(host, { columns, onPick }) {
    this.#host = host;
    this.#plot = new LossPlot(host, () => {}, text.labels.stepAxis, text.labels.lossOfStep);
    const label = text.labels.learnSheet;
    this.#sheet = new Sheet({ count: kDigits, columns, label, onPick: (i) => onPick(this, i) });
    this.#sheet.name((i) => text.labels.learnDigit(i), 28, 28);
    const slot = el('div', { class: 'learn-sheet' }, this.#sheet.root);
    const pictures = el('div', { class: 'learn-pictures' }, slot, this.#map.root);
    this.root = el('div', { class: 'learn-run' }, this.#caption, pictures, this.#plot.root);
    this.#plot.show(undefined);
  }

  get learner() {
    return this.#made?.learner ?? null;
  }

  get steps() {
    return this.learner?.steps ?? 0;
  }

  /** Goes back to the start of a training. @param {any} config @param {any} training @param {any} settings */
  begin(config, training, settings) {
    this.end();
    this.#config = config;
    this.seconds = 0;
    this.error = '';
    this.#losses = new LossHistory();
    this.#sheet.clear();
    this.#plot.show(undefined);
    this.#map.hide();
    this.#make = () => this.#create(training, settings);
  }

  /** @type {() => Promise<any>} */
  #make = () => Promise.reject(new Error('no training has begun'));

  /** @param {string} words */
  name(words) {
    this.#caption.textContent = words;
    this.#caption.hidden = !words;
  }

  /** The learner, which is made where there is none. */
  ready() {
    const making = (this.#making ??= this.#make());
    making.catch(() => {
      if (this.#making === making) this.#making = null; // the next try makes another
    });
    return making;
  }

  async set(settings) {
    const made = await this.#making?.catch(() => null); // whoever made it says what is wrong
    if (!made || made !== this.#made) return;
    await made.learner.set(settingsOf(this.#config, settings)).catch((error) => {
      if (this.#made === made) throw error; // else it was closed meanwhile
    });
  }

  /** Trains; false where the training is not wanted any more. A training that fails has an error. */
  async step(count) {
    const beginning = this.#beginning;
    const making = this.ready();
    try {
      const { learner } = await making;
      if (this.#making !== making) return;
      const before = performance.now();
      await learner.step(count);
      if (this.#making === making) this.seconds += (performance.now() - before) / 1000;
    } catch (error) {
      if (this.#beginning === beginning) this.error = error.message;
    }
  }

  /** Draws the sheet and the map. @returns {Promise<Float32Array | null>} the pixels; null: not wanted any more, or failed */
  async draw() {
    const made = this.#made;
    if (!made) return null;
    try {
      const pixels = await made.learner.sample(this.#latents, { classLabels: this.labels });
      const codes = made.seen && made.learner.info.latent_dim === 2 ? await this.#codes(made) : null;
      if (this.#made !== made) return null;
      this.#sheet.add(0, pixels, false);
      if (codes) this.#map.show(codes, made.seen.labels);
      if (made.learner.steps > 0) this.#losses.add(made.learner);
      return pixels;
    } catch (error) {
      if (this.#made === made) this.error = error.message; // else it was closed meanwhile
      return null;
    }
  }

  /** What is said of the training. @param {Float32Array} pixels of the sheet */
  async judge(pixels) {
    const made = this.#made;
    await this.#plot.show(this.#losses.columns);
    const { steps, info } = made.learner;
    const seconds = this.seconds;
    // What is half learned is blurred, and blurred digits are none to the detector.
    const [reads, trouble, errors] = await Promise.all([
      readDigits(this.#host, pixels, `reading-${this.root.dataset.run}`, false).catch(() => []),
      made.learner.trouble(),
      made.unseen && made.learner.info.family === 'vae' ? this.#errors(made) : null,
    ]);
    return this.#made === made
      ? text.status.learned({ steps, seconds, count: info.digits, reads, trouble, errors })
      : null;
  }

  picture(i) {
    return this.#sheet.picture(i);
  }

  repaint() {
    this.#sheet.repaint();
    this.#plot.repaint();
    this.#map.repaint();
  }

  end() {
    this.#making?.then(
      ({ learner }) => learner.close(),
      () => {},
    );
    this.#making = this.#made = null;
    this.#beginning++;
  }

  async #create(training, settings) {
    const beginning = this.#beginning;
    const made = await learnerOf(this.#host, this.#config, training, settings);
    const { image_width: width, image_height: height, class_count: classes, family } = made.learner.info;
    if (family !== 'vae') made.seen = made.unseen = null;
    this.labels = classes > 0 ? Array.from({ length: kDigits }, (_, i) => i % classes) : undefined;
    this.#latents = await made.learner.sampleLatents(1, kDigits);
    this.#seenPixels = made.seen && pixelsOf(made.seen);
    this.#sheet.name((i) => text.labels.learnDigit(i), width, height);
    if (this.#beginning === beginning) this.#made = made; // else another training has begun
    return made;
  }

  async #codes({ learner, seen }) {
    const labels = learner.info.class_count > 0 ? seen.labels : undefined;
    return (await learner.encode(this.#seenPixels, { classLabels: labels })).mean;
  }

  /** The mean error of a pixel of reconstructions, of digits that it trains on and of others. */
  async #errors({ learner, seen, unseen }) {
    const errorOf = async (digits, pixels) => {
      const labels = learner.info.class_count > 0 ? digits.labels : undefined;
      const { mean } = await learner.encode(pixels, { classLabels: labels });
      const drawn = await learner.sample(mean, { classLabels: labels });
      return drawn.reduce((sum, value, i) => sum + Math.abs(value - pixels[i]), 0) / drawn.length;
    };
    return [await errorOf(seen, this.#seenPixels), await errorOf(unseen, pixelsOf(unseen))];
  }
}
