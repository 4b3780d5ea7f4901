// Which classes of real digits a map shows: a button each, all and none.

import { button, el } from '../../dom/dom.js';
import { className, labels } from '../../words/text.js';

const kAll = '0123456789';

/** Whether each class of a model has a button; those of a model with more than ten are all shown. */
export const hasToggles = (model) => model.class_count <= kAll.length;

/** The real digits of the chosen classes. */
export const shownDigits = (digits, classes, model) =>
  digits.filter(({ label }) => !hasToggles(model) || [...classes].includes(String(label)));

/** @param {(classes: string) => void} onChange classes: '013', in rising order */
export function classToggles(onChange) {
  let shown = kAll;
  const toggle = (one) => onChange([...kAll].filter((c) => shown.includes(c) !== (c === one)).join(''));
  const toggles = [...kAll].map((one) =>
    button(`class-${one}`, one, () => toggle(one), { 'aria-label': labels.showClass(one) }),
  );
  const all = button('all-classes', labels.allClasses, () => onChange(kAll));
  const none = button('no-classes', labels.noClasses, () => onChange(''));
  const props = { class: 'class-toggles', role: 'group', 'aria-label': labels.realDigits, 'data-part': 'classes' };
  const row = el('div', { class: 'toggle-row' }, toggles, all, none);
  return {
    root: el('div', props, el('p', { class: 'group-name' }, labels.realDigits), row),
    show(classes, model) {
      shown = classes;
      toggles.forEach((one, i) => {
        const name = className(model, i);
        if (one.textContent !== name) one.textContent = name;
        one.setAttribute('aria-label', labels.showClass(name));
        one.hidden = model.class_count > 0 && i >= model.class_count;
        one.setAttribute('aria-pressed', String(classes.includes(kAll[i])));
      });
    },
  };
}
