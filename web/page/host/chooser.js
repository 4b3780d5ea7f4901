// Which model, and what the model's file says of itself.

import { el } from '../dom/dom.js';
import { factsOf, labels } from '../words/text.js';

/**
 * One radio button a model.
 * @param {HTMLElement} root
 * @param {{name: string, title: string, local?: boolean}[]} models
 * @param {(name: string) => void} onChoose
 * @param {(name: string) => void} [onClose] a visitor's own model is to be closed
 */
export function fillModels(root, models, onChoose, onClose) {
  root.replaceChildren(); // what build-site put there, to hold the room
  for (const { name, title, local } of models) {
    const radio = el('input', { type: 'radio', name: 'model', value: name, onchange: () => onChoose(name) });
    const label = el('label', {}, radio, el('span', { 'data-text': title }, title));
    const words = labels.closeModel(title);
    const close = { type: 'button', class: 'close', title: words, 'aria-label': words, onclick: () => onClose(name) };
    root.append(local && onClose ? el('div', { class: 'own' }, label, el('button', close, '×')) : label);
  }
}

export function showFacts(root, model) {
  root.replaceChildren(...factsOf(model).flatMap(([term, text]) => [el('dt', {}, term), el('dd', {}, text)]));
}
