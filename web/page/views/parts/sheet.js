// A grid of digits, each a button; one of them may be chosen.

import { draw, inkOf, joinPictures, picturesIn } from '../../dom/ink.js';
import { el } from '../../dom/dom.js';

export class Sheet {
  #root;
  #columns;
  #buttons = [];
  #pictures = [];
  #size = { width: 28, height: 28 };

  /**
   * @param {{count: number, columns: number, label: string, onPick?: (index: number) => void}} settings onPick: where
   *   there is none, the digits are pictures and no buttons
   */
  constructor({ count, columns, label, onPick }) {
    this.#columns = columns;
    this.#pictures = new Array(count).fill(null);
    for (let i = 0; i < count; i++) {
      const canvas = el('canvas', { width: 28, height: 28 });
      this.#buttons.push(
        !onPick
          ? el('span', { class: 'cell', role: 'img' }, canvas)
          : el(
              'button',
              {
                type: 'button',
                class: 'cell',
                tabIndex: i === 0 ? 0 : -1,
                onclick: () => onPick(i),
                onfocus: () => this.#stop(i),
              },
              canvas,
            ),
      );
    }
    this.#root = el('div', { class: 'sheet', role: 'group', 'aria-label': label }, this.#buttons);
    this.#root.style.setProperty('--columns', String(columns));
    if (onPick) this.#root.addEventListener('keydown', (event) => this.#move(event));
  }

  get root() {
    return this.#root;
  }

  get count() {
    return this.#buttons.length;
  }

  /** How wide a digit is shown, in CSS pixels. */
  get shownWidth() {
    return this.#canvas(0).clientWidth;
  }

  /** Which digit an element is in; -1: none. */
  indexOf(element) {
    return this.#buttons.indexOf(element.closest('.cell'));
  }

  /** Shows something else in a digit's place, until it is drawn anew. @param {ImageData} image */
  put(index, image) {
    const canvas = this.#canvas(index);
    if (canvas.width !== image.width || canvas.height !== image.height)
      Object.assign(canvas, { width: image.width, height: image.height });
    canvas.getContext('2d').putImageData(image, 0, 0);
  }

  /** Takes all digits away. */
  clear() {
    this.#pictures.fill(null);
    this.#buttons.forEach((_, i) => (this.#canvas(i).width = this.#canvas(i).width)); // which blanks it
  }

  /** How digits are called from now on, and their size. */
  name(nameOf, width, height) {
    this.#size = { width, height };
    this.#buttons.forEach((button, i) => button.setAttribute('aria-label', nameOf(i)));
  }

  /** Draws digits from `first` on; `fade` lets them appear softly. */
  add(first, pixels, fade) {
    const { width, height } = this.#size;
    const ink = inkOf(this.#root);
    const wide = this.shownWidth;
    picturesIn(pixels, width * height).forEach((picture, k) => {
      const i = first + k;
      this.#pictures[i] = { pixels: picture, width, height };
      this.#paint(i, ink, wide);
      if (fade) this.#canvas(i).animate([{ opacity: 0 }, { opacity: 1 }], { duration: 120, easing: 'ease-out' });
    });
  }

  /** Draws everything again, for another size or theme. */
  repaint() {
    const ink = inkOf(this.#root);
    const wide = this.shownWidth;
    for (let i = 0; i < this.#buttons.length; i++) this.#paint(i, ink, wide);
  }

  /** @param {number | null} index */
  choose(index) {
    this.#buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(i === index)));
    if (index !== null) this.#stop(index);
  }

  /** @returns {{pixels: Float32Array, width: number, height: number} | null} */
  picture(index) {
    return this.#pictures[index];
  }

  /** All digits in one array, where all are there. */
  all() {
    return this.#pictures.every(Boolean) ? joinPictures(this.#pictures.map(({ pixels }) => pixels)) : null;
  }

  #canvas(i) {
    return this.#buttons[i].firstElementChild;
  }

  #paint(i, ink, wide) {
    const picture = this.#pictures[i];
    if (picture) draw(this.#canvas(i), picture.pixels, picture.width, picture.height, ink, wide);
  }

  // One tab stop for the whole sheet; arrows move within it.
  #stop(index) {
    this.#buttons.forEach((button, i) => (button.tabIndex = i === index ? 0 : -1));
  }

  #move(event) {
    const at = this.#buttons.indexOf(event.target.closest('button'));
    const columns = this.#columns;
    const column = at % columns;
    const last = this.#buttons.length - 1;
    const steps = {
      ArrowLeft: column > 0 ? -1 : 0,
      ArrowRight: column < columns - 1 && at < last ? 1 : 0,
      ArrowUp: at >= columns ? -columns : 0,
      ArrowDown: at + columns <= last ? columns : 0,
      Home: -column,
      End: Math.min(columns - 1 - column, last - at),
    };
    if (at < 0 || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#buttons[at + steps[event.key]].focus();
  }
}
