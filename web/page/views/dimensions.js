// Dimensions: each number of a latent on a slider, and what it does to the digit.

import { assetUrl, modelUrl } from '../../engine/client/site_urls.js';
import { wholeAnswer } from '../../engine/client/whole_answer.js';
import { button, el, pictureOf, textField } from '../dom/dom.js';
import { draw, inkOf, picturesIn } from '../dom/ink.js';
import { base, changes, digit, formatStation, freshStation, parseStation, prior, whole } from '../params/params.js';
import * as text from '../words/text.js';
import { classChoice, sameLabels } from './parts/class_choice.js';
import { latentControls } from './parts/latent_controls.js';
import { LivePicture } from './parts/live_picture.js';
import { priorChoice, priorOf } from './parts/prior_choice.js';

const kStrip = 9; // pictures along the range of one number

export const id = 'dimensions';
export const title = text.views.dimensions;
export const accepts = () => true;
export const params = {
  base,
  z: changes(-20, 20, 256), // what is changed of the base
  look: whole(null, 0, 65535), // the number whose strip is shown; null: the first that a code stands for, or the first of all
  digit,
  prior,
};

export const create = (host) => new Dimensions(host);

/** The digit, with nothing changed. @type {import('./view.js').View['startFrom']} */
export const startFrom = ({ station }, { digit: asDigit }) =>
  station && { base: station, z: {}, digit: asDigit === station.digit ? asDigit : null };

