// What a visitor downloads of the engine: the module, and its JavaScript as the site bundles it.

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { loadBundler } from '../../web/build/bundles.mjs';

const web = join(dirname(fileURLToPath(import.meta.url)), '../../web');
// The library, and the page's side of its workers.
const kEngine = ['module/latentwalk.js', 'module/crew.js', 'client/engine.js'];

/** @returns {Promise<{wasm: number, scripts: number}>} gzipped bytes */
export async function engineSize(wasm) {
  const { esbuild, missing } = await loadBundler(web);
  if (!esbuild) throw new Error(`the engine's size is measured as the site ships it, bundled: ${missing}`);
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: kEngine.map((file) => `export * from './${file}';`).join('\n'),
      resolveDir: join(web, 'engine'),
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['es2022'],
    external: ['node:*'],
  });
  const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length;
  return { wasm: gzipped(await readFile(wasm)), scripts: gzipped(outputFiles[0].contents) };
}
