// The styles of <latent-walk>.

import style from 'latentwalk:style';

let shared = null;

/**
 * One for all elements. As an object rather than as text in the page, which a strict policy would refuse; none where a
 * test only imitates a browser (jsdom).
 */
export function styleSheets() {
  if (!('CSSStyleSheet' in globalThis && 'replaceSync' in CSSStyleSheet.prototype)) return [];
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(style);
  }
  return [shared];
}
