// Arithmetic: digit A minus digit B plus digit C, in latent space.

import { wholeAnswer } from '../../engine/client/whole_answer.js';
import { modelUrl } from '../../engine/client/site_urls.js';
import { button, el, pictureOf, tickBox } from '../dom/dom.js';
import { draw, inkOf, picturesIn } from '../dom/ink.js';
import { flag, freshStation, prior, stations } from '../params/params.js';
import { priorChoice, priorOf } from './parts/prior_choice.js';
import { readDigits } from './parts/read_digits.js';
import * as text from '../words/text.js';
import { classNames, labelOf } from './parts/class_choice.js';
import { StationList } from './parts/station_list.js';

export const id = 'arithmetic';
export const title = text.views.arithmetic;
export const accepts = () => true;
export const params = {
  terms: stations('1:26,1:24,1:29', 3, 3),
  prior,
  usual: flag(true), // the sum is brought back to the length of the terms
};

export const create = (host) => new Arithmetic(host);

/** A is the digit. @type {import('./view.js').View['startFrom']} */
export const startFrom = ({ station }, { terms }) => station && { terms: [station, terms[1], terms[2]] };

const kTermNames = [...text.labels.terms, text.labels.result];

class Arithmetic {
  #host;
  #shown = '';
  #pictures = [];
  #sum = null; // the latent of the result
  #canvases = kTermNames.map((name) => pictureOf(name));
  #captions = kTermNames.map(() => el('figcaption'));
  #terms;
  #priors;
  #usual;

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#terms = new StationList({
      least: 3,
      most: 3,
      nameOf: (i) => text.labels.terms[i],
      onChange: (terms) => host.setState({ terms }),
    });
    this.#usual = tickBox({
      field: 'usual',
      part: 'usual',
      label: text.labels.usualLength,
      onChange: (usual) => host.setState({ usual }),
    });
    this.#priors = priorChoice(host);
    const fresh = () => host.setState({ terms: kTermNames.slice(0, 3).map(freshStation) });
    const freshButton = button('fresh', text.labels.threeFresh, fresh, { class: 'primary' });
    const cells = this.#canvases.map((canvas, i) => {
      const pick = button(`pick-${i}`, canvas, () => this.#pick(i), {
        class: 'picture',
        title: text.labels.makeCurrent,
      });
      return el('figure', {}, pick, this.#captions[i]);
    });
    const sign = (character) => el('span', { class: 'sign', 'aria-hidden': 'true' }, character);
    host.stage.append(
      el('div', { class: 'sum' }, cells[0], sign('−'), cells[1], sign('+'), cells[2], sign('='), cells[3]),
    );
    host.panel.append(
      el('div', { class: 'row', 'data-part': 'fresh' }, freshButton),
      this.#terms.root,
      this.#priors.root,
      this.#usual.root,
    );
  }

  /** @param {import('./view.js').State} state @param {() => boolean} isCurrent */
  async update(state, isCurrent) {
    const { terms, usual } = state;
    const { model } = this.#host;
    const from = priorOf(model, state.prior);
    this.#priors.show([model], state.prior);
    this.#terms.show(terms, classNames(model));
    this.#usual.input.checked = usual;
    const key = JSON.stringify([model.name, terms, usual, from]);
    if (key === this.#shown) return;
    const { pixels, sum } = await this.#draw(terms, usual, from);
    if (!isCurrent()) return;
    this.#sum = sum;
    this.#pictures = picturesIn(pixels, model.image_width * model.image_height);
    this.#shown = key;
    this.repaint();
    this.#host.explain(text.seenOnArithmetic);
    await this.#read(pixels, isCurrent);
  }

  /** The pictures of the three terms and of their sum, and its latent. */
  async #draw(terms, usual, from) {
    const { engine, assets, model } = this.#host;
    const labels = terms.map((term) => labelOf(model, term));
    const labelled = terms.map((term, i) => ({ ...term, label: labels[i] }));
    const message = { kind: 'arithmetic', url: modelUrl(assets, model), terms: labelled, labels, usual, prior: from };
    return wholeAnswer(engine, message);
  }

  /** Makes a term or the result the current digit. */
  #pick(i) {
    const { model, state } = this.#host;
    const pixels = this.#pictures[i];
    if (!pixels) return;
    const { terms } = state;
    const { image_width: width, image_height: height } = model;
    const isSum = i === terms.length;
    const station = isSum ? { ...terms[0], latent: Array.from(this.#sum) } : terms[i];
    const { seed, index, latent } = station;
    const name = isSum ? text.digitNames.sum : latent ? text.labels.latentVector : text.digitNames.seed(seed, index);
    this.#host.setCurrent({ pixels, width, height, name, station });
  }

  async #read(pixels, isCurrent) {
    const say = this.#host.sayLater();
    const reads = await readDigits(this.#host, pixels).catch(() => []);
    if (!isCurrent()) return;
    this.#captions.forEach((caption, i) => (caption.textContent = text.labels.termReads(kTermNames[i], reads[i])));
    say(text.status.sum(reads));
  }

  repaint() {
    const { image_width: width, image_height: height } = this.#host.model;
    this.#pictures.forEach((pixels, i) => {
      const canvas = this.#canvases[i];
      draw(canvas, pixels, width, height, inkOf(canvas));
    });
  }

  destroy() {}
}