class Dimensions {
  #host;
  #state;
  #shown = ''; // which base
  #base = null; // its latent
  #controls = null;
  #isNamed = false; // whether the codes are named, or about to be
  #answer = button('name-codes', text.labels.nameCodes, () => this.#nameCodes(this.#host.model), { hidden: true });
  #isPicked = false; // whether the base was picked here, and becomes the current digit
  #live;
  #strip = [];
  #before = pictureOf(text.labels.baseDigit);
  #thumbs = Array.from({ length: kStrip }, (_, i) =>
    el('canvas', {
      width: 28,
      height: 28,
      onclick: () =>
        this.#strip[i] && this.#set(this.#state.look, this.#controls.valueAt(this.#state.look, i, kStrip), true),
    }),
  );
  #stripTitle = el('figcaption');
  #baseField;
  #classes;
  #priors;
  #slot = el('div', { class: 'latent', 'data-part': 'sliders', role: 'group', 'aria-label': text.labels.sliders });

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#classes = classChoice(host);
    this.#priors = priorChoice(host);
    this.#live = new LivePicture(host, {
      label: text.labels.changedDigit,
      class: 'big',
      sentenceOf: (read) => {
        const { z, base } = this.#state;
        return text.status.dimension(Object.keys(z).length, text.stationWords(base, host.model), read);
      },
    });
    this.#baseField = textField({
      label: text.labels.base,
      note: text.notes.station,
      wrong: text.failure.station,
      parse: parseStation,
      part: 'base',
      take: (to) => this.#startFrom({ ...to, digit: null }),
    });
    this.#fillStage();
    this.#fillPanel();
  }

  #fillStage() {
    const strip = el('div', { class: 'strip effect-strip', 'aria-hidden': 'true' }, this.#thumbs);
    const before = el('figure', { class: 'end' }, this.#before, el('figcaption', {}, text.labels.before));
    const now = [this.#live.canvas, el('figure', { class: 'end' }, this.#live.caption)];
    this.#host.stage.append(
      el(
        'div',
        { class: 'big-picture' },
        el('div', { class: 'big-picture-row' }, before, now),
        el('figure', { class: 'effect' }, this.#stripTitle, strip),
      ),
    );
  }

  #fillPanel() {
    const { panel, setState } = this.#host;
    const fresh = button('fresh', text.labels.fresh, () => this.#startFrom(freshStation()));
    const reset = button('reset', text.labels.reset, () => setState({ z: {} }));
    const one = button('one', text.labels.randomiseOne, () => this.#host.run(() => this.#randomiseOne()));
    panel.append(
      el('div', { class: 'row', 'data-part': 'base' }, this.#baseField.root, fresh),
      this.#baseField.note,
      this.#classes.root,
      this.#priors.root,
      el('div', { class: 'row', 'data-part': 'reset' }, reset, one, this.#answer),
      this.#slot,
    );
  }

  async update(state, isCurrent) {
    this.#state = state;
    const { model } = this.#host;
    this.#baseField.show(state.base.latent ? '' : formatStation(state.base), text.labels.latentVector);
    this.#classes.show(model, state.digit ?? state.base.digit);
    this.#priors.show([model], state.prior);
    const key = JSON.stringify([model.name, state.base, state.digit, priorOf(model, state.prior)]);
    if (this.#controls?.model !== model) this.#controls = this.#base = null; // nothing moves another model's numbers
    if (this.#shown !== key || !this.#base) {
      await this.#showBase(isCurrent);
      if (!isCurrent()) return;
      this.#shown = key;
    }
    const look = this.#state.look < model.latent_dim ? this.#state.look : null;
    this.#state = { ...this.#state, look: look ?? this.#controls.first };
    this.#controls.show(this.#current());
    this.#host.explain(text.seenOnDimensions(model));
    this.#offerNames(state, model);
    await this.#host.engine.request(this.#decode(this.#current(), 1), ({ pixels }) => {
      if (isCurrent()) this.#live.show(pixels);
    });
    await this.#drawStrip();
  }

  repaint() {
    this.#live.repaint();
    this.#paintStrip();
  }

  destroy() {
    this.#live.stop();
  }

  /** The latent with its changes. */
  #current() {
    return Float32Array.from(this.#base, (value, i) => this.#state.z[i] ?? value);
  }

  #decode(latents, count) {
    const { assets, model } = this.#host;
    return {
      kind: 'decode',
      url: modelUrl(assets, model),
      latents,
      labels: sameLabels(model, this.#state.digit ?? this.#state.base.digit, count),
    };
  }

  #startFrom(base) {
    this.#isPicked = true;
    this.#host.setState({ base, z: {} });
  }

  #latents(station) {
    const { assets, model } = this.#host;
    const { digit: asDigit, prior: asked } = this.#state;
    const stations = [{ ...station, label: sameLabels(model, asDigit ?? station.digit, 1)?.[0] ?? null }];
    return { kind: 'latents', url: modelUrl(assets, model), stations, prior: priorOf(model, asked) };
  }

  async #showBase(isCurrent) {
    const { engine, model } = this.#host;
    const { latents } = await wholeAnswer(engine, this.#latents(this.#state.base));
    if (!isCurrent()) return;
    this.#base = latents;
    if (!this.#controls) {
      this.#controls = latentControls(model, (...change) => this.#set(...change));
      this.#slot.replaceChildren(this.#controls.root);
      this.#isNamed = false;
    }
    const { image_width: width, image_height: height } = model;
    await engine.request(this.#decode(latents, 1), ({ pixels }) => {
      draw(this.#before, pixels, width, height, inkOf(this.#before));
      if (!this.#isPicked) return;
      this.#isPicked = false;
      const { base: station } = this.#state;
      this.#host.setCurrent({
        pixels,
        width,
        height,
        name: text.digitNames.seed(station.seed, station.index),
        station,
      });
    });
  }

  // A lesson asks what the codes do, so there the answer waits for a button; where facts are hidden, nothing gives it away.
  #offerNames({ lesson, hide }, model) {
    const hasCodes = model.latent.some(({ prior }) => prior !== 'normal');
    const isSecret = hide.includes('facts') || this.#host.hidesReadings;
    this.#answer.hidden = !hasCodes || this.#isNamed || isSecret || !lesson;
    if (hasCodes && !lesson && !isSecret) this.#nameCodes(model);
  }

  async #nameCodes(model) {
    if (this.#isNamed) return;
    this.#isNamed = true;
    this.#answer.hidden = true;
    const controls = this.#controls;
    const { engine, assets, manifest } = this.#host;
    const { classifier } = manifest;
    const message = {
      kind: 'meanings',
      channel: 'meanings',
      url: modelUrl(assets, model),
      classifier: classifier && assetUrl(assets, classifier.file),
    };
    const answer = await wholeAnswer(engine, message).catch(() => null); // names are a help; the sliders work without
    if (answer) controls.name(answer.meanings);
  }

  /** Sets one number (or the values of a whole categorical block). */
  #set(index, value, settled) {
    if (!this.#base) return;
    const block = this.#controls.blockOf(index);
    const z = { ...this.#state.z };
    if (block.prior !== 'categorical') z[index] = value;
    else {
      // Of a block of many values only two differ from the base.
      for (let i = block.offset; i < block.offset + block.dim; i++) {
        const chosen = i === index ? 1 : 0;
        if (this.#base[i] === chosen) delete z[i];
        else z[i] = chosen;
      }
    }
    this.#state = { ...this.#state, z, look: index };
    this.#controls.show(this.#current());
    this.#live.request({ message: this.#decode(this.#current(), 1) });
    if (!settled) return;
    this.#host.noteState({ z, look: index });
    this.#host.run(() => Promise.all([this.#drawStrip(), this.#pickChanged()]));
  }

  /** Makes the changed digit the current one. */
  async #pickChanged() {
    const { engine, model } = this.#host;
    const { digit: asDigit, base } = this.#state;
    const latent = this.#current();
    const answer = await wholeAnswer(engine, { ...this.#decode(latent, 1), channel: 'changed' });
    if (!answer) return;
    const [digit] = sameLabels(model, asDigit ?? base.digit, 1) ?? [null];
    const station = { seed: 1, index: 0, digit, latent: Array.from(latent) };
    const { image_width: width, image_height: height } = model;
    this.#host.setCurrent({ ...answer, width, height, name: text.digitNames.changed, station, of: 'dimensions' });
  }

  async #randomiseOne() {
    if (!this.#base) return;
    const { engine, model } = this.#host;
    const index = Math.floor(Math.random() * model.latent_dim);
    const { latents } = await wholeAnswer(engine, this.#latents(freshStation()));
    const block = this.#controls.blockOf(index);
    const chosen = block.prior === 'categorical' ? block.offset + Math.floor(Math.random() * block.dim) : index;
    this.#set(chosen, latents[chosen], true);
    this.#controls.reveal(chosen);
  }

  // ---- The strip: what the number that is looked at does, from its lowest value to its highest.

  async #drawStrip() {
    const { engine, model } = this.#host;
    const { latents, count } = this.#controls.stripOf(this.#current(), this.#state.look, kStrip);
    this.#stripTitle.textContent = text.labels.effect(this.#controls.nameOf(this.#state.look));
    const size = model.image_width * model.image_height;
    this.#strip = [];
    await engine.request({ ...this.#decode(latents, count), channel: 'strip' }, ({ first, pixels }) => {
      picturesIn(pixels, size).forEach((picture, i) => (this.#strip[first + i] = picture));
    });
    this.#paintStrip();
  }

  #paintStrip() {
    const { image_width: width, image_height: height } = this.#host.model;
    const ink = inkOf(this.#live.canvas);
    this.#thumbs.forEach((canvas, i) => {
      canvas.hidden = !this.#strip[i];
      if (this.#strip[i]) draw(canvas, this.#strip[i], width, height, ink);
    });
  }
}
