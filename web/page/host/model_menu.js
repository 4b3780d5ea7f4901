// Which model: a button that opens a list of all, with the size and quality of each.

import { el } from '../dom/dom.js';
import { closenessNote, header, labels, modelSummary } from '../words/text.js';
import { modelButtonOf } from './frame.js';

const kTyped = /^\S$/u; // one character finds the next model whose name begins with it

export class ModelMenu {
  root;
  #button;
  #menu = el('div', { role: 'menu', 'aria-label': labels.models });
  #note = el('p', { class: 'note' });
  // Takes the focus of a press between its items, so that it stays open.
  #popup = el('div', { class: 'model-menu', tabIndex: -1, hidden: true }, this.#menu, this.#note);
  #settings;
  #models = [];
  #name = '';

  /**
   * @param {object} settings
   * @param {(name: string) => void} settings.onChoose
   * @param {(name: string) => void} [settings.onClose] a visitor's own model is to be closed
   * @param {() => void} [settings.onOpenFile] a model file is to be chosen
   * @param {HTMLElement | null} [settings.root] holds a button already, as the page is built
   */
  constructor({ root = null, ...settings }) {
    this.#settings = settings;
    this.root = root ?? el('div', { class: 'models', 'data-part': 'models' }, modelButtonOf(el, ''));
    this.#button = this.root.querySelector('button');
    this.root.append(this.#popup);
    this.#button.addEventListener('click', () => (this.#isOpen ? this.#close() : this.#open()));
    this.root.addEventListener('keydown', (event) => this.#press(event));
    this.root.addEventListener('focusout', ({ relatedTarget }) => {
      if (!this.root.contains(/** @type {Node | null} */ (relatedTarget))) this.#close(false);
    });
  }

  /** The models to choose from, and the one that is shown. */
  show(models, name) {
    this.#models = [...models];
    this.#name = name;
    this.#button.querySelector('.name').textContent = models.find((model) => model.name === name)?.title ?? '';
    if (this.#isOpen) this.#fill();
  }

  focus() {
    this.#button.focus();
  }

  get #isOpen() {
    return !this.#popup.hidden;
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.#menu.querySelectorAll('[role^=menuitem]')]);
  }

  #open() {
    this.#fill();
    this.#popup.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    const chosen = this.#items.find((item) => item.getAttribute('aria-checked') === 'true');
    (chosen ?? this.#items[0])?.focus();
  }

  #close(isFocused = true) {
    if (!this.#isOpen) return;
    this.#popup.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
    if (isFocused) this.focus();
  }

  #fill() {
    const { onOpenFile } = this.#settings;
    const groupOf = ({ family, local }) => (local ? 'own' : family);
    const groups = Object.entries(header.groups).map(([id, title]) => {
      const models = this.#models.filter((model) => groupOf(model) === id);
      if (models.length === 0) return null;
      const heading = el('p', { class: 'heading', 'aria-hidden': 'true' }, title);
      return el('div', { role: 'group', 'aria-label': title }, heading, ...models.map((model) => this.#rowOf(model)));
    });
    const open = { class: 'open-file', role: 'menuitem', type: 'button', tabIndex: -1 };
    this.#menu.replaceChildren(
      ...groups.filter(Boolean),
      ...(onOpenFile ? [el('button', { ...open, onclick: () => this.#choose(onOpenFile) }, header.openFile)] : []),
    );
    this.#note.textContent = closenessNote(this.#models);
  }

  #rowOf(model) {
    const { onChoose, onClose } = this.#settings;
    const { name, title, local } = model;
    const item = el(
      'button',
      {
        type: 'button',
        class: 'item',
        role: 'menuitemradio',
        'aria-checked': String(name === this.#name),
        'data-model': name,
        tabIndex: -1,
        onclick: () => this.#choose(() => onChoose(name)),
      },
      el('span', { class: 'title' }, title),
      ' ',
      el('span', { class: 'summary' }, modelSummary(model)),
    );
    if (!local || !onClose) return item;
    const words = labels.closeModel(title);
    const close = { type: 'button', class: 'close', role: 'menuitem', title: words, 'aria-label': words, tabIndex: -1 };
    const closing = () => this.#choose(() => onClose(name));
    return el('div', { class: 'own', role: 'none' }, item, el('button', { ...close, onclick: closing }, '×'));
  }

  #choose(act) {
    this.#close();
    act();
  }

  #press(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (!this.#isOpen) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      return this.#open();
    }
    const items = this.#items;
    const at = items.findIndex((item) => item.matches(':focus'));
    const next = this.#nextFor(event.key, items, at);
    if (event.key === 'Escape') this.#close();
    else if (event.key === 'Tab') return this.#close();
    else if (!next) return;
    else next.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  /** Where a key leads to; undefined where nowhere. */
  #nextFor(key, items, at) {
    const count = items.length;
    if (key === 'ArrowDown') return items[(at + 1) % count];
    if (key === 'ArrowUp') return items[(at + count - 1) % count];
    if (key === 'Home') return items[0];
    if (key === 'End') return items[count - 1];
    if (!kTyped.test(key)) return undefined;
    const inOrder = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    return inOrder.find(
      ({ dataset, textContent }) => dataset.model && textContent.toLowerCase().startsWith(key.toLowerCase()),
    );
  }
}
