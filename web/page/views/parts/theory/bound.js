// The bound of a digit: its ELBO term by term, the KL of each coordinate, and the bound that grows with more draws.

import { assetUrl, modelUrl } from '../../../../engine/client/site_urls.js';
import { wholeAnswer } from '../../../../engine/client/whole_answer.js';
import { button, el, pictureOf } from '../../../dom/dom.js';
import { draw, inkOf } from '../../../dom/ink.js';
import { freshStation } from '../../../params/params.js';
import { words } from '../../../words/theory.js';
import { labelOf } from '../class_choice.js';
import { priorOf } from '../prior_choice.js';
import { boundChart, klChart } from './charts.js';
import { formulas } from './formulas.js';

const kTerms = /** @type {const} */ (['reconstruction', 'kl', 'elbo']);
const kActive = 0.1; // nats

export class Bound {
  #host;
  #shown = '';
  #answer = null;
  #given = pictureOf(words.given);
  #drawn = pictureOf(words.drawn);
  #values = {};
  #kl = el('div', { class: 'kl-chart' });
  #bounds = el('div', { class: 'bound-chart' });
  #bench;
  #buttons;
  #missing = el('div', { class: 'theory-missing', hidden: true });

  /** @param {import('../../view.js').Host} host */
  constructor(host) {
    this.#host = host;
    const figure = (canvas, name) => el('figure', {}, canvas, el('figcaption', {}, name));
    const list = el('dl', { class: 'measures' });
    for (const term of kTerms) {
      this.#values[term] = el('dd', { 'data-measure': term });
      list.append(el('dt', {}, words.terms[term]), this.#values[term]);
    }
    const pictures = [figure(this.#given, words.given), figure(this.#drawn, words.drawn)];
    const digit = el('div', { class: 'bound-digit' }, el('div', { class: 'bound-pictures' }, ...pictures), list);
    const charts = el('div', { class: 'bound' }, this.#kl, this.#bounds);
    this.#bench = el('div', { class: 'theory digit-first' }, digit, charts);
    this.root = el('div', {}, this.#bench, this.#missing);
    const again = () => host.setState({ draw: (host.state.draw + 1) % 10000 });
    const another = () => host.setState({ base: freshStation(), test: null });
    this.#buttons = el(
      'div',
      { class: 'row', 'data-part': 'draw' },
      button('draw-z', words.drawAgain, again, { class: 'primary' }),
      button('another', words.another, another),
    );
    const source = host.manifest.digits?.test;
    const real = () => host.setState({ test: Math.floor(Math.random() * source.count) });
    if (source) this.#buttons.append(button('real', words.real, real));
    this.controls = [this.#buttons, formulas('elbo')];
  }

  async update(state, isCurrent) {
    const { model, engine } = this.#host;
    this.#bench.hidden = this.#buttons.hidden = !model.has_encoder;
    this.#missing.hidden = model.has_encoder;
    if (!model.has_encoder) return this.#offerVae();
    const message = this.#message(state);
    const key = JSON.stringify(message);
    if (this.#shown === key) return;
    this.#shown = '';
    const answer = await wholeAnswer(engine, message, (part) => isCurrent() && this.#take(part));
    if (answer && isCurrent()) this.#shown = key;
  }

  repaint() {
    if (this.#answer) this.#fill();
  }

  destroy() {}

  #message({ base, test, draw: seed }) {
    const { model, manifest, assets } = this.#host;
    const source = manifest.digits?.test;
    const message = { kind: 'elbo', channel: 'stage', url: modelUrl(assets, model), draw: seed };
    if (test !== null && source)
      return { ...message, digits: assetUrl(assets, source.file), count: source.count, test };
    return { ...message, station: { ...base, label: labelOf(model, base) }, prior: priorOf(model, null) };
  }

  #offerVae() {
    const { model, manifest } = this.#host;
    const other = manifest.models.find((one) => one.has_encoder);
    const open =
      other && button('open-vae', words.openVae(other.title), () => this.#host.setState({ model: other.name }));
    this.#missing.replaceChildren(el('p', {}, words.noEncoder(model.title)), ...(open ? [open] : []));
    this.#host.say(words.noEncoder(model.title));
    this.#host.explain('');
  }

  #take(part) {
    this.#answer = part.given ? part : { ...this.#answer, ...part };
    this.#fill();
    if (!part.given) return;
    const { model } = this.#host;
    const { kl, reconstruction } = this.#answer;
    const whole = sumOf(kl);
    const active = kl.filter((value) => value > kActive).length;
    this.#host.say(words.tellElbo(reconstruction, whole));
    this.#host.explain(words.seenOnElbo(model.title, active, kl.length));
  }

  #fill() {
    const { image_width: width, image_height: height } = this.#host.model;
    const { given, drawn, kl, reconstruction, bounds, draws } = this.#answer;
    draw(this.#given, given, width, height, inkOf(this.#given));
    draw(this.#drawn, drawn, width, height, inkOf(this.#drawn));
    const whole = sumOf(kl);
    const terms = { reconstruction, kl: whole, elbo: reconstruction - whole };
    for (const term of kTerms) this.#values[term].textContent = words.nats(terms[term]);
    this.#kl.replaceChildren(...klChart(kl, whole));
    if (bounds) this.#bounds.replaceChildren(...boundChart(bounds, draws));
  }
}

const sumOf = (values) => values.reduce((sum, value) => sum + value, 0);
