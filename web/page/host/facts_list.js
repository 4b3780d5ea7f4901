// What the model's file says of itself.

import { el } from '../dom/dom.js';
import { factsOf } from '../words/text.js';

export function showFacts(root, model) {
  root.replaceChildren(...factsOf(model).flatMap(([term, text]) => [el('dt', {}, term), el('dd', {}, text)]));
}
