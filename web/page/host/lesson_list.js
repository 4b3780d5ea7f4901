// The lessons as a list of links.

import { el } from '../dom/dom.js';
import { offeredLessons } from '../state/lessons.js';
import * as text from '../words/text.js';

/**
 * Fills a section with the lessons that the site can give.
 * @param {HTMLElement} root
 * @param {object} manifest
 * @param {string | null} current the id of the one that is open
 * @param {...Node} more what follows the list
 */
export function fillLessons(root, manifest, current, ...more) {
  const lessons = offeredLessons(manifest);
  root.hidden = lessons.length === 0;
  const links = lessons.map(({ id, title, summary }) => {
    const link = el('a', { href: `#lesson=${id}` }, title);
    if (id === current) link.setAttribute('aria-current', 'true');
    return el('li', {}, link, el('p', {}, summary));
  });
  root.replaceChildren(el('h2', {}, text.labels.lessons), el('ol', {}, links), ...more);
}
