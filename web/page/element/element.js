// <latent-walk>: the explorer, or one view of it, in any page.
//
//   <script type="module" src="latent-walk.js"></script>
//   <latent-walk model="conv-vae" view="walk" hide="models,facts"></latent-walk>
//
// Attributes: `src` (the site's folder; where this script is unless given) and every name that an address of the page
// may hold, with the same values. They say what is shown and follow what a visitor does.
// Events: `ready` once the first picture is there, `change` when the state has changed, `error` with a sentence.

import { changeState, entriesOf, formatState, kParams, readState } from '../state/state.js';
import { Explorer } from './explorer.js';

import style from 'latentwalk:style';

const kHome = new URL('./', import.meta.url).href;
const kStateNames = ['model', 'view', ...Object.keys(kParams)];

let sharedStyle = null;

/** One for all elements. As an object rather than as text in the page, which a strict policy would refuse. */
function styleSheet() {
  if (!sharedStyle) {
    sharedStyle = new CSSStyleSheet();
    sharedStyle.replaceSync(style);
  }
  return sharedStyle;
}

// Where there is no page, in Node, importing this does no harm.
const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? Object);

export class LatentWalk extends Base {
  static observedAttributes = ['src', ...kStateNames];

  #explorer = null; // while the element is in a page
  #state = null;
  #isReady = false; // whether the first picture is there
  #reflecting = false;
  #due = new Set(); // attributes that were set in this turn of the script

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    root.adoptedStyleSheets = [styleSheet()];
  }

  connectedCallback() {
    this.#start();
  }

  disconnectedCallback() {
    this.#end();
  }

  attributeChangedCallback(name) {
    if (this.#reflecting || !this.#explorer) return;
    if (this.#due.size === 0) queueMicrotask(() => this.#showAttributes());
    this.#due.add(name);
  }

  /** What is shown, as texts: what a page's address or this element's attributes would hold. */
  get state() {
    return this.#state ? Object.fromEntries(entriesOf(this.#state)) : null;
  }

  /** The same as the hash of an address. */
  get hash() {
    return this.#state ? formatState(this.#state) : '';
  }

  /** The list of models once it is known. */
  get manifest() {
    return this.#explorer?.manifest ?? null;
  }

  async #start() {
    const base = new URL(this.getAttribute('src') || kHome, document.baseURI).href.replace(/[^/]*$/, '');
    const explorer = new Explorer(this.shadowRoot, base, {
      onState: (patch, quiet) => this.#change(patch, quiet),
      onError: (message) => this.#tell('error', { message }),
    });
    this.#explorer = explorer;
    this.#isReady = false;
    if ((await explorer.start()) && this.#explorer === explorer) this.#show(this.#read());
  }

  #end() {
    const explorer = this.#explorer;
    this.#explorer = null;
    this.#state = null;
    this.#due.clear();
    explorer?.end();
  }

  /** What the attributes say. */
  #read() {
    return readState((name) => this.getAttribute(name), this.#explorer.manifest);
  }

  /** Shows what the attributes say that were set. */
  #showAttributes() {
    const due = this.#due;
    this.#due = new Set();
    if (!this.isConnected) return;
    if (due.has('src')) {
      this.#end();
      this.#start();
    } else if (this.#explorer?.isReady) {
      if (due.has('lesson') && this.hasAttribute('lesson')) this.#forgetAllBut(due);
      this.#show(this.#read());
    }
  }

  // Another lesson, another state: what the attributes told of the one before does not count.
  #forgetAllBut(kept) {
    this.#reflect(() => {
      for (const name of kStateNames) if (name !== 'hide' && !kept.has(name)) this.removeAttribute(name);
    });
  }

  #change(patch, quiet = false) {
    if (!this.#explorer?.isReady) return;
    const state = changeState(this.#state, patch, this.#explorer.manifest);
    if (quiet) this.#keep(state);
    else this.#show(state);
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
    const before = this.hash;
    this.#state = state;
    const texts = new Map(entriesOf(state));
    this.#reflect(() => {
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
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

// Each attribute is a property too, as far as elements have none of that name.
for (const name of LatentWalk.observedAttributes) {
  if (name in LatentWalk.prototype) continue;
  Object.defineProperty(LatentWalk.prototype, name, {
    get() {
      return this.getAttribute(name);
    },
    set(value) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, value);
    },
    configurable: true,
    enumerable: true,
  });
}

if (globalThis.customElements && !customElements.get('latent-walk')) customElements.define('latent-walk', LatentWalk);
