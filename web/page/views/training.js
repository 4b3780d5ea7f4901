// Training: the same latents after each epoch, and the losses beside them.

import { assetUrl } from '../../engine/client/site_urls.js';
import { indexOfLargest } from '../../engine/compute/vectors.js';
import { wholeAnswer } from '../../engine/client/whole_answer.js';
import { button, el, selectOf, slider } from '../dom/dom.js';
import { whole } from '../params/params.js';
import * as text from '../words/text.js';
import { LossPlot } from './parts/loss_plot.js';
import { Sheet } from './parts/sheet.js';

export const id = 'training';
export const title = text.views.training;
export const usesModel = false; // a run may be another model's
/** Runs of models that this site has: the others could not be chosen. */
const runsOf = ({ history = [], models }) => history.filter(({ model }) => models.some(({ name }) => name === model));
export const accepts = (_, manifest) => runsOf(manifest).length > 0;
const nameOf = ({ model, preset }) => `${model}-${preset}`;
export const params = {
  run: { parse: (value) => (/^[\w.-]{1,60}$/.test(value) ? value : undefined), format: String, default: null },
  epoch: whole(null, 0, 100000), // null: the last
};

export const create = (host) => new Training(host);

const kStep = 250; // ms an epoch is shown while playing

class Training {
  #host;
  #state;
  #shown = ''; // which run
  #run = null;
  #sheet = null;
  #timer = 0; // while playing
  #runs;
  #select;
  #slot = el('div', { class: 'epoch-sheet' });
  #note = el('p', { class: 'note run-note' });
  #epochs;
  #plot;
  #play = button('play', text.labels.play, () => (this.#timer ? this.#stop() : this.#start()), { class: 'primary' });

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#runs = runsOf(host.manifest);
    /** @type {[string, string][]} */
    const choices = this.#runs.map((entry) => [nameOf(entry), text.labels.runName(this.#titleOf(entry), entry.preset)]);
    this.#select = selectOf('run', choices, (name) => this.#choose(name));
    this.#epochs = slider({
      label: text.labels.epoch,
      min: 0,
      max: 1,
      step: 1,
      part: 'epoch',
      say: (row) => (this.#run ? text.labels.epochOf(this.#run.epochs[row], this.#run.epochs.at(-1)) : ''),
      oninput: (row) => this.#stopAt(row),
      onchange: (row) => this.#settle(row),
    });
    this.#plot = new LossPlot(host, (epoch) => {
      this.#stopAt(this.#rowOf(epoch));
      this.#settle(this.#rowOf(epoch));
    });
    host.stage.append(el('div', { class: 'training' }, this.#slot, this.#epochs.root, this.#plot.root));
    host.panel.append(
      el('div', { class: 'row', 'data-part': 'play' }, this.#play),
      el('label', { class: 'field', 'data-part': 'run' }, text.labels.run, this.#select),
      this.#note,
    );
  }

  async update(state, isCurrent) {
    this.#state = state;
    const entry = this.#chosen();
    const name = nameOf(entry);
    if (!this.#timer || this.#shown !== name) this.#stop();
    this.#select.value = name;
    if (this.#shown !== name) {
      await this.#open(entry, isCurrent);
      if (!isCurrent()) return;
      this.#shown = name;
    }
    const { epochs, losses } = this.#run;
    const row = state.epoch === null ? epochs.length - 1 : this.#rowOf(state.epoch);
    this.#showRow(row);
    this.#host.explain(text.seenOnTraining(losses));
    this.#say(row);
  }

  repaint() {
    this.#sheet?.repaint();
    this.#plot.repaint();
  }

  destroy() {
    this.#stop();
  }

  #titleOf({ model }) {
    return this.#host.manifest.models.find(({ name }) => name === model)?.title ?? model;
  }

  #choose(name) {
    const entry = this.#runs.find((one) => nameOf(one) === name);
    this.#host.setState({ model: entry.model, run: name, epoch: null }, { step: true });
  }

  /** Of the chosen model, or of all where it has none, the run that is asked for, else the best. */
  #chosen() {
    const own = this.#runs.filter(({ model }) => model === this.#state.model);
    const runs = own.length > 0 ? own : this.#runs;
    const asked = runs.find((entry) => nameOf(entry) === this.#state.run);
    return asked ?? runs.find(({ preset }) => preset === 'best') ?? runs[0];
  }

  async #open(entry, isCurrent) {
    const { engine, assets } = this.#host;
    const [data, picture] = [entry.data, entry.picture].map((file) => assetUrl(assets, file));
    const answer = await wholeAnswer(engine, { kind: 'history', data, picture });
    if (!isCurrent()) return;
    this.#run = { ...answer.history, shades: answer.shades, entry };
    checkRun(this.#run, answer);
    const { columns, width, height, epochs, note, losses } = this.#run;
    this.#sheet = new Sheet({ count: columns, columns: 4, label: text.labels.epochSheet });
    this.#slot.replaceChildren(this.#sheet.root);
    this.#sheet.name(() => '', width, height);
    this.#epochs.input.max = String(epochs.length - 1);
    this.#note.textContent = note ?? '';
    this.#note.hidden = !note;
    await this.#plot.show(losses);
  }

  /** The row of the picture that is nearest to an epoch. */
  #rowOf(epoch) {
    return indexOfLargest(this.#run.epochs.map((one) => -Math.abs(one - epoch)));
  }

  #showRow(row) {
    const { width, height, epochs } = this.#run;
    const epoch = epochs[row];
    this.#sheet.add(0, digitsOfRow(this.#run, row), false);
    this.#sheet.name((i) => text.labels.digitAt(i, epoch), width, height);
    this.#epochs.show(row);
    this.#plot.mark(epoch);
    this.#state = { ...this.#state, epoch };
  }

  #settle(row) {
    if (!this.#run) return;
    this.#host.noteState({ epoch: this.#run.epochs[row] });
    this.#say(row);
  }

  #say(row) {
    const { entry, epochs } = this.#run;
    this.#host.say(text.status.epoch(this.#titleOf(entry), entry.preset, epochs[row], epochs.at(-1)));
  }

  #start() {
    if (!this.#run) return;
    const { epochs } = this.#run;
    let row = this.#state.epoch === epochs.at(-1) ? 0 : this.#rowOf(this.#state.epoch);
    this.#play.textContent = text.labels.pause;
    this.#host.say(text.status.playingEpochs(epochs.length));
    this.#timer = window.setInterval(() => {
      this.#showRow(row);
      if (++row >= epochs.length) this.#stop();
    }, kStep);
  }

  #stop() {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#play.textContent = text.labels.play;
    if (!this.#host.signal.aborted) this.#settle(this.#rowOf(this.#state.epoch));
  }

  #stopAt(row) {
    this.#stop();
    if (!this.#run) return;
    this.#showRow(row);
    this.#say(row);
  }
}

/** A row of the picture, which has the digits side by side, as one digit after the other. */
function digitsOfRow({ columns, width, height, shades }, row) {
  const pixels = new Float32Array(columns * width * height);
  for (let digit = 0; digit < columns; digit++) {
    for (let y = 0; y < height; y++) {
      const from = ((row * height + y) * columns + digit) * width;
      const to = (digit * height + y) * width;
      for (let x = 0; x < width; x++) pixels[to + x] = 1 - shades[from + x] / 255;
    }
  }
  return pixels;
}

function checkRun({ columns, width, height, epochs, entry }, picture) {
  if (picture.width !== columns * width || picture.height !== epochs.length * height) {
    throw new Error(
      `${entry.picture} is ${picture.width} x ${picture.height}, expected ${columns * width} x ${epochs.length * height}`,
    );
  }
}
