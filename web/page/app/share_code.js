// The code that puts a state on another page, and what is to be said of it.

import { entriesOf, formatState } from '../state/state.js';
import * as text from '../words/text.js';

/** Sizes that a snippet may have; none: as wide as its page, and as high as what it shows. */
export const kSizes = { slide: [800, 500], column: [400, 600], phone: [320, 568] };

/**
 * @typedef {object} Wanted
 * @property {string} site the address of the folder
 * @property {import('../views/view.js').State} state
 * @property {string} title of what is shown
 * @property {[number, number]} [size]
 */

/** Room for what is shown, so that nothing moves once it is there. @param {Record<string, any>} state */
const heightOf = ({ hide }) =>
  (hide.includes('controls') ? 640 : 760) + (hide.includes('models') && hide.includes('views') ? 0 : 80);

const fitted = (state, size) => (size ? { ...state, fit: true } : state);

// No attribute that a course system would take away.
/** @param {Wanted} wanted */
export function frameCode({ site, state, title, size }) {
  const [width, height] = size ?? ['100%', heightOf(state)];
  const address = `${site}embed.html${formatState(fitted(state, size))}`;
  return `<iframe src="${inHtml(address)}"\n  title="${inHtml(title)}" width="${width}" height="${height}"\n  style="border: 0"></iframe>`;
}

/** @param {Wanted} wanted */
export function elementCode({ site, state, size }) {
  const style = size ? `width: ${size[0]}px; height: ${size[1]}px` : `min-height: ${heightOf(state)}px`;
  const attributes = entriesOf(fitted(state, size)).map(([name, value]) => `${name}="${inHtml(value)}"`);
  const [before, link, after] = text.fallback(new URL(site).host);
  const instead = `<p>${before}<a href="${inHtml(linkCode({ site, state }))}">${link}</a>${after}</p>`;
  return `<script type="module"\n  src="${inHtml(`${site}latent-walk.js`)}"></script>\n<latent-walk ${attributes.join(' ')}\n  style="display: block; ${style}">\n  ${instead}\n</latent-walk>`;
}

/** @param {{site: string, state: import('../views/view.js').State}} wanted */
export const linkCode = ({ site, state }) => `${site}${formatState({ ...state, hide: [], theme: 'auto', fit: false })}`;

/** @param {Wanted & {file: string, alt: string}} wanted */
export const pictureCode = ({ site, state, file, alt }) =>
  `<a href="${inHtml(linkCode({ site, state }))}"><img src="${inHtml(file)}" alt="${inHtml(alt)}"></a>`;

const inHtml = (value) => value.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

const kOnDevice = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|.*\.localhost)$/;

/**
 * What does not work where the code is put.
 * @param {string} site
 * @param {string} form
 * @param {boolean} isShared whether the server lets other pages read
 * @returns {string[]}
 */
export function warningsOf(site, form, isShared) {
  const { protocol, hostname } = new URL(site);
  const { device, insecure, unshared } = text.share.warnings;
  const isHere = kOnDevice.test(hostname) || protocol === 'file:';
  const isEmbedded = form === 'frame' || form === 'element';
  return [
    isHere && form !== 'picture' ? device : '',
    !isHere && protocol === 'http:' && isEmbedded ? insecure : '',
    !isShared && isEmbedded ? unshared[form] : '',
  ].filter(Boolean);
}
