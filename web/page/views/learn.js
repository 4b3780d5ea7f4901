// Learn: trains a small network in this browser, and draws the same latents while it learns.

import { button, el } from '../dom/dom.js';
import { saveFile } from '../dom/files.js';
import { choice, decimal, parseSeed } from '../params/params.js';
import * as text from '../words/text.js';
import { kConfigs, learnControls } from './parts/learn_controls.js';
import { learnerOf, settingsOf } from './parts/learner.js';
import { LossHistory } from './parts/loss_history.js';
import { LossPlot } from './parts/loss_plot.js';
import { readDigits } from './parts/read_digits.js';
import { Sheet } from './parts/sheet.js';

const kDigits = 36; // on the sheet
const kLook = 120; // ms between two looks at the sheet
const kRead = 2000; // ms between two readings by the classifier

export const id = 'learn';
export const title = text.views.learn;
export const usesModel = false; // what the page says of the chosen model does not belong here
export const accepts = (_, manifest) => (manifest.configs ?? []).length > 0;
export const params = {
  config: choice(kConfigs[0], kConfigs),
  start: { parse: parseSeed, format: String, default: 1 }, // the seed of the training
  rate: decimal(0, -2, 2, 1), // of learning: a power of 10 on the configuration's
  kl: decimal(1, 0, 10, 1), // the weight of a VAE's KL divergence
};

export const create = (host) => new Learn(host);

