// Which class a conditional model is asked for, and choosing it.

import { check, el, radios } from '../../dom/dom.js';
import { className, labels as words } from '../../words/text.js';

/** The class of a station: the one it names, else its index's, in turn; null where the model has no classes. */
export const labelOf = (model, { index, digit }) =>
  model.class_count === 0 ? null : (digit ?? index % model.class_count);

/** What the classes of a model are called; none where it has no classes. @returns {string[]} */
export const classNames = (model) => Array.from({ length: model.class_count }, (_, label) => className(model, label));

/** The classes of several pictures of one class; undefined where the model has no classes. */
export const sameLabels = (model, digit, count) =>
  model.class_count === 0 ? undefined : new Array(count).fill(labelOf(model, { index: 0, digit }));

/** The classes of a sheet; undefined where the model has no classes. */
export const sheetLabels = (model, digit, count) =>
  model.class_count === 0 ? undefined : Array.from({ length: count }, (_, index) => labelOf(model, { index, digit }));

/**
 * Buttons for the classes of a conditional model; nothing for others.
 * @param {import('../view.js').Host} host
 * @param {{any?: boolean}} [options] any: none may be chosen
 */
export function classChoice(host, { any = false } = {}) {
  const root = el('div', { 'data-part': 'digit', hidden: true });
  let shown = '';
  let buttons = null;
  return {
    root,
    show(model, digit) {
      const names = classNames(model);
      if (shown !== JSON.stringify(names)) {
        shown = JSON.stringify(names);
        const choices = names.map((name, i) => [i, name]);
        if (any) choices.unshift(['any', words.anyClass]);
        buttons = radios(
          words.digitClass,
          choices,
          (value) => host.setState({ digit: value === 'any' ? null : value }),
          { class: 'classes' },
        );
        root.replaceChildren(...(names.length > 0 ? [buttons] : []));
        root.hidden = names.length === 0;
      }
      check(buttons, digit ?? (any ? 'any' : 0));
    },
  };
}
