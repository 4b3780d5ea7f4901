// Draw: the visitor's own digit, as a VAE squeezes it and draws it back, and as near as a GAN can come to it.

import { assetUrl } from '../../engine/client/site_urls.js';
import { wholeAnswer } from '../../engine/client/whole_answer.js';
import { formatRuns, parseRuns } from '../../engine/compute/run_lengths.js';
import { button, el, textField, tickBox } from '../dom/dom.js';
import { enlarge, joinPictures } from '../dom/ink.js';
import { digit, flag, parseWhole, test } from '../params/params.js';
import * as text from '../words/text.js';
import { classChoice } from './parts/class_choice.js';
import { CodePanel } from './parts/code_panel.js';
import { figure } from './parts/figure.js';
import { DrawingPad, kPadSide } from './parts/pad.js';
import { readDigits } from './parts/read_digits.js';
import { SearchPanel } from './parts/search_panel.js';

export const id = 'draw';
export const title = text.views.draw;
export const accepts = ({ image_width: width, image_height: height }) => width === 28 && height === 28;
export const params = {
  // The drawing: '' is a blank sheet.
  ink: {
    parse: (runs) => (runs.length < 8000 && parseRuns(runs, kPadSide * kPadSide) ? runs : undefined),
    format: String,
    default: '',
  },
  test, // null: the drawing is shown
  raw: flag(false), // used as drawn, neither centred nor scaled
  digit,
};

export const create = (host) => new Draw(host);

/** A test digit or a drawing as it was; what a model drew lies on the pad as ink. @type {import('./view.js').View['startFrom']} */
export const startFrom = ({ drawn, pixels, width, height, station, label }, _, model) => {
  const digit = label ?? station?.digit ?? null;
  const asked = digit !== null && digit < model.class_count ? digit : null;
  if (drawn) return { test: drawn.test, ink: drawn.ink, raw: drawn.raw ?? false, digit: asked };
  if (width !== 28 || height !== 28) return null;
  return { test: null, ink: formatRuns(enlarge(pixels, width, height, kPadSide / width)), raw: true, digit: asked };
};

