// The tray below the stage: the current digit and the last ones, Undo and Redo, and what can be saved.

import { button, el } from '../dom/dom.js';
import { draw, inkOf } from '../dom/ink.js';
import * as text from '../words/text.js';

/** @typedef {import('../views/view.js').Digit} Digit */

export class Tray {
  #settings;
  #digits = el('div', { class: 'digits', role: 'group', 'aria-label': text.tray.title });
  #name = el('p', { class: 'current-name' });
  #undo;
  #redo;
  #shown = new Map(); // digit -> its button

  /**
   * @param {HTMLElement} root is filled
   * @param {{choose: (digit: Digit) => void, undo: () => void, redo: () => void, saveMenu: HTMLElement}} settings
   */
  constructor(root, settings) {
    this.#settings = settings;
    this.#undo = button('undo', text.tray.undo, settings.undo);
    this.#redo = button('redo', text.tray.redo, settings.redo);
    root.replaceChildren(
      this.#digits,
      this.#name,
      el('div', { class: 'tray-buttons' }, this.#undo, this.#redo, settings.saveMenu),
    );
    root.hidden = false;
  }

  /**
   * @param {Digit[]} digits
   * @param {Digit | null} current
   * @param {(digit: Digit) => string} modelOf the title of the model that a digit is of, where another one is shown
   */
  show(digits, current, modelOf) {
    const isSame = digits.length === this.#shown.size && digits.every((digit) => this.#shown.has(digit));
    if (!isSame) {
      this.#shown = new Map(digits.map((digit) => [digit, this.#shown.get(digit) ?? this.#buttonOf(digit)]));
      this.#digits.replaceChildren(...this.#shown.values());
      this.repaint();
    }
    for (const [digit, one] of this.#shown) {
      const name = text.tray.digit(digit.name, modelOf(digit));
      one.setAttribute('aria-pressed', String(digit === current));
      one.setAttribute('aria-label', name);
      one.title = name;
      one.classList.toggle('of-other', modelOf(digit) !== '');
    }
    this.#name.textContent = current ? text.tray.current(current.name, modelOf(current)) : text.tray.empty;
    this.#digits.hidden = digits.length === 0;
  }

  /** What can be undone. A button that has the focus keeps it by handing it to the other one. */
  showSteps({ canUndo, canRedo }) {
    const root = /** @type {Document | ShadowRoot} */ (this.#undo.getRootNode());
    const focused = root.activeElement;
    this.#undo.disabled = !canUndo;
    this.#redo.disabled = !canRedo;
    if (focused === this.#undo && !canUndo) this.#redo.focus();
    if (focused === this.#redo && !canRedo) this.#undo.focus();
  }

  repaint() {
    for (const [{ pixels, width, height }, one] of this.#shown) {
      const canvas = one.firstElementChild;
      draw(canvas, pixels, width, height, inkOf(canvas));
    }
  }

  #buttonOf(digit) {
    const canvas = el('canvas', { width: digit.width, height: digit.height });
    return el('button', { type: 'button', onclick: () => this.#settings.choose(digit) }, canvas);
  }
}
