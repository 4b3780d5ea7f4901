#!/usr/bin/env node
// Assembles the site: the page, the wasm module, the models with a manifest made from the files themselves, the
// poster, the element and the frame for other pages, the one-file page, the documents, and the service worker with the
// list of it all.
//   node web/build/build-site.mjs --wasm build/wasm/bin/latentwalk.wasm [--models models] [--out build/site] [--mnist data/mnist]
// Writes only what changed and removes what no longer belongs there.

import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { bundleOthers, bundlePage, loadBundler } from './bundles.mjs';
import { addData } from './data.mjs';
import { documentPages } from './docs.mjs';
import { synchronise } from './folder.mjs';
import { asScript, essentials, offlinePage } from './inline.mjs';
import { defaultModel, readModels } from './models.mjs';
import { kRoot, kWeb } from './places.mjs';
import { drawPoster } from './poster.mjs';
import { sourceFiles } from './source_files.mjs';

/**
 * @param {{wasm: string, models: string, out: string, mnist?: string, history?: string}} folders mnist: the whole data set; data/mnist,
 *   where it is there, unless given
 * @returns {Promise<{files: number, bytes: number, written: number, removed: number, missing: string}>} missing: what
 *   could not be made and why; empty where the site is whole
 */
export async function buildSite({ wasm, models, out, mnist, history }) {
  const site = new Map(); // path -> bytes
  const { esbuild, missing } = await loadBundler(kWeb);
  for (const [file, bytes] of await pageFiles(esbuild)) site.set(file, bytes);
  // So that Node takes the site's modules for modules.
  site.set(
    'package.json',
    Buffer.from(`${JSON.stringify({ private: true, type: 'module', exports: './latentwalk.js' }, null, 2)}\n`),
  );
  site.set(
    'latentwalk.wasm',
    await readFile(wasm).catch(() => {
      throw new Error(`${wasm}: no module there; build it: cmake --build --preset wasm`);
    }),
  );

  const wasmUrl = pathToFileURL(resolve(wasm));
  const { manifest, files } = await readModels(models, wasmUrl);
  for (const [file, bytes] of files) site.set(`models/${file}`, bytes);
  await addData(site, manifest, { mnist, history });
  manifest.embeds = Boolean(esbuild);
  if (esbuild) manifest.scripts = essentials(manifest).files;
  if (esbuild) for (const [path, bytes] of await documentPages(esbuild)) site.set(path, bytes);
  site.set(
    'index.html',
    Buffer.from(withDocuments(withModels(site.get('index.html').toString(), manifest), Boolean(esbuild))),
  );
  site.set('models/manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));

  const chosen = defaultModel(manifest);
  const poster = await drawPoster(files.get(chosen.file), chosen, wasmUrl);
  site.set('poster-light.png', poster('#1d1b1a'));
  site.set('poster-dark.png', poster('#efece7'));

  const kept = [...site.keys()]; // on the device, for use without a connection: the page, not what other pages include
  if (esbuild) await addForOthers(esbuild, site, manifest, kept);
  site.set('sw.js', await serviceWorker(site, kept));
  return {
    ...(await synchronise(site, out)),
    files: site.size,
    missing:
      missing && `latent-walk.js, embed.html, latentwalk-offline.html and the documents are left out: ${missing}`,
  };
}

/** The page with the list of models, and their names where its script will put them, so that nothing moves then. */
function withModels(html, manifest) {
  const escape = (text) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  const names = manifest.models.map(
    ({ title }) =>
      `<label><span data-text="${escape(title).replaceAll('"', '&quot;')}">${escape(title)}</span></label>`,
  );
  const list = JSON.stringify(manifest).replace(/</g, '\\u003c'); // nothing in it may end the script element
  return html
    .replace('<div id="models"></div>', () => `<div id="models">${names.join('')}</div>`)
    .replace('id="manifest"></script>', () => `id="manifest">${list}</script>`);
}

/** The page without the way to the documents, where these could not be made. */
const withDocuments = (html, areThere) => (areThere ? html : html.replace(/ *<nav class="more".*?<\/nav>\n/s, ''));

/** The page's own files: bundled where they can be, else as they are, which works as well and takes longer to load. */
async function pageFiles(esbuild) {
  const files = await sourceFiles(Boolean(esbuild));
  if (esbuild) for (const [path, bytes] of await bundlePage(esbuild)) files.set(path, bytes);
  return files;
}

/** The element, the frame and the one-file page, which are bundled. */
async function addForOthers(esbuild, site, manifest, kept) {
  const { element, frame, worker } = await bundleOthers(esbuild);
  site.set('latent-walk.js', element);
  site.set('latent-walk-worker.js', worker);
  site.set('embed.js', frame);
  const html = await readFile(join(kWeb, 'page/frame/embed.html'), 'utf8');
  site.set('embed.html', Buffer.from(html));
  site.set('embed.css', await readFile(join(kWeb, 'page/styles/embed.css')));
  // A sandboxed frame may read files only where the server allows it, but it may run scripts.
  for (const file of ['models/manifest.json', ...manifest.scripts])
    site.set(`inline/${file}.js`, asScript(file, site.get(file)));
  site.set('latentwalk-offline.html', offlinePage(html, frame, manifest, site));
}

async function serviceWorker(site, kept) {
  const source = await readFile(join(kWeb, 'page/app/sw.js'), 'utf8');
  const files = kept.sort();
  const version = hash(Buffer.from(files.map((file) => `${file} ${hash(site.get(file))}`).join('\n') + source)).slice(
    0,
    16,
  );
  // The folder itself is the page's address; index.html is how it may also be called.
  const list = ['./', ...files].map((file) => JSON.stringify(file)).join(', ');
  return Buffer.from(source.replace('/*VERSION*/', version).replace('/*FILES*/', list));
}

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function main() {
  const { values } = parseArgs({
    options: {
      wasm: { type: 'string' },
      models: { type: 'string' },
      out: { type: 'string' },
      mnist: { type: 'string' },
    },
  });
  const folders = {
    wasm: values.wasm ?? join(kRoot, 'build/wasm/bin/latentwalk.wasm'),
    models: values.models ?? join(kRoot, 'models'),
    out: values.out ?? join(kRoot, 'build/site'),
    mnist: values.mnist,
  };
  const { files, bytes, written, removed, missing } = await buildSite(folders);
  console.log(
    `site: ${files} files, ${(bytes / 1e6).toFixed(1)} MB in ${folders.out} (${written} written, ${removed} removed)`,
  );
  if (missing) console.warn(`site: ${missing}`);
}

// A checkout may be reached through a link.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`build-site: ${error.message}`);
    process.exitCode = 1;
  });
}
