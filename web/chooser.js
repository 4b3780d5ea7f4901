// Which model, which class, and what the model's file says of itself.

import { factsOf, labels } from './text.js';

/** One radio button a model. */
export function fillModels(root, models, onChoose) {
  for (const model of models) {
    root.append(radio('model', model.name, model.title, false, () => onChoose(model.name)));
  }
}

/** One radio button a class, and one for any; nothing where the model has no classes. */
export function fillClasses(root, count, chosen, onChoose) {
  if (root.dataset.count !== String(count)) {
    root.dataset.count = String(count);
    root.querySelectorAll('label').forEach((label) => label.remove());
    if (count > 0) root.append(radio('class', 'any', labels.anyClass, false, () => onChoose(null)));
    for (let i = 0; i < count; i++) root.append(radio('class', String(i), String(i), false, () => onChoose(i)));
  }
  for (const input of root.querySelectorAll('input')) input.checked = input.value === String(chosen ?? 'any');
}

export function showFacts(root, model) {
  root.replaceChildren(
    ...factsOf(model).flatMap(([term, text]) => {
      const dt = document.createElement('dt');
      const dd = document.createElement('dd');
      dt.textContent = term;
      dd.textContent = text;
      return [dt, dd];
    }),
  );
}

function radio(name, value, text, checked, onChoose) {
  const label = document.createElement('label');
  const input = document.createElement('input');
  const span = document.createElement('span');
  Object.assign(input, { type: 'radio', name, value, checked });
  input.addEventListener('change', onChoose);
  span.textContent = text;
  span.dataset.text = text;
  label.append(input, span);
  return label;
}
