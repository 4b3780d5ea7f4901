// <latent-walk>: the explorer, or one view of it, in any page.
//
//   <script type="module" src="latent-walk.js"></script>
//   <latent-walk model="conv-vae" view="walk" hide="models,facts"></latent-walk>
//
// Attributes: `src` (the site's folder; where this script is unless given) and every name that an address of the page
// may hold, with the same values. They say what is shown and follow what a visitor does.
// Events: `ready` once the first picture is there, `change` when the state has changed, `error` with a sentence.

import { whyUnsupported } from '../host/browser_support.js';
import { fillModels } from '../host/chooser.js';
import { el, freshId } from '../dom/dom.js';
import { Engine } from '../../engine/client/engine.js';
import { SiteFiles } from './site_files.js';
import { ViewHost } from '../host/host.js';
import { showLesson } from '../host/lesson_list.js';
import { lessonOf } from '../state/lessons.js';
import { inThisThread, workerMaker } from '../../engine/client/spawn.js';
import { changeState, entriesOf, formatState, kParams, readState } from '../state/state.js';
import * as text from '../words/text.js';
import { kViews } from '../views/index.js';

import style from 'latentwalk:style';
import workerSource from 'latentwalk:worker';

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
export class LatentWalk extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = ['src', ...kStateNames];

  #life = null; // {stop, files, engine, host, manifest, …}: what ends when the element leaves the page
  #state = null;
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
    if (this.#reflecting || !this.#life) return;
    if (this.#due.size === 0) queueMicrotask(() => this.#follow());
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
    return this.#life?.manifest ?? null;
  }

  // ---- From the first moment to the last.

  async #start() {
    const stop = new AbortController();
    const base = new URL(this.getAttribute('src') || kHome, document.baseURI).href.replace(/[^/]*$/, '');
    const life = {
      stop,
      base,
      files: new SiteFiles(base),
      engine: null,
      host: null,
      manifest: null,
      ready: false,
      wrong: false,
    };
    this.#life = life;
    this.#lay(life);
    const unsupported = whyUnsupported();
    if (unsupported) return life.fail(unsupported);
    try {
      const script = `${base}latent-walk-worker.js`;
      life.engine = new Engine(workerMaker(script, workerSource), {
        home: base,
        warm: life.files.isReadable('latentwalk.wasm'),
        instead: () => inThisThread(script),
      });
    } catch (error) {
      return life.fail(error.message);
    }
    try {
      life.manifest = await life.files.manifest(stop.signal); // while the worker starts
    } catch (error) {
      if (this.#life !== life) return;
      life.engine.close();
      return life.fail(text.failure.manifest(error.message));
    }
    if (this.#life !== life) return;
    fillModels(life.parts.models, life.manifest.models, (model) => this.#change({ model }));
    life.host = new ViewHost(life.parts.body, {
      engine: life.files.through(life.engine),
      manifest: life.manifest,
      assets: base,
      onState: (patch, { quiet }) => this.#change(patch, quiet),
      onSay: (sentence, wrong) => {
        life.wrong = wrong;
        if (wrong) this.#tell('error', { message: sentence });
      },
    });
    this.#watch(life);
    for (const picture of life.parts.body.querySelectorAll('.poster > *')) setPoster(picture, life.files);
    this.#show(this.#read());
  }

  #end() {
    const life = this.#life;
    if (!life) return;
    this.#life = null;
    this.#state = null;
    this.#due.clear();
    life.stop.abort();
    life.host?.destroy();
    life.engine?.close();
    this.shadowRoot.replaceChildren();
  }

  // ---- State.

  /** What the attributes say. */
  #read() {
    return readState((name) => this.getAttribute(name), this.#life.manifest);
  }

  #follow() {
    const due = this.#due;
    this.#due = new Set();
    if (!this.isConnected) return;
    if (due.has('src')) {
      this.#end();
      this.#start();
    } else if (this.#life?.host) {
      if (due.has('lesson') && this.hasAttribute('lesson')) {
        // Another lesson, another state: what the attributes told of the one before does not count.
        this.#reflect(() =>
          kStateNames.forEach((name) => name !== 'hide' && !due.has(name) && this.removeAttribute(name)),
        );
      }
      this.#show(this.#read());
    }
  }

  #change(patch, quiet = false) {
    if (!this.#life?.host) return;
    const state = changeState(this.#state, patch, this.#life.manifest);
    if (quiet) this.#take(state);
    else this.#show(state);
  }

  async #show(state) {
    const life = this.#life;
    this.#take(state);
    this.#showChoice();
    await life.host.show(state);
    if (this.#life !== life || this.#state !== state || life.wrong || life.ready) return;
    life.ready = true;
    this.#tell('ready', { manifest: life.manifest, state: this.state });
  }

  #take(state) {
    const before = this.#state && formatState(this.#state);
    this.#state = state;
    const texts = new Map(entriesOf(state));
    this.#reflect(() => {
      for (const name of kStateNames) {
        if (!texts.has(name)) this.removeAttribute(name);
        else if (this.getAttribute(name) !== texts.get(name)) this.setAttribute(name, texts.get(name));
      }
    });
    this.#life.parts.link.href = `${this.#life.base}${formatState(state)}`;
    if (before !== formatState(state)) this.#tell('change', { state: this.state });
  }

  #reflect(body) {
    this.#reflecting = true;
    body();
    this.#reflecting = false;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  // ---- What is there besides the view.

  #lay(life) {
    const parts = {
      lesson: el('section', { class: 'lesson', 'data-part': 'lesson' }),
      models: el('div'),
      views: el('div'),
      body: el('div', { class: 'body' }),
      link: el('a', { target: '_blank', rel: 'noopener', href: life.base }, text.labels.fullPage),
    };
    life.parts = parts;
    life.fail = (sentence) => {
      const wrong = el('p', { class: 'status wrong', role: 'status' }, sentence);
      parts.body.append(el('div', { class: 'bench' }, el('div', { class: 'stage' }, posterOf(life.files), wrong)));
      this.#tell('error', { message: sentence });
    };
    const name = freshId('view');
    for (const { id, title } of kViews) {
      parts.views.append(
        el(
          'label',
          {},
          el('input', { type: 'radio', name, value: id, onchange: () => this.#change({ view: id }) }),
          el('span', { 'data-text': title }, title),
        ),
      );
    }
    this.shadowRoot.replaceChildren(
      el(
        'div',
        { class: 'embedded' },
        parts.lesson,
        el(
          'div',
          { class: 'chooser' },
          el('fieldset', { class: 'models', 'data-part': 'models' }, el('legend', {}, text.labels.model), parts.models),
          el('fieldset', { class: 'models', 'data-part': 'views' }, el('legend', {}, text.labels.view), parts.views),
        ),
        parts.body,
        // A frame without an origin, or a page from disk, cannot lead there.
        self.origin === 'null' ? null : el('p', { class: 'link', 'data-part': 'link' }, parts.link),
      ),
    );
  }

  #showChoice() {
    const { parts, manifest } = this.#life;
    const model = manifest.models.find(({ name }) => name === this.#state.model);
    for (const radio of parts.models.querySelectorAll('input')) radio.checked = radio.value === this.#state.model;
    for (const radio of parts.views.querySelectorAll('input')) {
      radio.checked = radio.value === this.#state.view;
      radio.parentElement.hidden =
        !kViews.find(({ id }) => id === radio.value).accepts(model, manifest) && !radio.checked;
    }
    for (const part of this.shadowRoot.querySelectorAll('.embedded > [data-part], .chooser > [data-part]')) {
      part.classList.toggle('gone', this.#state.hide.includes(part.dataset.part));
    }
    showLesson(parts.lesson, lessonOf(this.#state.lesson, manifest));
  }

  // Digits are drawn as sharply as they are large, in the ink of the theme: another size or theme, another drawing.
  #watch({ stop: { signal }, host, parts }) {
    let soon = 0;
    let width = 0;
    const repaint = () => {
      clearTimeout(soon);
      soon = setTimeout(() => signal.aborted || host.repaint(), 100);
    };
    const sizes = new ResizeObserver(([{ contentRect }]) => {
      if (width !== 0 && Math.round(contentRect.width) !== Math.round(width)) repaint();
      width = contentRect.width;
    });
    sizes.observe(parts.body);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint, { signal });
    signal.addEventListener('abort', () => {
      sizes.disconnect();
      clearTimeout(soon);
    });
  }
}

/** The poster in the theme that is on. */
function setPoster(picture, files) {
  if (picture.localName === 'img') picture.src = files.picture('poster-light.png');
  else picture.srcset = files.picture('poster-dark.png');
}

function posterOf(files) {
  const parts = [
    el('source', { media: '(prefers-color-scheme: dark)' }),
    el('img', { width: 504, height: 504, alt: text.labels.poster }),
  ];
  for (const picture of parts) setPoster(picture, files);
  return el('picture', { class: 'poster' }, parts);
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
