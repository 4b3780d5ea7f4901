// What an element holds from the moment it is in a page until it leaves: workers, the list of models, and in its shadow
// tree the choice of model and view around a ViewHost.

import { Engine } from '../../engine/client/engine.js';
import { inThisThread, workerMaker } from '../../engine/client/spawn.js';
import { el } from '../dom/dom.js';
import { whyUnsupported } from '../host/browser_support.js';
import { posterOf, tabsOf } from '../host/frame.js';
import { ViewHost } from '../host/host.js';
import { ModelMenu } from '../host/model_menu.js';
import { formatState } from '../state/state.js';
import { kViews, viewOf } from '../views/index.js';
import * as text from '../words/text.js';
import { Fit } from './fit.js';
import { kNowhere } from './home.js';
import { SiteFiles } from './site_files.js';

import workerSource from 'latentwalk:worker';

export class Explorer {
  /** The list of models once it is known. @type {import('../views/view.js').Manifest | null} */
  manifest = null;
  #root;
  #base;
  #settings;
  #files;
  #stop = new AbortController();
  #engine = null;
  #host = null;
  #isWrong = false; // whether the last sentence said that something went wrong
  #models = new ModelMenu({ onChoose: (model) => this.#settings.onState({ model }) });
  #views = tabsOf(el, kViews, (id) => ({ onclick: () => this.#host.openView(id) }));
  #body = el('div', { class: 'body' });
  #embedded = el('div', { class: 'embedded' });
  #fit = new Fit(this.#embedded, () => this.#host?.repaint());
  #link = el('a', { target: '_blank', rel: 'noopener' }, text.labels.fullPage);

  /**
   * @param {ShadowRoot} root is filled
   * @param {string} base the address of the site's folder
   * @param {{isChosen: boolean, onState: (patch: object, settings?: {step?: boolean, quiet?: boolean}) => void,
   *   onLesson: (id: string | null, step?: number) => void, onAnswer: (answer: object) => void, steps: object,
   *   onError: (sentence: string) => void}} settings isChosen: the
   *   page's author named the folder; onState: what the visitor wants changed; quiet: it is shown already; steps: what
   *   can be taken back (HostSettings)
   */
  constructor(root, base, settings) {
    this.#root = root;
    this.#base = base;
    this.#settings = settings;
    this.#files = new SiteFiles(base);
    this.#link.href = base;
    this.#layOut();
  }

  /** Whether states can be shown. */
  get isReady() {
    return this.#host !== null;
  }

  /** Starts workers and reads the list of models; resolves to whether states can be shown from now on. */
  async start() {
    const unsupported = whyUnsupported();
    if (unsupported) return this.fail(unsupported);
    try {
      this.#engine = this.#makeEngine();
    } catch (error) {
      return this.fail(error.message);
    }
    const { signal } = this.#stop;
    try {
      this.manifest = await this.#files.manifest(signal); // while the worker starts
    } catch (error) {
      if (signal.aborted) return false;
      this.#engine.close();
      const where = this.#settings.isChosen || this.#files.isWhole ? '' : ` ${text.element.noFolder}`;
      return this.fail(`${text.failure.manifest(error.message)}${where}`);
    }
    if (signal.aborted) return false;
    this.#host = this.#makeHost();
    this.#watch();
    return true;
  }

  /** Ends all of it; the shadow tree is empty afterwards. */
  end() {
    this.#stop.abort();
    this.#fit.end();
    this.#host?.destroy();
    this.#engine?.close();
    this.#root.replaceChildren();
  }

  /** Shows a state; resolves to whether its picture is there. */
  async show(state) {
    this.#showChoice(state);
    this.#fit.show(state.fit, !state.hide.includes('controls'));
    this.#dress(state.theme);
    await this.#host.show(state);
    return !this.#isWrong;
  }

  /** Takes a state over that is shown already. */
  note(state) {
    this.#host.note(state);
  }

  /**
   * The lesson that an address carries, in the list from now on; null where it is damaged, which is said. What reads it is
   * loaded from the site, since few pages need it.
   */
  async ownLesson(packed) {
    try {
      await this.#files.run('latent-walk-lessons.js');
      const readText = (file) => this.#files.text(file);
      return await self.latentwalkLessons.lessonInLink(packed, { manifest: this.manifest, views: kViews, readText });
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#host.complain(error.message);
      return null;
    }
  }

