// What a file of tests about the element and the frame works with: a browser, and one site on servers of three kinds.
// Importing it has them made before the tests and taken down after them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before } from 'node:test';

import { closeCourses, openBuilt } from './embeds.mjs';
import { openBrowser, openPage } from './pages.mjs';

// Known once the tests begin.
export let browser, site, manifest, strict, pages, plain, chosen, other;

before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openBuilt()]);
  manifest = JSON.parse(await readFile(join(site.folder, 'models/manifest.json'), 'utf8'));
  chosen = manifest.models.find(({ name }) => name === manifest.default);
  other = manifest.models.find(({ family }) => family !== chosen.family);
  [strict, pages, plain] = await Promise.all([
    site.serve({ base: '/sub/path/' }),
    site.serve({ base: '/project/', like: 'pages' }),
    site.serve({ like: 'plain' }),
  ]);
});
after(async () => {
  await browser?.close();
  await closeCourses();
  await site?.close();
});

/**
 * A page beside the site's files, under the strict policy of its server.
 * @param {string} html
 * @param {{hash?: string} & import('./pages.mjs').PageSettings} [settings]
 */
export async function beside(html, { hash = '', ...settings } = {}) {
  const name = `test-${Math.random().toString(36).slice(2)}.html`;
  await site.write(
    name,
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A course</title><link rel="icon" href="icon.svg"><script type="module" src="latent-walk.js"></script></head><body><main><h1>A course</h1>${html}</main></body></html>`,
  );
  return openPage(browser, `${strict}${name}${hash}`, settings);
}

/** Closes a page, of which nothing complained. */
export const closeClean = async (page) => {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
};
export const attributesOf = (page, selector = 'latent-walk') =>
  page.evaluate(
    (which) =>
      Object.fromEntries(Array.from(document.querySelector(which).attributes, ({ name, value }) => [name, value])),
    selector,
  );
export const frameOf = (page) => page.frames()[1];
/** Whether a part of the element is to be seen. */
export const within = (page, selector) =>
  page.evaluate(
    (which) => document.querySelector('latent-walk').shadowRoot.querySelector(which)?.checkVisibility() ?? false,
    selector,
  );
