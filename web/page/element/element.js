// <latent-walk>: the explorer, or one view of it, in any page.
//
//   <script type="module" src="latent-walk.js"></script>
//   <latent-walk model="conv-vae" view="walk" hide="models,facts"></latent-walk>
//
// Attributes: `src` (the site's folder; where this script is unless given), every name that an address of the page may
// hold, with the same values, and `hash`, a whole address. They say what is shown and follow what a visitor does.
// Events: `ready` once the first picture is there, `change` when the state has changed, `answer` when a question of a
// lesson was answered, `error` with a sentence. They bubble, since Svelte, Preact, React and others listen at the root of what they show.

import { Past } from '../host/past.js';
import { lessonOf } from '../state/lessons.js';
import { changeState, entriesOf, formatState, kParams, readState, stateOfStep, textsOf } from '../state/state.js';
import * as text from '../words/text.js';
import { Explorer } from './explorer.js';
import { baseFor } from './home.js';
import { styleSheets } from './style_sheets.js';
import { addressOf, attributeText, meaningless, textFor } from './wishes.js';

const kStateNames = ['model', 'view', ...Object.keys(kParams)];
const kKept = ['hide', 'theme', 'fit', 'lesson', 'exercise']; // where another step of a lesson is shown

// Where there is no page, in Node, importing this does no harm.
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? Object);

export class LatentWalk extends Base {
  static observedAttributes = ['src', ...kStateNames, 'hash'];

