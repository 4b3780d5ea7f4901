// The sheet: a grid of digits, each a button; one of them may be chosen.

import { draw, inkOf } from './ink.js';
import { kSheet } from './state.js';
import { labels } from './text.js';

const kColumns = 8;

export class Sheet {
  #root;
  #buttons = [];
  #pictures = new Array(kSheet).fill(null);
  #size = { width: 28, height: 28 };

  /**
   * @param {HTMLElement} root
   * @param {(index: number) => void} onPick
   */
  constructor(root, onPick) {
    this.#root = root;
    for (let i = 0; i < kSheet; i++) {
      const button = document.createElement('button');
      button.type = 'button';
      button.tabIndex = i === 0 ? 0 : -1;
      button.append(document.createElement('canvas'));
      button.addEventListener('click', () => onPick(i));
      button.addEventListener('focus', () => this.#stop(i));
      this.#buttons.push(button);
    }
    root.append(...this.#buttons);
    root.addEventListener('keydown', (event) => this.#move(event));
  }

  /** How the digits are called from now on, and their size. */
  name(seed, width, height) {
    this.#size = { width, height };
    this.#buttons.forEach((button, i) => button.setAttribute('aria-label', labels.digit(i, seed)));
  }

  /** Draws digits from `first` on; `fade` lets them appear softly. */
  add(first, pixels, fade) {
    const { width, height } = this.#size;
    const ink = inkOf(this.#root);
    for (let i = 0; i < pixels.length / (width * height); i++) {
      const picture = pixels.subarray(i * width * height, (i + 1) * width * height);
      this.#pictures[first + i] = { pixels: picture, width, height };
      this.#paint(first + i, ink);
      if (fade) this.#canvas(first + i).animate([{ opacity: 0 }, { opacity: 1 }], { duration: 120, easing: 'ease-out' });
    }
  }

  /** Draws everything again, for another size or theme. */
  repaint() {
    const ink = inkOf(this.#root);
    for (let i = 0; i < kSheet; i++) this.#paint(i, ink);
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

  #canvas(i) {
    return this.#buttons[i].firstElementChild;
  }

  #paint(i, ink) {
    const picture = this.#pictures[i];
    if (picture) draw(this.#canvas(i), picture.pixels, picture.width, picture.height, ink);
  }

  // One tab stop for the whole sheet; arrows move within it.
  #stop(index) {
    this.#buttons.forEach((button, i) => (button.tabIndex = i === index ? 0 : -1));
  }

  #move(event) {
    const at = this.#buttons.indexOf(document.activeElement);
    const column = at % kColumns;
    const steps = {
      ArrowLeft: column > 0 ? -1 : 0,
      ArrowRight: column < kColumns - 1 ? 1 : 0,
      ArrowUp: at >= kColumns ? -kColumns : 0,
      ArrowDown: at < kSheet - kColumns ? kColumns : 0,
      Home: -column,
      End: kColumns - 1 - column,
    };
    if (at < 0 || !(event.key in steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#buttons[at + steps[event.key]].focus();
  }
}
