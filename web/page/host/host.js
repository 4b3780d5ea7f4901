// Shows one view of one model in an element: the frame around it (loading bar, poster, status, what you see), opening
// the model, and putting the view up and taking it down. The page and <latent-walk> are both built on it.

import { modelUrl } from '../../engine/client/site_urls.js';
import { CurrentDigit } from './current.js';
import { el } from '../dom/dom.js';
import { showFacts } from './facts_list.js';
import { focusIn, focusedIn } from './focus.js';
import { frameIn } from './frame_parts.js';
import { LessonPanel } from './lesson_panel.js';
import { undoKey } from './past.js';
import { Sitting } from './sitting.js';
import * as text from '../words/text.js';
import { viewOf } from '../views/index.js';

const kMostSeeds = 8;

export class ViewHost {
  #settings;
  #parts;
  #lesson;
  #retry; // shown where trying again may help
  #view = null; // {id, handle, stop}
  #sitting = new Sitting(); // of the view that is up, with the model that it shows
  #overtake = () => {}; // ends the show() that runs
  #opened = new Map(); // model address -> promise that the worker has it
  #turn = 0; // counts what was asked for, so that late answers to older wishes are dropped
  #complaints = 0;
  #state = null;
  #model = null;
  #current;
  #notice = ''; // what is wrong, to be said once the view is there
  #seeds = []; // the last seeds of sheets, newest first
  #focus = new Map(); // view -> the control that had the focus when it went
  #lostFocus = false; // with the view that went

