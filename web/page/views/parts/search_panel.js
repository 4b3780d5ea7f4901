// The search for a GAN's nearest digit: started, watched and given up.

import { modelUrl } from '../../../engine/client/site_urls.js';
import { button, el, pictureOf } from '../../dom/dom.js';
import { clear, draw, inkOf } from '../../dom/ink.js';
import * as text from '../../words/text.js';
import { differenceOf } from './figure.js';

export class SearchPanel {
  #host;
  #canvas = pictureOf(text.labels.ganNearest);
  #caption = el('figcaption', {}, text.labels.ganWaits);
  #begin = button('search', text.labels.search, () => this.start());
  #cancel = button('cancel', text.labels.cancel, () => this.stop(), { hidden: true });
  #bar = el('progress', { max: 1, value: 0, hidden: true, 'aria-label': text.labels.search });
  #target = null; // the digit that is looked for
  #digit = null;
  #found = null;
  #turn = 0; // counts searches, so that answers to an older one are dropped
  #latent = null; // of what was found
  #pick = button('pick-found', this.#canvas, () => this.#makeCurrent(), {
    class: 'picture',
    title: text.labels.makeCurrent,
    disabled: true,
  });
  root = el('figure', { class: 'search' }, this.#pick, this.#caption);
  controls = el('div', { class: 'row', 'data-part': 'search' }, this.#begin, this.#cancel, this.#bar);

  /** @param {import('../view.js').Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** Another digit to look for; null where there is none. */
  reset(target, digit) {
    this.stop();
    this.#target = target;
    this.#digit = digit;
    this.#found = null;
    this.#pick.disabled = true;
    clear(this.#canvas);
    this.#caption.textContent = text.labels.ganWaits;
    this.root.hidden = this.controls.hidden = !this.#gan() || !target;
  }

  async start() {
    const gan = this.#gan();
    if (!this.#target || !gan) return;
    const mine = ++this.#turn;
    const isCurrent = () => mine === this.#turn;
    this.#showRunning(true);
    this.#bar.value = 0;
    try {
      await this.#search(gan, isCurrent);
    } catch (error) {
      if (isCurrent()) this.#host.say(text.failure.model(gan.title, error.message), true);
    }
    if (isCurrent()) this.#showRunning(false);
  }

  stop() {
    if (this.#cancel.hidden) return;
    this.#turn++;
    this.#showRunning(false);
    this.#host.engine.request({ kind: 'cancel', channel: 'search' }).catch(() => {});
  }

  repaint() {
    if (this.#found) draw(this.#canvas, this.#found, 28, 28, inkOf(this.#canvas));
  }

  /** The chosen model where it is a GAN, else one that is. */
  #gan() {
    const { model, manifest } = this.#host;
    if (model.family === 'gan') return model;
    return manifest.models.find(({ family, class_count: classes }) => family === 'gan' && classes === 0);
  }

  async #search(gan, isCurrent) {
    const { engine, assets, open } = this.#host;
    await open(gan);
    if (!isCurrent()) return;
    const { pixels, label } = this.#target;
    const asked = { pixels, label: this.#digit ?? label ?? 0 };
    const message = { kind: 'search', channel: 'search', url: modelUrl(assets, gan), ...asked };
    await engine.request(message, ({ share, drawn, latent }) => {
      if (!isCurrent()) return;
      this.#latent = latent;
      this.#pick.disabled = false;
      this.#bar.value = share;
      this.#found = drawn;
      this.repaint();
      this.#caption.textContent = text.labels.ganBy(gan.title, differenceOf(pixels, drawn));
    });
    if (isCurrent()) this.#host.say(text.status.searched(gan.title, differenceOf(pixels, this.#found)));
  }

  #makeCurrent() {
    if (!this.#found) return; // a click on the picture within a button that is off
    const gan = this.#gan();
    const digit = gan.class_count > 0 ? (this.#digit ?? this.#target.label ?? 0) : null;
    const station = { seed: 1, index: 0, digit, latent: Array.from(this.#latent) };
    const found = { pixels: this.#found, width: gan.image_width, height: gan.image_height };
    this.#host.setCurrent({ ...found, name: text.digitNames.found, station, model: gan.name });
  }

  // One button takes the place of the other, and the focus goes along.
  #showRunning(isRunning) {
    const [from, to] = isRunning ? [this.#begin, this.#cancel] : [this.#cancel, this.#begin];
    const root = /** @type {Document | ShadowRoot} */ (from.getRootNode());
    const isFocused = root.activeElement === from;
    this.#begin.hidden = isRunning;
    this.#cancel.hidden = this.#bar.hidden = !isRunning;
    if (isFocused) to.focus();
  }
}
