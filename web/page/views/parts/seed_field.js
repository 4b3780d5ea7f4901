// The field for the seed of a sheet, and the seeds of the last ones.

import { button, el, textField } from '../../dom/dom.js';
import { parseSeed } from '../../params/params.js';
import * as text from '../../words/text.js';

/**
 * @param {(seed: number) => void} onChoose
 * @param {import('../view.js').Host} host
 */
export function seedField(onChoose, host) {
  const { root, note, show } = textField({
    label: text.labels.seed,
    note: text.notes.seed,
    wrong: text.failure.seed,
    parse: parseSeed,
    part: 'seed',
    take: onChoose,
  });
  const recent = el('div', { class: 'recent-seeds', role: 'group', 'aria-label': text.labels.recentSeeds });
  return {
    root,
    note: el('div', { class: 'seed-notes' }, note, recent),
    /** @param {string} seed */
    show(seed) {
      show(seed);
      const others = host.recentSeeds.map(String).filter((one) => one !== seed);
      const focused = /** @type {Document | ShadowRoot} */ (recent.getRootNode()).activeElement;
      if (recent.contains(focused)) root.querySelector('input').focus(); // the button that was pressed goes
      recent.hidden = others.length === 0;
      recent.replaceChildren(
        ...others.map((one) =>
          button('recent-seed', one, () => onChoose(Number(one)), { title: text.labels.seedAgain(one) }),
        ),
      );
    },
  };
}
