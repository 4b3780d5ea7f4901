#!/usr/bin/env node
// Makes the npm package: the module, its types, the element, the wasm module and the default model.
//   node web/build/build-package.mjs [--wasm FILE] [--models models] [--out build/package]
// Then `npm pack build/package` gives the file to install or to publish.

import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';

import { bundleOthers, loadBundler } from './bundles.mjs';
import { filesUnder, synchronise } from './folder.mjs';
import { defaultModel, learnedConfigs, readModels, readModules } from './models.mjs';
import { kRoot, kWeb } from './places.mjs';
import { posters } from './poster.mjs';
import { kModules, sourceFile } from './source_files.mjs';

/** @param {{wasm: string, models: string, out: string}} folders */
export async function buildPackage({ wasm, models, out }) {
  const { esbuild, missing } = await loadBundler(kWeb);
  if (missing) throw new Error(`the package needs esbuild and typescript: ${missing}`);
  const parts = new Map(); // path -> bytes
  for (const path of kModules.filter((path) => !/_module\.js$|client\//.test(path)))
    parts.set(basename(path), await sourceFile(path));
  for (const [file, bytes] of await declarations()) parts.set(file, bytes);
  for (const file of ['latent-walk.d.ts', 'README.md'])
    parts.set(file, await readFile(join(kWeb, 'build/package', file)));
  parts.set('LICENSE', await readFile(join(kRoot, 'LICENSE')));
  for (const [file, bytes] of await readModules(wasm)) parts.set(file, bytes);
  parts.set('wasm_module.js', moduleInside('wasmModule', parts.get('latentwalk.wasm')));
  parts.set('explore_module.js', moduleInside('exploreModule', parts.get('latentwalk-explore.wasm')));

  const { element, worker, lessons, charts } = await bundleOthers(esbuild);
  parts.set('latent-walk.js', element);
  parts.set('latent-walk-worker.js', worker);
  parts.set('latent-walk-lessons.js', lessons);
  parts.set('latent-walk-charts.js', charts);
  parts.set('lessons/schema.json', await readFile(join(kWeb, 'lessons/schema.json')));
  // What knows no `exports` (Parcel, TypeScript's node10) looks for the file that an import names.
  for (const file of ['element.js', 'element.d.ts'])
    parts.set(file, Buffer.from("export * from './latent-walk.js';\n"));

  for (const { name, config } of await learnedConfigs(join(kRoot, 'configs')))
    parts.set(`configs/${name}.json`, json(config));
  const wasmUrl = pathToFileURL(resolve(wasm));
  const { manifest, files } = await readModels(models, wasmUrl);
  const chosen = defaultModel(manifest);
  parts.set(`models/${chosen.file}`, files.get(chosen.file));
  parts.set('models/manifest.json', json({ default: chosen.name, models: [chosen] }));
  for (const [file, bytes] of await posters(files.get(chosen.file), chosen, wasmUrl)) parts.set(file, bytes);
  parts.set('package.json', json(await describe()));
  return { ...(await synchronise(parts, out)), files: parts.size };
}

const json = (value) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);

/** Takes the place of wasm_module.js or explore_module.js: the module's bytes, which each bundler takes along. */
const moduleInside = (name, wasm) =>
  Buffer.from(`// The wasm module itself, so that no bundler and no server has to know of a file beside this one.

const kModule =
  '${wasm.toString('base64')}';

let bytes = null;

/** @returns {Uint8Array} */
export const ${name} = () => (bytes ??= Uint8Array.from(atob(kModule), (letter) => letter.charCodeAt(0)));
`);

/** The types, as tsc reads them from the comments of latentwalk.js, explore.js and learn.js. */
async function declarations() {
  const folder = await mkdtemp(join(tmpdir(), 'latentwalk-types-'));
  try {
    const tsc = join(kWeb, 'node_modules/typescript/bin/tsc');
    await promisify(execFile)(process.execPath, [tsc, '-p', join(kWeb, 'build/package'), '--outDir', folder]).catch(
      (error) => {
        throw new Error(`tsc reports errors in latentwalk.js:\n${error.stdout}`);
      },
    );
    const files = (await filesUnder(folder)).filter((file) => file.endsWith('.d.ts'));
    return Promise.all(files.map(async (file) => [basename(file), await readFile(join(folder, file))]));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function describe() {
  // The one place where the version stands.
  const [, version] = /project\(latentwalk VERSION ([\d.]+)/.exec(
    await readFile(join(kRoot, 'CMakeLists.txt'), 'utf8'),
  );
  return {
    name: 'latentwalk',
    version,
    description:
      'Generative models of handwritten digits in a window, a worker or Node: sample, walk, encode; and <latent-walk>, an explorer for any page',
    keywords: ['mnist', 'vae', 'gan', 'latent-space', 'wasm', 'custom-element', 'education'],
    license: 'MIT',
    type: 'module',
    engines: { node: '>=18' },
    // Node's own entry reads files by their paths; a bundle for browsers never sees an import of Node's.
    exports: {
      '.': { types: './latentwalk.d.ts', node: './latentwalk-node.js', default: './latentwalk.js' },
      './explore': { types: './explore.d.ts', default: './explore.js' },
      './learn': { types: './learn.d.ts', node: './learn-node.js', default: './learn.js' },
      './element': { types: './latent-walk.d.ts', default: './latent-walk.js' },
      './latent-walk.js': { types: './latent-walk.d.ts', default: './latent-walk.js' },
      './latentwalk.wasm': './latentwalk.wasm',
      './latentwalk-explore.wasm': './latentwalk-explore.wasm',
      './latentwalk-learn.wasm': './latentwalk-learn.wasm',
      './latent-walk-worker.js': './latent-walk-worker.js',
      './models/*': './models/*',
      './configs/*': './configs/*',
      './package.json': './package.json',
    },
    // For what knows no `exports`.
    main: './latentwalk.js',
    module: './latentwalk.js',
    types: './latentwalk.d.ts',
    sideEffects: [
      './latent-walk.js',
      './element.js',
      './latentwalk-node.js',
      './learn-node.js',
      './learn_worker.js',
      './learn_worker-node.js',
    ],
  };
}

async function main() {
  const { values } = parseArgs({
    options: { wasm: { type: 'string' }, models: { type: 'string' }, out: { type: 'string' } },
  });
  const folders = {
    wasm: values.wasm ?? join(kRoot, 'build/wasm/bin/latentwalk.wasm'),
    models: values.models ?? join(kRoot, 'models'),
    out: values.out ?? join(kRoot, 'build/package'),
  };
  const { files, bytes } = await buildPackage(folders);
  console.log(
    `package: ${files} files, ${(bytes / 1e6).toFixed(1)} MB in ${folders.out}; npm pack ${folders.out} packs it`,
  );
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`build-package: ${error.message}`);
    process.exitCode = 1;
  });
}
