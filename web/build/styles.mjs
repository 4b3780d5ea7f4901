// The style sheets of the site. Each part of the page keeps its styles beside it.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { filesUnder } from './folder.mjs';
import { kWeb } from './places.mjs';

const readAll = async (paths) =>
  (await Promise.all(paths.map((path) => readFile(join(kWeb, path), 'utf8')))).join('\n');

// The visitor, or who embeds, may choose the theme that the device does not have.
const kDark = /@media \(prefers-color-scheme: dark\) \{\n {2}:root, :host \{(.*?)\}\n\}\n/s;
const kLight = /:root, :host \{(.*?)\}\n/s;

/** A style sheet with its two lists of colours once more, for a theme that was chosen: each stands once in the source. */
function withChosenThemes(style) {
  const dark = kDark.exec(style);
  const light = kLight.exec(style);
  if (!dark || !light) throw new Error('style.css: the colours of the two themes were not found');
  const chosen = (theme, list) =>
    `:root[data-theme='${theme}'], :host([data-theme='${theme}']) {${list[1]}color-scheme: ${theme};}\n`;
  return style.replace(kDark, (text) => `${text}${chosen('light', light)}${chosen('dark', dark)}`);
}

/** The page's: what is common first, then host, views and their parts in the order of their names. */
export async function pageStyle() {
  const own = (await filesUnder(kWeb)).filter((path) => /^page\/(host|views)\/.*\.css$/.test(path));
  return withChosenThemes(await readAll(['page/styles/style.css', ...own.sort()]));
}

// What a document of the site's own adds to the page's style, and what it has instead of it.
const kOthers = { element: ['page/styles/element.css', 'page/element/fit.css'], embed: ['page/styles/embed.css'] };

/** @param {'element' | 'embed'} name */
export async function styleOf(name) {
  const style = await readAll(kOthers[name]);
  return name === 'embed' ? withChosenThemes(style) : style;
}
