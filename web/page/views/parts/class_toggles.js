// Which classes of real digits a map shows: a button each, all and none.

import { button, el } from '../../dom/dom.js';
import { labels } from '../../words/text.js';

const kAll = '0123456789';

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
    show(classes) {
      shown = classes;
      toggles.forEach((one, i) => one.setAttribute('aria-pressed', String(classes.includes(kAll[i]))));
    },
  };
}