  /**
   * @param {HTMLElement} root empty, or holding a frame (`.bench`) that was there before the script
   * @param {import('./host_settings.js').HostSettings} settings
   */
  constructor(root, settings) {
    this.#settings = settings;
    this.#parts = frameIn(root, settings.addressOf ?? ((file) => new URL(file, settings.assets).href));
    const again = () => settings.onState({}, { step: false });
    this.#lesson = new LessonPanel(this.#parts.lesson, { ...settings, onSecret: again });
    this.#retry = el('button', { class: 'retry', type: 'button', hidden: true, onclick: again }, text.labels.retry);
    this.#parts.status.after(this.#retry);
    this.#current = new CurrentDigit(this.#parts, {
      settings,
      shown: () => ({ state: this.#state, model: this.#model }),
      say: (...words) => this.say(...words),
      sayAfterwards: (sentence) => (this.#notice = sentence),
      run: (work) => this.#run(work),
    });
    settings.keys?.addEventListener('keydown', (event) => this.#onKey(event));
  }

  #onKey(event) {
    const wish = undoKey(event);
    if (!wish) return;
    event.preventDefault();
    this.#settings.steps?.[wish]();
  }

  /** Opens a view as its tab does: it starts from the current digit. */
  openView(id) {
    return this.#current.open(id);
  }

  /** Takes a state over that the view shows already. */
  note(state) {
    this.#state = state;
    this.#lesson.show(state);
    this.#current.follow();
  }

  /** Shows a state; resolves once its picture is there, or why not has been said. */
  async show(state) {
    this.#overtake();
    const overtaken = new Promise((resolve) => (this.#overtake = () => resolve()));
    await Promise.race([this.#show(state), overtaken]);
  }

  async #show(state) {
    const mine = ++this.#turn;
    const isCurrent = () => mine === this.#turn;
    const { manifest } = this.#settings;
    const model = manifest.models.find(({ name }) => name === state.model);
    if (model !== this.#model) this.#sitDown();
    this.#retry.hidden = true;
    if (state.view !== this.#view?.id) this.#takeDown(); // while #state is still that of the view that goes
    const wasSecret = this.#lesson.isSecret;
    this.#lesson.show(state);
    if (this.#lesson.isSecret && !wasSecret) this.#takeDown(); // with what was read in its pictures
    this.#state = state;
    this.#model = model;
    this.#seeds = [state.seed, ...this.#seeds.filter((seed) => seed !== state.seed)].slice(0, kMostSeeds);
    this.#current.follow();
    const view = viewOf(state.view);
    showFacts(this.#parts.facts, this.#model);
    this.#parts.facts.hidden = view.usesModel === false;
    if (!view.accepts(this.#model, manifest)) {
      this.#takeDown();
      const fitting = manifest.models.filter((model) => view.accepts(model, manifest)).map(({ title }) => title);
      this.say(text.failure.notFor(view.title, this.#model.title, fitting), true);
      return;
    }
    if (this.#view?.id !== view.id) this.#putUp(view);
    this.#parts.root.setAttribute('aria-busy', 'true');
    try {
      await this.#open(this.#model, isCurrent);
      if (!isCurrent()) return;
      this.#parts.bar.hidden = true;
      await this.#view.handle.update(state, isCurrent);
      if (!isCurrent()) return;
      this.#hide(state.hide);
      this.#parts.poster.hidden = true;
      this.#parts.scene.classList.remove('waiting');
      this.#giveFocus();
      if (this.#notice) this.say(this.#notice, true);
      this.#notice = '';
    } catch (error) {
      if (!isCurrent() || error?.name === 'AbortError') return;
      this.#parts.bar.hidden = true;
      this.say(this.#failure(error), true);
      this.#retry.hidden = Boolean(this.#settings.engine.fault);
    } finally {
      if (isCurrent()) {
        this.#parts.root.removeAttribute('aria-busy');
        // Not before the view has its controls for this model and says what there is to see: else they would jump.
        this.#parts.controls.classList.remove('waiting');
      }
    }
  }

  /** Draws everything again, for another size or theme. */
  repaint() {
    this.#current.repaint();
    if (this.#view) this.#run(async () => this.#view.handle.repaint?.());
  }

  /** The workers' models are gone: each is opened anew when it is shown next. */
  forgetOpened() {
    this.#opened.clear();
  }

  say(sentence, wrong = false) {
    const { status } = this.#parts;
    if (status.textContent !== sentence) status.textContent = sentence;
    status.classList.toggle('wrong', wrong);
    if (wrong) this.#complaints++;
    this.#settings.onSay?.(sentence, wrong);
  }

  /** Says what is wrong with what was asked for, once the view is there. */
  complain(sentence) {
    if (this.#parts.root.hasAttribute('aria-busy')) this.#notice = sentence;
    else this.say(sentence, true);
  }

  /** Takes the view down; the frame stays. Nothing of the host goes on afterwards. */
  destroy() {
    this.#turn++;
    this.#overtake();
    this.#takeDown();
  }

  #sitDown() {
    this.#sitting.end();
    this.#sitting = new Sitting();
  }

  #putUp(view) {
    this.#takeDown();
    const { root, scene, panel, seen } = this.#parts;
    const { engine, manifest, assets, onState } = this.#settings;
    const stop = new AbortController();
    const self = this;
    const up = () => !stop.signal.aborted;
    seen.textContent = '';
    const handle = view.create({
      root,
      stage: scene,
      panel,
      engine: {
        request: (message, onPart) => (up() ? self.#sitting.request(engine, message, onPart) : new Promise(() => {})),
      },
      manifest,
      assets,
      get model() {
        return self.#model;
      },
      get state() {
        return self.#state;
      },
      setState: (patch, { step = true } = {}) => up() && onState(patch, { step }),
      noteState: (patch) => up() && onState(patch, { quiet: true }),
      setCurrent: (digit) => up() && self.#current.set(digit),
      get current() {
        return self.#current.digit;
      },
      get hidesReadings() {
        return self.#lesson.isSecret;
      },
      observe: (facts) => up() && self.#lesson.observe(facts),
      get recentSeeds() {
        return self.#seeds;
      },
      say: (sentence, wrong) => up() && self.say(sentence, wrong),
      sayLater: () => {
        const before = self.#complaints;
        return (sentence) => up() && before === self.#complaints && self.say(sentence);
      },
      explain: (sentences) => {
        if (up()) seen.textContent = sentences;
      },
      learningWorkers: () => self.#sitting.during(engine.learningWorkers(assets)),
      openFile: self.#settings.openFile,
      loadCharts: self.#settings.loadCharts,
      open: (model) => self.#sitting.during(self.#open(model, up)),
      run: (work) => up() && self.#run(work),
      signal: stop.signal,
    });
    this.#view = { id: view.id, handle, stop };
    this.#hide(this.#state.hide);
  }

  #takeDown() {
    if (!this.#view) return;
    const { id, handle, stop } = this.#view;
    const focused = focusedIn([this.#parts.panel, this.#parts.scene]);
    this.#lostFocus ||= focused !== null;
    if (focused !== null) this.#focus.set(id, focused);
    this.#current.leave(id);
    this.#view = null;
    stop.abort();
    this.#sitDown();
    handle.destroy();
    this.#parts.scene.replaceChildren();
    this.#parts.panel.replaceChildren();
  }

  // What took the focus along gives it back: to the control that had it when the view was last up, else to the main one.
  #giveFocus() {
    if (!this.#lostFocus) return;
    this.#lostFocus = false;
    const root = /** @type {Document | ShadowRoot} */ (this.#parts.root.getRootNode());
    const isElsewhere = root.activeElement && root.activeElement !== document.body;
    if (!isElsewhere) focusIn([this.#parts.panel, this.#parts.scene], this.#focus.get(this.#view.id));
  }

  // Parts are named by data-part; the host's state says which are not wanted.
  #hide(named) {
    const hidden = this.#lesson.isSecret ? [...named, 'facts'] : named;
    for (const part of this.#parts.root.querySelectorAll('[data-part]')) {
      part.classList.toggle('gone', hidden.includes(part.dataset.part));
    }
  }

  #open(model, isWanted) {
    const { engine, assets } = this.#settings;
    const url = modelUrl(assets, model);
    if (!this.#opened.has(url)) {
      const asked = engine.request({ kind: 'open', url }, ({ loaded }) => {
        if (loaded !== undefined && isWanted()) this.#showProgress(model, loaded);
      });
      this.#opened.set(url, asked);
      asked.catch(() => this.#opened.delete(url));
      if (isWanted()) this.#showProgress(model, 0);
    }
    return this.#opened.get(url);
  }

  #showProgress(model, loaded) {
    const { bar } = this.#parts;
    const share = Math.min(loaded / model.bytes, 1);
    bar.hidden = share === 1;
    bar.setAttribute('aria-valuenow', Math.round(100 * share));
    bar.firstElementChild.style.width = `${100 * share}%`;
    this.say(text.status.loading(model.title, loaded, model.bytes));
  }

  /** Does what a visitor set off, and says what went wrong with it. */
  async #run(work) {
    try {
      await this.#sitting.during(work());
    } catch (error) {
      this.say(this.#failure(error), true);
    }
  }

  #failure(error) {
    const { title } = this.#model;
    const url = modelUrl(this.#settings.assets, this.#model);
    if (this.#settings.engine.fault) return text.failure.worker(error.message);
    if (navigator.onLine === false && !this.#model.local && !this.#opened.has(url)) return text.failure.offline(title);
    return text.failure.model(title, error.message);
  }
}
