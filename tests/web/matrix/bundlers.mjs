// The bundlers, each as a function that bundles one file: from(entry, out) resolves once out/app.js is there.

import { join } from 'node:path';

const webpackLike = (load) => async (entry, out) => {
  const { default: pack } = await load();
  const output = { path: out, filename: 'app.js' };
  // Not made smaller: that is most of the time, and none of the question.
  const options = { mode: 'production', entry, output, performance: false, optimization: { minimize: false } };
  const stats = await new Promise((done, failed) => pack(options, (error, all) => (error ? failed(error) : done(all))));
  const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
  const [fault] = [...errors, ...warnings];
  if (fault) throw new Error(fault.message);
};

/** @param {() => Promise<any>} load */
const viteBuild = (load) => async (entry, out) => {
  const { build } = await load();
  await build({
    root: join(entry, '..'),
    configFile: false,
    logLevel: 'silent',
    build: {
      outDir: out,
      emptyOutDir: false,
      minify: false,
      target: 'es2022',
      rollupOptions: { input: entry, output: { entryFileNames: 'app.js' } },
    },
  });
};

async function esbuild(entry, out) {
  const { build } = await import('esbuild');
  const outfile = join(out, 'app.js');
  const { warnings } = await build({ entryPoints: [entry], bundle: true, format: 'esm', logLevel: 'silent', outfile });
  if (warnings.length > 0) throw new Error(warnings[0].text);
}

async function rollup(entry, out) {
  const [{ rollup: roll }, { nodeResolve }] = await Promise.all([
    import('rollup'),
    import('@rollup/plugin-node-resolve'),
  ]);
  const onwarn = ({ message }) => {
    throw new Error(message);
  };
  const bundle = await roll({ input: entry, plugins: [nodeResolve({ browser: true })], onwarn });
  await bundle.write({ file: join(out, 'app.js'), format: 'es' });
}

async function parcel(entry, out) {
  const { Parcel } = (await import('@parcel/core')).default;
  await new Parcel({
    entries: entry,
    defaultConfig: '@parcel/config-default',
    mode: 'production',
    cacheDir: join(out, '../parcel-cache'),
    targets: {
      main: {
        distDir: out,
        distEntry: 'app.js',
        outputFormat: 'esmodule',
        context: 'browser',
        engines: { browsers: 'last 1 Chrome version' },
      },
    },
    defaultTargetOptions: { shouldScopeHoist: true },
  }).run();
}

/** What is bundled with: [title, package, function]. */
/** @type {[string, string, (entry: string, out: string) => Promise<void>][]} */
export const kBundlers = [
  ['webpack', 'webpack-5-89', webpackLike(() => import('webpack-5-89'))],
  ['webpack', 'webpack', webpackLike(() => import('webpack'))],
  ['Rspack', '@rspack/core', webpackLike(() => import('@rspack/core'))],
  ['esbuild', 'esbuild', esbuild],
  ['Rollup', 'rollup', rollup],
  ['Parcel', 'parcel', parcel],
  ['Vite', 'vite-4', viteBuild(() => import('vite-4'))],
  ['Vite', 'vite-5', viteBuild(() => import('vite-5'))],
  ['Vite', 'vite-6', viteBuild(() => import('vite-6'))],
  ['Vite', 'vite-7', viteBuild(() => import('vite-7'))],
  ['Vite', 'vite-8', viteBuild(() => import('vite-8'))],
];
