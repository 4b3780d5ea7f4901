// The style sheets of the site. Each part of the page keeps its styles beside it.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { filesUnder } from './folder.mjs';
import { kWeb } from './places.mjs';

const readAll = async (paths) =>
  (await Promise.all(paths.map((path) => readFile(join(kWeb, path), 'utf8')))).join('\n');

/** The page's: what is common first, then host, views and their parts in the order of their names. */
export async function pageStyle() {
  const own = (await filesUnder(kWeb)).filter((path) => /^page\/(host|views)\/.*\.css$/.test(path));
  return readAll(['page/styles/style.css', ...own.sort()]);
}

/** What a document of the site's own adds to it: `embed` or `element`. */
export const styleOf = (name) => readAll([`page/styles/${name}.css`]);
