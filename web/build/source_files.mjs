// Which source file lies where in the site. Scripts that are not bundled keep their folders and their imports are
// adjusted; what has a public address, or finds its neighbours through import.meta.url, lies at the site's top.

import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path/posix';

import { filesUnder } from './folder.mjs';
import { kWeb } from './places.mjs';
import { pageStyle } from './styles.mjs';

// Modules for the programs of others, and the engine that a page of theirs may drive.
export const kModules = [
  ...[
    'latentwalk',
    'latentwalk-node',
    'explore',
    'arguments',
    'core',
    'bytes',
    'files',
    'wasm_module',
    'explore_module',
  ].map((name) => `engine/module/${name}.js`),
  ...['learn', 'learn-node', 'learn_work', 'learn_worker', 'learn_worker-node', 'line_gan', 'team'].map(
    (name) => `engine/learn/${name}.js`,
  ),
  'engine/client/engine.js',
];
// The libraries, which the page loads when first used.
const kVendor = ['vendor/gifenc.js', 'vendor/uplot.js', 'vendor/LICENCES.txt'];
const kStyle = 'page/styles/style.css'; // with all styles of the page
const kPage = ['page/app/index.html', 'page/app/icon.svg', kStyle];
const kScripts = ['page/app/app.js', 'page/app/start.js', 'engine/worker/worker.js', 'engine/module/classifier.js'];
const kAtTop = new Set([...kModules, ...kPage, ...kScripts]);
// Made for the element, the frame and the service worker alone.
const kNotServed = /^page\/(element\/|frame\/|app\/sw\.js)/;

const addressOf = (path) => (kAtTop.has(path) ? path.split('/').at(-1) : path);

/**
 * The page's files.
 * @param {boolean} isBundled without the scripts that bundles will replace
 * @returns {Promise<Map<string, Buffer>>} path in the site -> bytes
 */
export async function sourceFiles(isBundled) {
  const scripts = isBundled
    ? []
    : (await filesUnder(kWeb)).filter((path) => /^(engine|page)\/.*\.js$/.test(path) && !kNotServed.test(path));
  const paths = [...new Set([...kModules, ...kVendor, ...kPage, ...scripts])].sort();
  const files = await Promise.all(paths.map(sourceFile));
  return new Map(files.map((bytes, i) => [addressOf(paths[i]), bytes]));
}

/** A file of web/ as it is in the site. */
export async function sourceFile(path) {
  if (path === kStyle) return Buffer.from(await pageStyle());
  const bytes = await readFile(join(kWeb, path));
  return path.startsWith('vendor/') || !path.endsWith('.js')
    ? bytes
    : Buffer.from(adjustImports(bytes.toString(), path));
}

/** A module's source with its imports as they are in the site. */
export function adjustImports(source, path) {
  return source.replace(/(\bfrom |\bimport |\bawait import\()'(\.{1,2}\/[^']+)'/g, (_, before, target) => {
    const to = relative(dirname(addressOf(path)), addressOf(join(dirname(path), target)));
    return `${before}'${to.startsWith('.') ? to : `./${to}`}'`;
  });
}
