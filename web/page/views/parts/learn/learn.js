// The bench of Learn: trains a small network in this browser, or two side by side, and draws the same latents while it learns.

import { button, el } from '../../../dom/dom.js';
import { saveFile } from '../../../dom/files.js';
import * as text from '../../../words/text.js';
import { learnControls } from './learn_controls.js';
import { kRunSettings } from '../learn_params.js';
import { LearnRun } from './learn_run.js';
import { RunControls, settingsIn } from './run_controls.js';

const kLook = 120; // ms between two looks at the sheet
const kRead = 2000; // ms between two readings by the classifier

/** What a run of two is called: by its settings that are not the other's. */
function nameOf(state, run) {
  const [mine, others] = [settingsIn(state, run), settingsIn(state, 1 - run)];
  const differ = kRunSettings.filter((key) => mine[key] !== others[key]);
  const words = differ.map((key) => text.labels.runSettings[key](mine[key]));
  return text.labels.runWith(text.labels.runNames[run], words);
}

export class LearnBench {
  #host;
  #state;
  #shown = '';
  /** @type {LearnRun[]} */
  #runs = [];
  #turn = 0; // counts beginnings, so that what is late is dropped
  #isTraining = false;
  #nextRead = 0;
  #stage = el('div', { class: 'learn-runs' });
  #train = button('train', text.labels.train, () => (this.#isTraining ? this.#pause() : this.#start()), {
    class: 'primary',
  });
  #single = button('step', text.labels.oneStep, () => this.#stepOnce());
  #rewind = button('rewind', text.labels.rewind, () => this.#forget());
  #save = button('save-model', text.labels.saveModel, () => this.#saveModel());
  #open = button('open-model', text.labels.openModel, () => this.#openModel());
  #controls;
  #runControls;

  /** @param {import('../../view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#controls = learnControls(host);
    this.#runControls = new RunControls(host, () => this.#showControls());
    host.stage.append(this.#stage);
    host.panel.append(
      el('div', { class: 'row', 'data-part': 'train' }, this.#train, this.#single, this.#rewind),
      ...this.#controls.above,
      ...this.#runControls.parts,
      ...this.#controls.below,
      el('div', { class: 'row', 'data-part': 'result' }, this.#save, this.#open),
    );
  }

  async update(state) {
    this.#state = state;
    this.#showControls();
    const { config, start, digits, beside, latent, latent2 } = state;
    const key = JSON.stringify([config, start, digits, beside, latent, beside && latent2]);
    if (this.#shown !== key) {
      this.#shown = key;
      this.#forget();
    } else {
      this.#host.run(() => Promise.all(this.#runs.map((run, i) => run.set(settingsIn(state, i)))));
    }
    this.#host.explain(text.seenOnLearn(this.#chosen.config));
  }

  repaint() {
    for (const run of this.#runs) run.repaint();
  }

  destroy() {
    this.#end();
  }

  get #chosen() {
    const { configs } = this.#host.manifest;
    return configs.find(({ name }) => name === this.#state.config) ?? configs[0];
  }

  /** The run whose settings are shown. */
  get #run() {
    return this.#runs[this.#runControls.run] ?? this.#runs[0];
  }

  #showControls() {
    this.#controls.show(this.#state, this.#chosen.config);
    this.#runControls.show(this.#state, this.#chosen.config);
    this.#runs.forEach((run, i) => run.name(this.#state.beside ? nameOf(this.#state, i) : ''));
    this.#nameButtons();
  }

  // ---- Training

  #end() {
    this.#turn++;
    this.#isTraining = false;
    for (const run of this.#runs) run.end();
  }

  #forget() {
    this.#end();
    const { beside, start: seed, digits } = this.#state;
    const count = beside ? 2 : 1;
    if (this.#runs.length !== count) {
      const settings = { columns: beside ? 6 : 9, onPick: (run, i) => this.#pick(run, i) };
      this.#runs = Array.from({ length: count }, () => new LearnRun(this.#host, settings));
      this.#stage.classList.toggle('two', beside);
      this.#stage.replaceChildren(...this.#runs.map((run) => run.root));
    }
    this.#runs.forEach((run, i) => {
      run.root.dataset.run = String(i);
      run.begin(this.#chosen.config, { seed, digits, runs: count }, settingsIn(this.#state, i));
    });
    this.#nextRead = 0;
    this.#showControls();
    this.#host.say(text.status.untrained);
    this.#drawUntrained();
  }

  // The noise that training begins with. Where it does not come, Train tries again and says why.
  async #drawUntrained() {
    const turn = this.#turn;
    await Promise.all(
      this.#runs.map(async (run) => {
        await run.ready().catch(() => {});
        if (this.#turn === turn && run.steps === 0 && !this.#isTraining) await run.draw();
      }),
    ).catch(() => {});
  }

  #nameButtons() {
    this.#train.textContent = this.#isTraining ? text.labels.pause : text.labels.train;
    this.#rewind.disabled = !this.#runs.some((run) => run.steps > 0);
    this.#save.disabled = this.#open.disabled = !(this.#run?.steps > 0);
    this.#open.hidden = !this.#host.openFile;
  }

  #pause() {
    this.#isTraining = false;
    this.#nameButtons();
  }

  async #start() {
    this.#isTraining = true;
    this.#prepare();
    const turn = this.#turn;
    let count = 1;
    while (this.#isTraining && this.#turn === turn) {
      const before = performance.now();
      await this.#step(count);
      const took = performance.now() - before;
      count = Math.max(1, Math.min(2 * count, Math.round((count * kLook) / Math.max(took, 1))));
    }
  }

  async #stepOnce() {
    this.#pause();
    this.#prepare();
    await this.#step(1);
  }

  #prepare() {
    for (const run of this.#runs) run.error = '';
    if (!this.#runs.every((run) => run.learner)) this.#host.say(text.status.loadingDigits);
    this.#nameButtons();
  }

  /** Trains each run that goes on, and shows it. */
  async #step(count) {
    const turn = this.#turn;
    const runs = this.#runs.filter((run) => !run.error);
    await Promise.all(runs.map((run) => run.step(count)));
    if (this.#turn !== turn) return;
    if (this.#runs.every((run) => run.error)) this.#isTraining = false;
    await this.#show(turn);
    if (this.#turn === turn) this.#nameButtons();
  }

  async #show(turn) {
    const drawn = await Promise.all(this.#runs.map((run) => run.draw()));
    if (this.#turn !== turn) return;
    this.#nameButtons();
    this.#host.observe({ steps: this.#runs[0].steps });
    const now = performance.now();
    const failed = this.#runs.some((run) => run.error);
    if (now < this.#nextRead && this.#isTraining && !failed) return;
    this.#nextRead = now + kRead;
    this.#tell(turn, drawn); // training goes on meanwhile
  }

  async #tell(turn, drawn) {
    const say = this.#host.sayLater();
    const sentences = await Promise.all(
      this.#runs.map((run, i) => (run.error ? text.failure.learning(run.error) : drawn[i] && run.judge(drawn[i]))),
    ).catch(() => []);
    if (this.#turn !== turn || !sentences.every(Boolean) || sentences.length === 0) return;
    const named = (sentence, i) =>
      sentences.length === 1 ? sentence : text.status.runStatus(text.labels.runNames[i], sentence);
    const whole = sentences.map(named).join(' ');
    if (this.#runs.some((run) => run.error)) this.#host.say(whole, true);
    else say(whole);
  }

  /** Makes a digit current. The model is not one of the page's, so other models encode the picture. */
  #pick(run, i) {
    const picture = run.picture(i);
    if (!picture || !run.learner) return;
    const name = text.digitNames.learned(i, run.steps);
    this.#host.setCurrent({ ...picture, pixels: picture.pixels.slice(), name, label: run.labels?.[i] ?? null });
  }

  // ---- The result

  async #file() {
    const bytes = await this.#run.learner.exportModel();
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
