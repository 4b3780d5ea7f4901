// Which model, and what the model's file says of itself.

import { el } from '../dom/dom.js';
import { factsOf } from '../words/text.js';

/** One radio button a model. */
export function fillModels(root, models, onChoose) {
  root.replaceChildren(); // what build-site put there, to hold the room
  for (const { name, title } of models) {
    root.append(
      el(
        'label',
        {},
        el('input', { type: 'radio', name: 'model', value: name, onchange: () => onChoose(name) }),
        el('span', { 'data-text': title }, title),
      ),
    );
  }
}

export function showFacts(root, model) {
  root.replaceChildren(...factsOf(model).flatMap(([term, text]) => [el('dt', {}, term), el('dd', {}, text)]));
}
