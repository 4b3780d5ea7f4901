// The current digit of a host: what views make current, what the tray shows of it, and how views start from it.

import { wholeAnswer } from '../../engine/client/whole_answer.js';
import { modelUrl } from '../../engine/client/site_urls.js';
import { priorOf } from '../views/parts/prior_choice.js';
import { viewOf } from '../views/index.js';
import * as text from '../words/text.js';
import { Picked, completed } from './picked.js';
import { saveMenu } from './save_menu.js';
import { Tray } from './tray.js';

const kPatience = 2000; // ms that a view waits at most for the code of a drawing

export class CurrentDigit {
  #host;
  #picked;
  #tray;
  #model = null; // that was shown last
  #known = new Map(); // view -> the digit, and the model, that it has started from or made current

  /**
   * @param {{tray: HTMLElement, scene: HTMLElement}} parts
   * @param {object} host
   * @param {{engine: any, manifest: import('../views/view.js').Manifest, assets: string, steps?: any, onState: Function}}
   *   host.settings
   * @param {() => {state: import('../views/view.js').State, model: import('../views/view.js').ManifestModel}} host.shown
   * @param {(sentence: string, wrong?: boolean) => void} host.say
   * @param {(sentence: string) => void} host.sayAfterwards what is wrong, once the view is there
   * @param {(work: () => Promise<unknown>) => void} host.run
   */
  constructor({ tray, scene }, host) {
    this.#host = host;
    const { engine, assets, steps } = host.settings;
    this.#picked = new Picked({ engine, assets, onCode: () => this.#refresh() });
    const shown = () => ({ state: host.shown().state, digit: this.#picked.current });
    const menu = saveMenu({ scene, shown, latent: () => this.#latent(), say: host.say });
    this.#tray = new Tray(tray, {
      choose: (digit) => this.#choose(digit),
      undo: () => steps?.undo(),
      redo: () => steps?.redo(),
      saveMenu: menu,
    });
  }

  /** The current digit as the shown model has it. */
  get digit() {
    return this.#picked.as(this.#host.shown().model);
  }

  /** A view makes a digit current. */
  set(digit) {
    const { state, model } = this.#host.shown();
    const drawer = this.#modelNamed(digit.model) ?? model;
    this.#picked.take(completed(digit, drawer, state.prior));
    this.#known.set(state.view, this.#mark());
    this.#refresh();
    this.#encode();
  }

  /** The state or the model has changed. A view that started from a picture starts from its code in the other model. */
  async follow() {
    const { state, model } = this.#host.shown();
    const before = this.#model;
    this.#model = model;
    this.#refresh();
    await this.#encode();
    const now = this.#host.shown();
    if (!before || before === model || now.model !== model || now.state.view !== state.view) return;
    const { current } = this.#picked;
    if (!current || current.station || !this.#station()) return;
    if (this.#known.get(state.view) !== this.#mark(before)) return;
    const patch = this.#start(state.view);
    if (Object.keys(patch).length > 0) this.#host.settings.onState(patch, { step: false });
  }

  repaint() {
    this.#tray.repaint();
  }

  /** A view goes: it knows the digit that is current now. */
  leave(id) {
    this.#known.set(id, this.#mark());
  }

  /** Opens a view by its tab: it starts from the current digit where that is new to it. */
  async open(id) {
    const { onState } = this.#host.settings;
    if (this.#known.get(id) === this.#mark() || !this.#picked.current) return onState({ view: id }, {});
    if (!this.#station()) await Promise.race([this.#encode(), new Promise((done) => setTimeout(done, kPatience))]);
    onState({ view: id, ...this.#start(id) }, {});
  }

  #choose(digit) {
    const { onState } = this.#host.settings;
    const { state } = this.#host.shown();
    this.#picked.choose(digit);
    const own = digit.station && this.#modelNamed(digit.model);
    this.#refresh();
    this.#host.run(async () => {
      if (!digit.station && !this.#station()) await this.#encode();
      const model = own && own.name !== state.model ? { model: own.name } : {};
      const patch = { ...model, ...this.#start(state.view, own || undefined) };
      this.#known.set(state.view, this.#mark());
      onState(patch, { step: Object.keys(patch).length > 0 });
    });
  }

  /** What changes in the state so that a view starts from the current digit. */
  #start(id, model = this.#host.shown().model) {
    const digit = this.#picked.as(model);
    const view = viewOf(id);
    const { state } = this.#host.shown();
    if (!digit || !view.startFrom) return {};
    this.#known.set(id, this.#mark(model));
    const prior = digit.station && !digit.station.latent ? { prior: digit.prior ?? null } : {};
    const patch = view.startFrom(digit, state, model);
    if (patch) return { ...prior, ...patch };
    this.#host.sayAfterwards(text.tray.notEncoded(digit.name, model.title));
    return {};
  }

  #station() {
    return this.digit?.station;
  }

  // The same text as long as neither digit nor model changes.
  #mark(model = this.#host.shown().model) {
    const { current } = this.#picked;
    return current && `${model.name} ${numberOf(current)}`;
  }

  #encode() {
    const { state, model } = this.#host.shown();
    return this.#picked.encodeFor(model, state.digit);
  }

  #refresh() {
    const { model } = this.#host.shown();
    this.#tray.show(this.#picked.digits, this.#picked.current, (digit) =>
      digit.station && digit.model !== model.name ? (this.#modelNamed(digit.model)?.title ?? digit.model) : '',
    );
    this.#tray.showSteps(this.#host.settings.steps ?? { canUndo: false, canRedo: false });
  }

  #modelNamed(name) {
    return this.#host.settings.manifest.models.find((model) => model.name === name);
  }

  /** The latent vector of the current digit. */
  async #latent() {
    const { engine, assets } = this.#host.settings;
    const { model: shown } = this.#host.shown();
    const { current } = this.#picked;
    await this.#encode();
    const digit = current.station ? current : this.#picked.as(shown);
    if (!digit.station) throw new Error(text.tray.noLatent(digit.name, shown.title));
    const { station } = digit;
    if (station.latent) return { digit, latent: station.latent };
    const model = this.#modelNamed(digit.model);
    const stations = [{ ...station, label: station.digit }];
    const prior = priorOf(model, digit.prior);
    const message = { kind: 'latents', url: modelUrl(assets, model), stations, prior };
    return { digit, latent: Array.from((await wholeAnswer(engine, message)).latents) };
  }
}

const numbers = new WeakMap();
let lastNumber = 0;

function numberOf(digit) {
  if (!numbers.has(digit)) numbers.set(digit, ++lastNumber);
  return numbers.get(digit);
}
