// Where an element's files are: in the folder that `src` names, or beside the script.

import * as text from '../words/text.js';

/** Stands for a folder where none is known: in a page that has all its files inside, wherever it lies. */
export const kNowhere = 'https://latentwalk.invalid/';

const folderOf = (url) => url.replace(/[?#].*$/, '').replace(/[^/]*$/, '');

/** Whether files can be beside an address: not beside blob:, data: and about:. */
function hasFolder(url) {
  try {
    return Boolean(new URL('file', url));
  } catch {
    return false;
  }
}

/**
 * @param {string | null} src what the attribute says
 * @returns {{base: string, wrong: string}} wrong: why there is no such folder
 */
export function baseFor(src) {
  if (src) {
    try {
      return { base: folderOf(new URL(src, document.baseURI).href), wrong: '' };
    } catch {
      return { base: kNowhere, wrong: text.element.noAddress(src) };
    }
  }
  if (self.latentwalkFiles?.['models/manifest.json']) return { base: kNowhere, wrong: '' };
  const home = import.meta.url;
  // A bundler may write where the script was on the machine that bundled it, which no page from a server can read.
  const isReadable = hasFolder(home) && (!/^file:/i.test(home) || location.protocol === 'file:');
  return isReadable ? { base: folderOf(home), wrong: '' } : { base: kNowhere, wrong: text.element.noFolder };
}
