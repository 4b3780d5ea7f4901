// Sample: a sheet of fresh digits, which drift through latent space; one opens large, its class may be chosen, and a walk
// may start from it.

import { modelUrl } from '../../engine/client/site_urls.js';
import { button, el, pictureOf, whenIdle } from '../dom/dom.js';
import { clear, draw, inkOf, isMotionWelcome, onMotionChange } from '../dom/ink.js';
import { digit, flag, freshSeed, kSheet, pick, prior, seed } from '../params/params.js';
import * as text from '../words/text.js';
import { classChoice, sheetLabels } from './parts/class_choice.js';
import { Drift } from './parts/drift.js';
import { priorChoice, priorOf } from './parts/prior_choice.js';
import { readDigits } from './parts/read_digits.js';
import { seedField } from './parts/seed_field.js';
import { Sheet } from './parts/sheet.js';

export const id = 'sample';
export const title = text.views.sample;
export const accepts = () => true;
export const params = { seed, pick, digit, prior, alive: flag(true) };
export const create = (host) => new Sample(host);

/** The sheet that has the digit; where none has it, no digit of the sheet is chosen. @type {import('./view.js').View['startFrom']} */
export const startFrom = ({ station }, { digit: asDigit }, model) => {
  if (!station || station.latent || station.index >= kSheet) return { pick: null };
  const { seed: from, index, digit: own } = station;
  const isInTurn = model.class_count > 0 && own === index % model.class_count && asDigit !== own;
  return { seed: from, pick: index, digit: isInTurn ? null : own };
};
const kColumns = 8;