  /** Has the theme that the author chose, or that of the device. */
  #dress(theme) {
    const chosen = theme === 'auto' ? undefined : theme;
    if (this.#embedded.dataset.theme === chosen) return;
    for (const { dataset } of [this.#embedded, /** @type {HTMLElement} */ (this.#root.host)]) {
      if (chosen) dataset.theme = chosen;
      else delete dataset.theme;
    }
    this.#host.repaint();
  }

  /** Has the link to the page lead to a state. */
  linkTo(state) {
    this.#link.href = `${this.#base}${formatState(state)}`;
  }

  #makeEngine() {
    const script = `${this.#base}latent-walk-worker.js`;
    return new Engine(workerMaker(script, workerSource), {
      home: this.#base,
      warm: this.#files.isReadable('latentwalk.wasm'),
      instead: () => inThisThread(script, this.#files.isWhole ? workerSource : undefined),
    });
  }

  #makeHost() {
    return new ViewHost(this.#body, {
      engine: this.#files.through(this.#engine),
      manifest: this.manifest,
      assets: this.#base,
      addressOf: (file) => this.#files.picture(file),
      onState: (patch, settings) => this.#settings.onState(patch, settings),
      onLesson: this.#settings.onLesson,
      onAnswer: this.#settings.onAnswer,
      readText: (file) => this.#files.text(file),
      steps: this.#settings.steps,
      keys: this.#root,
      loadCharts: async () => {
        await this.#files.run('latent-walk-charts.js');
        return self.latentwalkCharts;
      },
      onSay: (sentence, wrong) => {
        this.#isWrong = wrong;
        if (wrong) this.#settings.onError(sentence);
      },
    });
  }

  /** Says why nothing can be shown. */
  fail(sentence) {
    const isThere = this.#base !== kNowhere || this.#files.isWhole;
    const poster = isThere ? posterOf(el, (file) => this.#files.picture(file)) : null;
    const wrong = el('p', { class: 'status wrong', role: 'status' }, sentence);
    this.#body.append(el('div', { class: 'bench' }, el('div', { class: 'stage' }, poster, wrong)));
    this.#settings.onError(sentence);
    return false;
  }

  #layOut() {
    // A frame without an origin, or a page from disk, cannot lead to the page.
    const isAlone = self.origin === 'null' || this.#base === kNowhere;
    const link = isAlone ? null : el('p', { class: 'link', 'data-part': 'link' }, this.#link);
    const chooser = el('div', { class: 'chooser' }, this.#views, this.#models.root);
    this.#embedded.prepend(...[chooser, this.#body, link].filter(Boolean));
    this.#root.replaceChildren(this.#embedded);
  }

  #showChoice(state) {
    const { models } = this.manifest;
    const model = models.find(({ name }) => name === state.model);
    this.#models.show(models, state.model);
    for (const tab of /** @type {NodeListOf<HTMLElement>} */ (this.#views.querySelectorAll('button'))) {
      const view = viewOf(tab.dataset.view);
      const isShown = view.id === state.view;
      tab.setAttribute('aria-current', String(isShown));
      tab.hidden = !view.accepts(model, this.manifest) && !isShown;
    }
    /** @type {NodeListOf<HTMLElement>} */
    const parts = this.#root.querySelectorAll('.embedded > [data-part], .chooser > [data-part]');
    for (const part of parts) part.classList.toggle('gone', state.hide.includes(part.dataset.part));
  }

  // Digits are drawn as sharply as they are large, in the ink of the theme: another size or theme, another drawing.
  #watch() {
    const { signal } = this.#stop;
    let timer;
    let width = 0;
    const repaint = () => {
      clearTimeout(timer);
      timer = setTimeout(() => signal.aborted || this.#host.repaint(), 100);
    };
    const sizes = new ResizeObserver(([{ contentRect }]) => {
      if (width !== 0 && Math.round(contentRect.width) !== Math.round(width)) repaint();
      width = contentRect.width;
    });
    sizes.observe(this.#body);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', repaint, { signal });
    signal.addEventListener('abort', () => {
      sizes.disconnect();
      clearTimeout(timer);
    });
  }
}
