// The pages of the site, completed: what the scripts would put there is in the HTML already, so that nothing moves then.

import { frameOf, modelButtonOf, posterOf, tabsOf } from '../page/host/frame.js';
import { kViews } from '../page/views/index.js';
import { failure } from '../page/words/failure.js';
import { Html, html } from './html.mjs';

const kNoScript = 'This page needs JavaScript, which is turned off. The sheet above was drawn in advance.';
const atTop = (file) => file;

/**
 * index.html with the list of models, the views to choose from, and the frame around the view.
 * @param {string} page
 * @param {{default: string, models: {name: string, title: string}[]}} manifest
 * @param {boolean} hasDocuments where there are none, no link leads there, nor to the one-file page
 */
export function indexPage(page, manifest, hasDocuments) {
  const list = JSON.stringify(manifest).replace(/</g, '\\u003c'); // nothing in it may end the script element
  const noScript = html('noscript', {}, html('p', { class: 'status' }, kNoScript));
  const { title } = manifest.models.find(({ name }) => name === manifest.default);
  const filled = [
    ['models', html('div', { id: 'models', class: 'models' }, modelButtonOf(html, title))],
    [
      'views',
      html(
        'div',
        { id: 'views' },
        tabsOf(html, kViews, (id) => ({ href: `#view=${id}` })),
      ),
    ],
    ['host', html('div', { id: 'host' }, frameOf(html, atTop, noScript, unserved(hasDocuments)))],
  ].reduce((text, [id, element]) => fill(text, `<div id="${id}"></div>`, element), page);
  const complete = fill(filled, 'id="manifest"></script>', new Html(`id="manifest">${list}</script>`));
  return hasDocuments ? complete : complete.replace(/ *<nav class="more".*?<\/nav>\n/s, '');
}

/** What start.js shows where the page may read no file. */
function unserved(hasOfflinePage) {
  const link = html('a', { href: 'latentwalk-offline.html' }, failure.unservedInstead);
  return html('p', { class: 'unserved-note' }, `${failure.unserved} `, hasOfflinePage ? link : '');
}

/** embed.html with the poster in the element, for as long as there is no script. */
export const framePage = (page) =>
  fill(page, '<latent-walk></latent-walk>', html('latent-walk', {}, posterOf(html, atTop)));

function fill(page, place, element) {
  if (!page.includes(place)) throw new Error(`the page has no ${place} to be filled`);
  return page.replace(place, () => element.text);
}
