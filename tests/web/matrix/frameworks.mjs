// The frameworks: title, package, and the page in src/frameworks/ that uses the element as its programs do.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const kFrameworks = [
  ['React', 'react', 'react.jsx'],
  ['React', 'react-18', 'react18.jsx'],
  ['Preact', 'preact', 'preact.jsx'],
  ['Vue', 'vue', 'vue.js'],
  ['Svelte', 'svelte', 'svelte.js'],
  ['Solid', 'solid-js', 'solid.js'],
  ['Lit', 'lit', 'lit.js'],
  ['Angular', '@angular/core', 'angular.js'],
  ['none', '', 'plain.js'],
];

const svelte = {
  name: 'svelte',
  setup(build) {
    build.onLoad({ filter: /\.svelte$/ }, async ({ path }) => {
      const { compile } = await import('svelte/compiler');
      return { contents: compile(await readFile(path, 'utf8'), { filename: path }).js.code, loader: 'js' };
    });
  },
};

/** Has the older React's parts find each other. */
const react18 = {
  name: 'react-18',
  setup(build) {
    build.onResolve({ filter: /^react$/ }, ({ importer, resolveDir }) =>
      importer.includes('react-dom-18') ? build.resolve('react-18', { kind: 'require-call', resolveDir }) : null,
    );
  },
};

/** Bundles every page; they share what they import. */
export async function bundleFrameworks(folder, out) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: kFrameworks.map(([, , file]) => join(folder, file)),
    outdir: out,
    bundle: true,
    splitting: true,
    format: 'esm',
    conditions: ['browser', 'production'],
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    plugins: [svelte, react18],
    logLevel: 'silent',
  });
}