class Learn {
  #host;
  #state;
  #shown = '';
  #making = null; // promise of the learner
  #learner = null; // once it is there
  #isTraining = false;
  #latents = null;
  #labels;
  #time = 0; // ms of training
  #losses = new LossHistory();
  #nextRead = 0;
  #sheet = new Sheet({
    count: kDigits,
    columns: 9,
    label: text.labels.learnSheet,
    onPick: (i) => this.#pick(i),
  });
  #slot = el('div', { class: 'learn-sheet' }, this.#sheet.root);
  #plot;
  #train = button('train', text.labels.train, () => (this.#isTraining ? this.#pause() : this.#start()), {
    class: 'primary',
  });
  #single = button('step', text.labels.oneStep, () => this.#stepOnce());
  #rewind = button('rewind', text.labels.rewind, () => this.#forget());
  #save = button('save-model', text.labels.saveModel, () => this.#saveModel());
  #open = button('open-model', text.labels.openModel, () => this.#openModel());
  #controls;

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#plot = new LossPlot(host.signal, () => {}, text.labels.stepAxis, text.labels.lossOfStep);
    this.#controls = learnControls(host);
    host.stage.append(el('div', { class: 'training' }, this.#slot, this.#plot.root));
    host.panel.append(
      el('div', { class: 'row', 'data-part': 'train' }, this.#train, this.#single, this.#rewind),
      ...this.#controls.parts,
      el('div', { class: 'row', 'data-part': 'result' }, this.#save, this.#open),
    );
    this.#plot.show(undefined);
    this.#sheet.name((i) => text.labels.learnDigit(i), 28, 28);
  }

  async update(state) {
    this.#state = state;
    this.#controls.show(state, this.#chosen.config);
    const key = JSON.stringify([state.config, state.start]);
    if (this.#shown !== key) {
      this.#forget();
      this.#shown = key;
    } else if (this.#making) {
      this.#set(this.#making);
    }
    this.#host.explain(text.seenOnLearn(this.#chosen.config));
  }

  repaint() {
    this.#sheet.repaint();
    this.#plot.repaint();
  }

  destroy() {
    this.#end();
  }

  get #chosen() {
    const { configs } = this.#host.manifest;
    return configs.find(({ name }) => name === this.#state.config) ?? configs[0];
  }

  #set(making) {
    this.#host.run(async () => {
      const learner = await making.catch(() => null); // whoever made it says what is wrong
      if (this.#making === making) await learner?.set(settingsOf(this.#chosen.config, this.#state));
    });
  }

  // ---- Training

  #end() {
    this.#isTraining = false;
    this.#making?.then(
      (learner) => learner.close(),
      () => {},
    );
    this.#making = this.#learner = null;
  }

  #forget() {
    this.#end();
    this.#time = 0;
    this.#losses = new LossHistory();
    this.#nextRead = 0;
    this.#sheet.clear();
    this.#plot.show(undefined);
    this.#nameButtons();
    this.#host.say(text.status.untrained);
    this.#drawUntrained();
  }

  // The noise that training begins with. Where it does not come, Train tries again and says why.
  async #drawUntrained() {
    const making = (this.#making ??= this.#make());
    try {
      const learner = await making;
      if (this.#making !== making) return;
      this.#learner ??= learner;
      if (learner.steps === 0 && !this.#isTraining) await this.#draw(learner);
    } catch {
      if (this.#making === making && !this.#isTraining) this.#making = null;
    }
  }

  #nameButtons() {
    this.#train.textContent = this.#isTraining ? text.labels.pause : text.labels.train;
    this.#rewind.disabled = this.#save.disabled = this.#open.disabled = !(this.#learner?.steps > 0);
    this.#open.hidden = !this.#host.openFile;
  }

  #pause() {
    this.#isTraining = false;
    this.#nameButtons();
  }

  #start() {
    this.#isTraining = true;
    this.#nameButtons();
    this.#carefully(async (learner) => {
      let count = 1;
      while (this.#isTraining && this.#learner === learner) {
        const before = performance.now();
        await learner.step(count);
        const took = performance.now() - before;
        if (this.#learner !== learner) return;
        this.#time += took;
        count = Math.max(1, Math.min(2 * count, Math.round((count * kLook) / Math.max(took, 1))));
        await this.#show(learner);
      }
    });
  }

  #stepOnce() {
    this.#pause();
    this.#carefully(async (learner) => {
      const before = performance.now();
      await learner.step();
      this.#time += performance.now() - before;
      await this.#show(learner);
    });
  }

  /** Does something with the learner, which is made where there is none, and says what went wrong. */
  async #carefully(work) {
    if (!this.#learner) this.#host.say(text.status.loadingDigits);
    const making = (this.#making ??= this.#make());
    const isWanted = () => this.#making === making;
    try {
      const learner = await making;
      if (!isWanted()) return;
      this.#learner = learner;
      this.#nameButtons();
      await work(learner);
    } catch (error) {
      if (!isWanted()) return;
      this.#isTraining = false;
      if (!this.#learner) this.#making = null; // the next try makes another
      this.#host.say(text.failure.learning(error.message), true);
    }
    if (isWanted() || !this.#making) this.#nameButtons();
  }

  async #make() {
    const learner = await learnerOf(this.#host, this.#chosen.config, this.#state);
    const { image_width: width, image_height: height, class_count: classes } = learner.info;
    this.#labels = classes > 0 ? Array.from({ length: kDigits }, (_, i) => i % classes) : undefined;
    this.#latents = await learner.sampleLatents(1, kDigits);
    this.#sheet.name((i) => text.labels.learnDigit(i), width, height);
    return learner;
  }

  /** Draws the sheet; its pixels, or nothing where the learner is not wanted any more. */
  async #draw(learner) {
    const pixels = await learner.sample(this.#latents, { classLabels: this.#labels });
    if (this.#learner !== learner) return null;
    this.#sheet.add(0, pixels, false);
    return pixels;
  }

  async #show(learner) {
    const pixels = await this.#draw(learner);
    if (!pixels) return;
    this.#nameButtons();
    this.#losses.add(learner);
    this.#host.observe({ steps: learner.steps });
    const now = performance.now();
    const { steps } = learner;
    if (now < this.#nextRead && this.#isTraining) return;
    this.#nextRead = now + kRead;
    await this.#plot.show(this.#losses.columns);
    this.#read(learner, pixels, steps, this.#time / 1000); // training goes on meanwhile
  }

  async #read(learner, pixels, steps, seconds) {
    const say = this.#host.sayLater();
    // What is half learned is blurred, and blurred digits are none to the detector.
    const reads = await readDigits(this.#host, pixels, 'reading', false).catch(() => []);
    if (this.#learner === learner) say(text.status.learned(steps, seconds, learner.info.digits, reads));
  }

  /** Makes a digit current. The model is not one of the page's, so other models encode the picture. */
  #pick(i) {
    const picture = this.#sheet.picture(i);
    if (!picture || !this.#learner) return;
    const name = text.digitNames.learned(i, this.#learner.steps);
    this.#host.setCurrent({ ...picture, pixels: picture.pixels.slice(), name, label: this.#labels?.[i] ?? null });
  }

  // ---- The result

  async #file() {
    const bytes = await this.#learner.exportModel();
    return new File([/** @type {BlobPart} */ (bytes)], `${this.#state.config}-${this.#state.start}.safetensors`);
  }

  #saveModel() {
    this.#host.run(async () => {
      const file = await this.#file();
      saveFile(file, file.name);
    });
  }

  #openModel() {
    this.#pause();
    this.#host.run(async () => this.#host.openFile(await this.#file()));
  }
}
