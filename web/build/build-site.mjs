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
import { addLessons } from './lessons.mjs';
import { defaultModel, learnedConfigs, readModels, readModules } from './models.mjs';
import { framePage, indexPage } from './pages.mjs';
import { kRoot, kWeb } from './places.mjs';
import { posters } from './poster.mjs';
import { sourceFiles } from './source_files.mjs';

const json = (value) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/**
 * @param {{wasm: string, models: string, out: string, mnist?: string, history?: string}} folders mnist: the whole data
 *   set; data/mnist, where it is there, unless given
 * @returns {Promise<{files: number, bytes: number, written: number, removed: number, missing: string}>} missing: what
 *   could not be made and why; empty where the site is whole
 */
export async function buildSite({ wasm, models, out, mnist, history }) {
  const { esbuild, missing } = await loadBundler(kWeb);
  const site = await pageFiles(esbuild); // path -> bytes
  // So that Node takes the site's modules for modules.
  const exports = { node: './latentwalk-node.js', default: './latentwalk.js' };
  site.set('package.json', json({ private: true, type: 'module', exports }));
  for (const [file, bytes] of await readModules(wasm)) site.set(file, bytes);

  const wasmUrl = pathToFileURL(resolve(wasm));
  const { manifest, files } = await readModels(models, wasmUrl);
  for (const [file, bytes] of files) site.set(`models/${file}`, bytes);
  await addData(site, manifest, { mnist, history });
  manifest.configs = await learnedConfigs(join(kRoot, 'configs'));
  await addLessons(site, manifest);
  manifest.embeds = Boolean(esbuild);
  if (esbuild) manifest.scripts = essentials(manifest).files;
  if (esbuild) for (const [path, bytes] of await documentPages(esbuild)) site.set(path, bytes);
  const index = indexPage(site.get('index.html').toString(), manifest, Boolean(esbuild));
  site.set('index.html', Buffer.from(index));
  site.set('models/manifest.json', json(manifest));
  const chosen = defaultModel(manifest);
  for (const [file, bytes] of await posters(files.get(chosen.file), chosen, wasmUrl)) site.set(file, bytes);

  const kept = [...site.keys()]; // on the device, for use without a connection: the page, not what other pages include
  if (esbuild) await addForOthers(esbuild, site, manifest);
  site.set('sw.js', await serviceWorker(site, kept));
  const leftOut = `latent-walk.js, embed.html, latentwalk-offline.html and the documents are left out: ${missing}`;
  return { ...(await synchronise(site, out)), files: site.size, missing: missing && leftOut };
}

/** The page's own files: bundled where they can be, else as they are, which works as well and takes longer to load. */
async function pageFiles(esbuild) {
  const files = await sourceFiles(Boolean(esbuild));
  if (esbuild) for (const [path, bytes] of await bundlePage(esbuild)) files.set(path, bytes);
  return files;
}

/** The element, the frame and the one-file page, which are bundled. */
async function addForOthers(esbuild, site, manifest) {
  const { element, frame, worker, lessons, charts, frameStyle } = await bundleOthers(esbuild);
  site.set('latent-walk.js', element);
  site.set('latent-walk-worker.js', worker);
  site.set('latent-walk-lessons.js', lessons);
  site.set('latent-walk-charts.js', charts);
  site.set('embed.js', frame);
  const html = framePage(await readFile(join(kWeb, 'page/frame/embed.html'), 'utf8'));
  site.set('embed.html', Buffer.from(html));
  site.set('embed.css', frameStyle);
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
  // As fetch() takes them for its `integrity`.
  const list = files.map((file) => [file, `sha256-${hash(site.get(file), 'base64')}`]);
  const filled = source
    .replace('/*VERSION*/', version)
    .replace('{/*FILES*/}', () => JSON.stringify(Object.fromEntries(list)));
  return Buffer.from(filled);
}

/** @param {import('node:crypto').BinaryToTextEncoding} [encoding] */
const hash = (bytes, encoding = 'hex') => createHash('sha256').update(bytes).digest(encoding);

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