class Draw {
  #host;
  #state;
  #shown = '';
  #isPicked = false; // whether what comes next was picked here
  #drawings = Math.random(); // tells one drawing from the next
  #pad;
  #given = figure(text.labels.given);
  #code;
  #search;
  #testCount; // real digits to choose from
  #testField;
  #raw;
  #classes;

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#pad = new DrawingPad({
      label: text.labels.pad,
      onBegin: () => host.say(text.status.strokes),
      onStroke: (drawing) => this.#pick({ ink: formatRuns(drawing), test: null }),
    });
    this.#code = new CodePanel(host);
    this.#search = new SearchPanel(host);
    this.#testCount = host.manifest.digits?.test?.count ?? 0;
    this.#testField = textField({
      label: text.labels.testDigit,
      note: text.notes.testDigit,
      wrong: text.failure.testDigit(this.#testCount),
      part: 'test',
      parse: (value) => parseWhole(value, 0, this.#testCount - 1),
      take: (test) => this.#pick({ test, ink: '' }),
    });
    this.#raw = tickBox({
      field: 'raw',
      part: 'raw',
      label: text.labels.asDrawn,
      onChange: (raw) => host.setState({ raw }),
    });
    this.#classes = classChoice(host);
    this.#layOut();
  }

  #layOut() {
    const { stage, panel, setState } = this.#host;
    const pad = el('figure', { class: 'pad-figure' }, this.#pad.root, el('figcaption', {}, text.labels.padHint));
    const pictures = el('div', { class: 'draw-row' }, this.#given.root, this.#code.picture, this.#search.root);
    stage.append(el('div', { class: 'draw' }, pad, pictures, this.#code.details));
    const clear = button('clear', text.labels.clear, () => {
      this.#drawings++;
      setState({ ink: '', test: null, raw: false });
    });
    panel.append(
      el('div', { class: 'row', 'data-part': 'clear' }, clear),
      ...(this.#testCount > 0 ? [this.#testChoice()] : []),
      this.#raw.root,
      this.#classes.root,
      this.#search.controls,
    );
  }

  #testChoice() {
    const choose = (test) => this.#pick({ test, ink: '' });
    const step = (by) => choose(((this.#state.test ?? 0) + by + this.#testCount) % this.#testCount);
    const chooser = el(
      'div',
      { class: 'row' },
      this.#testField.root,
      button('previous', '‹', () => step(-1), { 'aria-label': text.labels.previousDigit }),
      button('next', '›', () => step(1), { 'aria-label': text.labels.nextDigit }),
      button('any', text.labels.anyDigit, () => choose(Math.floor(Math.random() * this.#testCount))),
    );
    return el('div', { class: 'pick-test', 'data-part': 'test' }, chooser, this.#testField.note);
  }

  async update(state, isCurrent) {
    this.#state = state;
    const { model } = this.#host;
    this.#testField.show(state.test === null ? '' : String(state.test));
    this.#raw.input.checked = state.raw;
    this.#raw.input.disabled = state.test !== null;
    this.#classes.show(model, state.digit);
    const key = JSON.stringify([model.name, state.ink, state.test, state.raw, state.digit]);
    if (this.#shown === key) return;
    this.#shown = '';
    const given = await this.#givenDigit();
    if (!isCurrent()) return;
    this.#pad.show(given.drawing);
    const { blank } = given;
    const caption = blank ? text.labels.blank : text.labels.givenAs(state.test !== null, state.raw);
    this.#given.show(given.pixels, caption);
    this.#search.reset(blank ? null : given, state.digit);
    if (!blank) this.#makeCurrent(given);
    const back = blank ? this.#showBlank() : await this.#showCode(given, isCurrent);
    if (!isCurrent()) return;
    this.#shown = key;
    if (!blank) await this.#read(given, back, isCurrent);
  }

  #pick(patch) {
    this.#isPicked = true;
    this.#host.setState(patch);
  }

  // What was chosen or drawn here is the current digit, and stays so while strokes are added or taken back.
  #makeCurrent({ pixels, label }) {
    const { test, ink, raw } = this.#state;
    const of = `drawing ${this.#drawings}`;
    const { current } = this.#host;
    if (!this.#isPicked && current && !(test === null && current.of === of)) return;
    this.#isPicked = false;
    const drawn = { test, ink, raw };
    const named = test === null ? { name: text.digitNames.drawing, of } : { name: text.digitNames.test(test) };
    this.#host.setCurrent({ ...named, pixels, width: 28, height: 28, drawn, label });
  }

  repaint() {
    for (const part of [this.#pad, this.#given, this.#code, this.#search]) part.repaint();
  }

  destroy() {
    this.#search.stop();
  }

  /** What the models get: a drawing made ready, or a real digit, which is ready as it is. */
  async #givenDigit() {
    const { engine, assets, manifest } = this.#host;
    const { test } = manifest.digits ?? {};
    if (this.#state.test === null || !test) {
      const drawing = parseRuns(this.#state.ink, kPadSide * kPadSide);
      const prepared = await wholeAnswer(engine, { kind: 'prepare', drawing, raw: this.#state.raw });
      return { drawing, ...prepared, label: null };
    }
    const indexes = [Math.min(this.#state.test, test.count - 1)];
    const message = { kind: 'realDigits', digits: assetUrl(assets, test.file), count: test.count, indexes };
    const { pixels, labels } = await wholeAnswer(engine, message);
    return { pixels, drawing: enlarge(pixels, 28, 28, kPadSide / 28), label: labels[0], blank: false };
  }

  #showBlank() {
    this.#code.hide();
    this.#host.explain(text.seenOnBlank);
    this.#host.say(text.status.blank);
    return null;
  }

  /** The digit drawn back from its code; null where no model has an encoder. */
  async #showCode(given, isCurrent) {
    const { back, sentence } = await this.#code.show(given, this.#state.digit, isCurrent);
    if (isCurrent()) this.#host.explain(sentence);
    return back;
  }

  async #read(given, back, isCurrent) {
    const say = this.#host.sayLater();
    const pictures = back ? [given.pixels, back] : [given.pixels];
    const reads = await readDigits(this.#host, joinPictures(pictures)).catch(() => []);
    if (!isCurrent()) return;
    say(text.status.drawing2(reads[0], reads[1], given.label));
    if (this.#host.model.family === 'gan') this.#search.start();
  }
}