class Sample {
  #host;
  #state;
  #shown = ''; // which sheet
  #request = null; // what it was asked with
  #reads = []; // what a classifier reads in each digit, once it has
  #sheet;
  #drift;
  #isAlive = true; // what the state says
  #wish = null; // whether the visitor wants the digits to move, once they said so
  #moves = button('alive', text.labels.pause, () => this.#toggle(), { 'data-part': 'alive' });
  #mainRow = el('div', { class: 'row', 'data-part': 'seed' });
  #seed;
  #classes;
  #priors;
  #picked = pictureOf(text.labels.chosen);
  #pickedName = el('p', {}, text.labels.pickHint);
  #walkFrom = el('button', { type: 'button', onclick: () => this.#walkWith(0) }, text.labels.walkFrom);
  #walkTo = el('button', { type: 'button', onclick: () => this.#walkWith(1) }, text.labels.walkTo);

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#sheet = new Sheet({
      count: kSheet,
      columns: kColumns,
      label: text.labels.sheet,
      onPick: (i) => host.setState({ pick: this.#state.pick === i ? null : i }),
    });
    this.#drift = new Drift(host, this.#sheet, kColumns);
    this.#seed = seedField((to) => host.setState({ seed: to }), host);
    this.#classes = classChoice(host, { any: true });
    this.#priors = priorChoice(host);
    const freshSheet = () => host.setState({ seed: freshSeed(), pick: null });
    const sample = button('sample', text.labels.sample, freshSheet, { class: 'primary' });
    this.#mainRow.append(this.#seed.root, sample, this.#moves); // at once, so that nothing moves aside for it later
    const walks = el('div', { class: 'row' }, this.#walkFrom, this.#walkTo);
    host.stage.append(el('div', { class: 'sheet-frame' }, this.#sheet.root));
    host.panel.append(
      this.#mainRow,
      this.#seed.note,
      this.#classes.root,
      this.#priors.root,
      el('div', { class: 'picked', 'data-part': 'pick' }, this.#picked, el('div', {}, this.#pickedName, walks)),
    );
    onMotionChange(() => this.#move(), host.signal);
  }

  async update(state, isCurrent) {
    this.#state = state;
    const { model } = this.#host;
    this.#seed.show(String(state.seed));
    this.#classes.show(model, state.digit);
    this.#priors.show([model], state.prior);
    this.#host.explain(text.seenOnSheet(model, priorOf(model, state.prior)));
    if (state.alive !== this.#isAlive) this.#wish = null;
    this.#isAlive = state.alive;
    this.#placePause();
    this.#move();
    this.#sheet.choose(state.pick);
    this.#drift.rest(state.pick);
    this.#showPicked();
    const key = JSON.stringify([model.name, state.seed, state.digit, priorOf(model, state.prior)]);
    if (this.#shown !== key) {
      this.#drift.end();
      if (!(await this.#drawSheet(isCurrent))) return;
      this.#shown = key;
    }
    this.#showPicked();
    this.#host.say(text.status.sheet(kSheet, state.seed, model.title, this.#reads));
    if (this.#reads.length === 0) this.#read(key).then(() => this.#setOut(key));
    if (state.pick !== null) this.#makeCurrent(state);
  }

  #makeCurrent({ seed: from, pick: index, digit: asDigit }) {
    const picture = this.#sheet.picture(index);
    const station = { seed: from, index, digit: asDigit };
    if (picture) this.#host.setCurrent({ ...picture, name: text.labels.seedDigit(from, index), station });
  }

  repaint() {
    this.#sheet.repaint();
    this.#drift.repaint();
    this.#showPicked();
  }

  destroy() {}

  /** Whether the sheet is still the one that is wanted once it is drawn. */
  async #drawSheet(isCurrent) {
    const { engine, assets, model } = this.#host;
    const { seed: from, digit: asDigit, prior: asked } = this.#state;
    const isFirst = this.#shown === '';
    this.#shown = 'drawing';
    this.#reads = [];
    this.#nameDigits();
    const labels = sheetLabels(model, asDigit, kSheet);
    const url = modelUrl(assets, model);
    const sheet = { seed: from, count: kSheet, labels, prior: priorOf(model, asked) };
    this.#request = { url, sheet };
    const end = await engine.request({ kind: 'sheet', channel: 'stage', url, ...sheet }, ({ first, pixels }) => {
      if (isCurrent()) this.#sheet.add(first, pixels, !isFirst && isMotionWelcome());
    });
    return end !== 'stale' && isCurrent();
  }

  // Afterwards and in its own time: the digits are there without it.
  async #read(key) {
    const { title } = this.#host.model; // another model may be chosen while the classifier reads
    const say = this.#host.sayLater();
    const reads = await readDigits(this.#host, this.#sheet.all()).catch(() => []);
    if (reads.length === 0 || this.#shown !== key) return;
    this.#reads = reads;
    this.#nameDigits();
    this.#showPicked();
    say(text.status.sheet(kSheet, this.#state.seed, title, reads));
  }

  // Once the sheet is complete and read, and the page has nothing else to do: the first digit is not later for it.
  #setOut(key) {
    if (this.#shown === key) whenIdle(() => this.#shown === key && this.#drift.begin(this.#request), this.#host.signal);
  }

  /** Has the digits move or not, as is wanted. */
  #move() {
    const isMoving = this.#wish ?? (this.#isAlive && isMotionWelcome() && !this.#state.hide.includes('alive'));
    this.#drift.isPlaying = isMoving;
    this.#moves.textContent = isMoving ? text.labels.pause : text.labels.move;
  }

  // Whoever sees digits move can stop them, also where the row with the seed is hidden.
  #placePause() {
    const { hide } = this.#state;
    const isFit = this.#host.root.closest('.fit') !== null; // element/fit.js keeps the main action
    const isHidden = hide.includes('seed') || (hide.includes('controls') && !isFit);
    const place = isHidden ? this.#host.stage : this.#mainRow;
    if (this.#moves.parentNode !== place) place.append(this.#moves);
  }

  #toggle() {
    this.#wish = this.#isAlive = !this.#drift.isPlaying;
    this.#host.noteState({ alive: this.#isAlive });
    this.#move();
  }

  #nameDigits() {
    const { image_width: width, image_height: height } = this.#host.model;
    this.#sheet.name((i) => this.#nameOf(i), width, height);
  }

  #nameOf(i) {
    return text.labels.digit(i, this.#state.seed, this.#reads[i]);
  }

  #showPicked() {
    const { pick: index } = this.#state;
    const picture = index === null ? null : this.#sheet.picture(index);
    if (picture) draw(this.#picked, picture.pixels, picture.width, picture.height, inkOf(this.#picked));
    else clear(this.#picked);
    this.#pickedName.textContent = picture ? this.#nameOf(index) : text.labels.pickHint;
    this.#walkFrom.disabled = this.#walkTo.disabled = !picture;
  }

  #walkWith(end) {
    const { seed: from, pick: index, digit: asDigit, stations } = this.#state;
    const chosen = { seed: from, index, digit: asDigit };
    const ends = end === 0 ? [chosen, stations.at(-1)] : [stations[0], chosen];
    this.#host.setState({ view: 'walk', stations: ends, t: end }, { step: true });
  }
}
