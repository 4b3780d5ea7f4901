// What the page loads and what other pages include, in few files: made by esbuild from the page's own modules.

import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { installPackages } from './packages.mjs';
import { kWeb } from './places.mjs';

/**
 * esbuild, installed where it is missing.
 * @param {string} web the folder with the lock file
 * @returns {Promise<{esbuild: any, missing: string}>} missing: why it is not there
 */
export async function loadBundler(web) {
  const missing = installPackages(web);
  if (missing) return { esbuild: null, missing };
  return { esbuild: await import('esbuild'), missing: '' };
}

const kOptions = {
  bundle: true,
  write: false,
  minify: true,
  target: ['es2022'],
  charset: 'utf8',
  legalComments: 'inline',
  external: ['node:*'],
  logLevel: 'silent',
};

/**
 * The page's scripts in as few files as can be, which a browser has sooner than dozens. The libraries in vendor/ stay
 * apart: they are loaded when first used.
 * @param {any} esbuild
 * @returns {Promise<Map<string, Buffer>>} start.js, app.js and worker.js
 */
export async function bundlePage(esbuild) {
  const options = {
    ...kOptions,
    format: 'esm',
    outdir: kWeb,
    entryNames: '[name]',
    external: [...kOptions.external, join(kWeb, 'vendor/*')],
  };
  const { outputFiles } = await esbuild.build({
    ...options,
    entryPoints: ['page/app/app.js', 'engine/worker/worker.js'].map((file) => join(kWeb, file)),
  });
  const files = new Map(
    outputFiles.map(({ path, contents }) => [relative(kWeb, path).replaceAll('\\', '/'), Buffer.from(contents)]),
  );
  const { code } = await esbuild.transform(await readFile(join(kWeb, 'page/app/start.js'), 'utf8'), {
    minify: true,
    target: kOptions.target,
  });
  return files.set('start.js', Buffer.from(code));
}

/**
 * @param {any} esbuild
 * @returns {Promise<{element: Buffer, frame: Buffer, worker: Buffer}>} an ES module that defines `<latent-walk>`, the
 *   script of embed.html, and the worker, which is a module and a classic script alike
 */
export async function bundleOthers(esbuild) {
  const build = async (entry, options) => {
    const { outputFiles } = await esbuild.build({ ...kOptions, entryPoints: [join(kWeb, entry)], ...options });
    return Buffer.from(outputFiles[0].contents);
  };
  // A classic script has no import.meta: a worker is told where it belongs, and the frame's script lies beside the frame.
  const classic = (home) => ({ format: 'iife', define: { 'import.meta.url': home } });
  const worker = await build('engine/worker/worker.js', classic('self.latentwalkHome'));
  // The libraries inside ask that their licences go with them.
  const banner = { js: `/*!\n${(await readFile(join(kWeb, 'vendor/LICENCES.txt'), 'utf8')).trim()}\n*/` };
  const plugins = [sources({ worker: worker.toString(), style: await shadowStyle() })];
  return {
    worker,
    element: await build('page/element/element.js', { format: 'esm', plugins, banner }),
    frame: await build('page/frame/embed_page.js', { ...classic('self.location.href'), plugins, banner }),
  };
}

/** Makes texts importable: `import text from 'latentwalk:worker'`. */
function sources(texts) {
  return {
    name: 'latentwalk',
    setup(build) {
      build.onResolve({ filter: /^latentwalk:/ }, ({ path }) => ({
        path: path.slice('latentwalk:'.length),
        namespace: 'latentwalk',
      }));
      build.onLoad({ filter: /.*/, namespace: 'latentwalk' }, ({ path }) => ({
        contents: texts[path],
        loader: 'text',
      }));
    },
  };
}

/** The page's style for a shadow tree: its variables belong to the host, and what counts is the element's width. */
async function shadowStyle() {
  const files = ['style.css', 'element.css'];
  const styles = await Promise.all(files.map((file) => readFile(join(kWeb, 'page/styles', file), 'utf8')));
  return styles.join('\n').replace(/@media \((max|min)-width: (\d+)px\)/g, '@container latentwalk ($1-width: $2px)');
}