  #explorer = null; // while the element is in a page
  #state = null;
  #past = new Past();
  #isReady = false; // whether the first picture is there
  #reflecting = false;
  #due = new Set(); // attributes that were set since they were last read
  #isAwaited = false; // whether they are read after this turn of the script
  #wished = new Set(); // properties that were set since the attributes were last read

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = styleSheets();
    this.#takeEarlier();
  }

  /** Properties that were set before the element was defined would otherwise hide those that it has. */
  #takeEarlier() {
    for (const name of [...LatentWalk.observedAttributes, 'state', 'manifest']) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  // After this turn of the script: some frameworks put an element into the page first and set what it has then.
  connectedCallback() {
    queueMicrotask(() => this.isConnected && !this.#explorer && this.#start());
  }

  // With moveBefore() an element goes elsewhere without leaving the page.
  connectedMoveCallback() {}

  disconnectedCallback() {
    this.#end();
  }

  attributeChangedCallback(name) {
    if (this.#reflecting) return;
    this.#due.add(name);
    if (!this.#explorer || this.#isAwaited) return;
    this.#isAwaited = true;
    queueMicrotask(() => this.#showAttributes());
  }

  /** What is shown, as texts: what a page's address or this element's attributes would hold. */
  get state() {
    return this.#state ? Object.fromEntries(entriesOf(this.#state)) : null;
  }

  set state(values) {
    if (typeof values === 'object' && values !== null) this.hash = addressOf(values);
    else if (values !== null && values !== undefined) complain(text.element.notAState(textFor('state', values)));
  }

  /** The same as the hash of an address. */
  get hash() {
    return this.#state ? formatState(this.#state) : (this.getAttribute('hash') ?? '');
  }

  set hash(address) {
    if (address !== null && address !== undefined) this.setAttribute('hash', textFor('hash', address) ?? '');
  }

  /** The list of models once it is known. */
  get manifest() {
    return this.#explorer?.manifest ?? null;
  }

  set manifest(value) {
    if (value !== null && value !== undefined) complain(text.element.manifestIsRead);
  }

  async #start() {
    const src = this.getAttribute('src');
    const { base, wrong } = baseFor(src);
    const explorer = new Explorer(this.shadowRoot, base, {
      isChosen: Boolean(src),
      onState: (patch, settings) => this.#change(patch, settings),
      onLesson: (lesson, step) => this.#openLesson(lesson, step),
      onAnswer: (answer) => this.#tell('answer', answer),
      steps: this.#steps(),
      onError: (message) => this.#tell('error', { message }),
    });
    this.#explorer = explorer;
    this.#isReady = false;
    this.#due.delete('src');
    if (wrong) explorer.fail(wrong);
    else if ((await explorer.start()) && this.#explorer === explorer) {
      const state = this.#read();
      this.#past.begin(state);
      this.#show(state);
    }
  }

  /** Takes the last change back. */
  undo() {
    this.#goTo(this.#past.undo());
  }

  /** Makes a change anew that was taken back. */
  redo() {
    this.#goTo(this.#past.redo());
  }

  #goTo(state) {
    if (state && this.#explorer?.isReady) this.#show(state);
  }

  /** What can be taken back, for the host (HostSettings). */
  #steps() {
    const past = this.#past;
    return {
      get canUndo() {
        return past.canUndo;
      },
      get canRedo() {
        return past.canRedo;
      },
      undo: () => this.undo(),
      redo: () => this.redo(),
    };
  }

  #end() {
    const explorer = this.#explorer;
    this.#explorer = null;
    this.#state = null;
    this.#due = new Set();
    explorer?.end();
  }

  /**
   * What the attributes say. Of those that were not set since, the state tells what stands: attributes hold only what the
   * view that is shown knows.
   */
  #read() {
    const { manifest } = this.#explorer;
    const due = this.#due;
    const isAll = !this.#state && !this.hasAttribute('hash');
    const isNew = (name) => due.has(name) && this.hasAttribute(name);
    const hash = new URLSearchParams((this.getAttribute('hash') ?? '').replace(/^[^#]*#/, ''));
    // Another address or step of a lesson, another state: what was told before does not count.
    const stands = isNew('hash') ? new Map() : new Map(this.#allTexts());
    if (isNew('lesson') || (isNew('step') && stands.has('lesson')))
      for (const name of stands.keys()) if (!kKept.includes(name)) stands.delete(name);
    const given = (name) => (isAll || due.has(name) ? attributeText(name, this.getAttribute(name)) : stands.get(name));
    const get = (name) => given(name) ?? hash.get(name);
    const state = readState(get, manifest);
    this.#bring(get('lesson'), get('step'), manifest);
    for (const name of this.#wished) {
      const why = meaningless(name, this.getAttribute(name), state, manifest);
      if (why) complain(why);
    }
    this.#wished.clear();
    this.#due = new Set();
    return state;
  }

  #allTexts() {
    return this.#state ? textsOf(this.#state, () => true) : [];
  }

  /** Shows what the attributes say that were set. */
  #showAttributes() {
    this.#isAwaited = false;
    if (!this.#explorer) return;
    if (this.#due.has('src')) {
      const due = this.#due;
      this.#end();
      this.#due = due;
      this.#start();
    } else if (this.#explorer.isReady) {
      const state = this.#read();
      this.#take(state);
      this.#show(state);
    }
  }

  /** Sets an attribute as a property does: never throws. */
  #wish(name, value) {
    const wanted = textFor(name, value);
    if (wanted === null) return this.removeAttribute(name);
    this.#wished.add(name);
    this.setAttribute(name, wanted);
  }

  #change(patch, { step = true, quiet = false } = {}) {
    if (!this.#explorer?.isReady) return;
    const state = changeState(this.#state, patch, this.#explorer.manifest);
    this.#take(state, { step, slide: quiet ? Object.keys(patch).join() : '' });
    if (!quiet) return void this.#show(state);
    this.#keep(state);
    this.#explorer.note(state);
  }

  #openLesson(lesson, step = 1) {
    if (!lesson) return this.#change({ lesson });
    const state = stateOfStep(this.#state, lesson, step, this.#explorer.manifest);
    this.#take(state);
    this.#show(state);
  }

  /** A lesson that the address carries is opened once it is read. */
  async #bring(lesson, step, manifest) {
    if (!lesson?.startsWith('~') || lessonOf(lesson, manifest)) return;
    const explorer = this.#explorer;
    const entry = await explorer.ownLesson(lesson);
    if (entry && this.#explorer === explorer) this.#openLesson(entry.id, step);
  }

  #take(state, { step = true, slide = '' } = {}) {
    this.#past.take(state, { step: step && formatState(state) !== this.hash, slide });
  }

  async #show(state) {
    const explorer = this.#explorer;
    this.#keep(state);
    const isThere = await explorer.show(state);
    if (this.#explorer !== explorer || this.#state !== state || !isThere || this.#isReady) return;
    this.#isReady = true;
    this.#tell('ready', { manifest: explorer.manifest, state: this.state });
  }

  /** Makes a state this element's: its attributes and its link follow. */
  #keep(state) {
    const before = this.#state ? this.hash : '';
    this.#state = state;
    const texts = new Map(entriesOf(state));
    this.#reflect(() => {
      this.removeAttribute('hash'); // the others say it from here on
      for (const name of kStateNames) {
        if (!texts.has(name)) this.removeAttribute(name);
        else if (this.getAttribute(name) !== texts.get(name)) this.setAttribute(name, texts.get(name));
      }
    });
    this.#explorer.linkTo(state);
    if (before !== this.hash) this.#tell('change', { state: this.state });
  }

  #reflect(body) {
    this.#reflecting = true;
    body();
    this.#reflecting = false;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  // Each attribute is a property too, as far as elements have none of that name.
  static {
    for (const name of this.observedAttributes) {
      if (name in this.prototype) continue;
      Object.defineProperty(this.prototype, name, {
        get() {
          return this.getAttribute(name);
        },
        set(value) {
          this.#wish(name, value);
        },
        configurable: true,
        enumerable: true,
      });
    }
  }
}

const complain = (sentence) => console.warn(`<latent-walk>: ${sentence}`);

if (globalThis.customElements && !customElements.get('latent-walk')) customElements.define('latent-walk', LatentWalk);
