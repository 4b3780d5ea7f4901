// The pages of the site, completed: what the scripts would put there is in the HTML already, so that nothing moves then.

import { frameOf, posterOf } from '../page/host/frame.js';
import { Html, html } from './html.mjs';

const kNoScript = 'This page needs JavaScript, which is turned off. The sheet above was drawn in advance.';
const atTop = (file) => file;

/**
 * index.html with the list of models and their names, and the frame around the view.
 * @param {string} page
 * @param {{models: {title: string}[]}} manifest
 * @param {boolean} hasDocuments where there are none, no link leads there
 */
export function indexPage(page, manifest, hasDocuments) {
  const names = manifest.models.map(({ title }) => html('label', {}, html('span', { 'data-text': title }, title)));
  const list = JSON.stringify(manifest).replace(/</g, '\\u003c'); // nothing in it may end the script element
  const note = html('noscript', {}, html('p', { class: 'status' }, kNoScript));
  const filled = [
    ['models', html('div', { id: 'models' }, ...names)],
    ['host', html('div', { id: 'host' }, frameOf(html, atTop, note))],
  ].reduce((text, [id, element]) => fill(text, `<div id="${id}"></div>`, element), page);
  const complete = fill(filled, 'id="manifest"></script>', new Html(`id="manifest">${list}</script>`));
  return hasDocuments ? complete : complete.replace(/ *<nav class="more".*?<\/nav>\n/s, '');
}

/** embed.html with the poster in the element, for as long as there is no script. */
export const framePage = (page) =>
  fill(page, '<latent-walk></latent-walk>', html('latent-walk', {}, posterOf(html, atTop)));

function fill(page, place, element) {
  if (!page.includes(place)) throw new Error(`the page has no ${place} to be filled`);
  return page.replace(place, () => element.text);
}
