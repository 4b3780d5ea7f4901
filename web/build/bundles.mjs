// What the page loads and what other pages include, in few files: made by esbuild from the page's own modules.

import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { installPackages } from './packages.mjs';
import { kWeb } from './places.mjs';
import { pageStyle, styleOf } from './styles.mjs';

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

// What the page loads when it first needs it.
const kLazy = [
  ...['player', 'own', 'writer'].map((name) => `page/lessons/${name}.js`),
  'page/views/parts/learn/learn.js',
  'page/views/parts/theory/theory.js',
];

/**
 * The page's scripts in as few files as can be, which a browser has sooner than dozens. The libraries in vendor/ stay
 * apart: they are loaded when first used.
 * @param {any} esbuild
 * @returns {Promise<Map<string, Buffer>>} start.js, app.js, worker.js, style.css, and what is loaded later
 */
export async function bundlePage(esbuild) {
  const options = {
    ...kOptions,
    format: 'esm',
    outdir: kWeb,
    entryNames: '[name]',
    external: [...kOptions.external, join(kWeb, 'vendor/*'), ...kLazy.map((file) => join(kWeb, file))],
  };
  const first = await esbuild.build({
    ...options,
    entryPoints: ['page/app/app.js', 'engine/worker/worker.js'].map((file) => join(kWeb, file)),
  });
  const entryPoints = kLazy.map((file) => join(kWeb, file));
  const alone = { external: kOptions.external, outbase: kWeb, entryNames: '[dir]/[name]' };
  const later = await esbuild.build({ ...options, ...alone, entryPoints });
  const files = new Map(
    [...first.outputFiles, ...later.outputFiles].map(({ path, contents }) => [
      relative(kWeb, path).replaceAll('\\', '/'),
      Buffer.from(contents),
    ]),
  );
  files.set('start.js', await smaller(esbuild, await readFile(join(kWeb, 'page/app/start.js'), 'utf8'), 'js'));
  return files.set('style.css', await smaller(esbuild, await pageStyle(), 'css'));
}

async function smaller(esbuild, source, loader) {
  const { code } = await esbuild.transform(source, { minify: true, charset: 'utf8', target: kOptions.target, loader });
  return Buffer.from(code);
}

/**
 * @param {any} esbuild
 * @returns {Promise<{element: Buffer, frame: Buffer, frameStyle: Buffer, worker: Buffer, lessons: Buffer, charts: Buffer}>} an ES module
 *   that defines `<latent-walk>`, script and style of embed.html, the worker, which is a module and a classic script alike,
 *   what reads lessons that are not the site's, and what draws losses
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
  const plugins = [sources({ worker: worker.toString(), style: (await shadowStyle(esbuild)).toString() })];
  return {
    worker,
    // A classic script, which a page may run from a site that it may not read.
    lessons: await build('page/lessons/own.js', { format: 'iife', globalName: 'latentwalkLessons' }),
    charts: await build('vendor/uplot.js', { format: 'iife', globalName: 'latentwalkCharts', banner }),
    element: await build('page/element/element.js', { format: 'esm', plugins, banner }),
    frame: await build('page/frame/embed_page.js', { ...classic('self.location.href'), plugins, banner }),
    frameStyle: await smaller(esbuild, await styleOf('embed'), 'css'),
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
async function shadowStyle(esbuild) {
  const styles = `${await pageStyle()}\n${await styleOf('element')}`;
  const own = styles.replace(/@media \((max|min)-width: (\d+)px\)/g, '@container latentwalk ($1-width: $2px)');
  return smaller(esbuild, own, 'css');
}
