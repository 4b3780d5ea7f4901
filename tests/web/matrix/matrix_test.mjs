// The package in the bundlers, test runners and frameworks that people use: built, opened in Chromium, drawn. The table in
// docs/embedding.md lists what is tried here.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { buildPackage } from '../../../web/build/build-package.mjs';
import { loadModel } from '../../../web/engine/module/latentwalk-node.js';
import { installPackages } from '../../../web/build/packages.mjs';
import { serve } from '../../../web/build/serve.mjs';
import { modelsFolder, openBrowser, openPage, root, wasm } from '../support/pages.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(root, 'build/matrix');
const missing = installPackages(here);
const run = promisify(execFile);
const kWait = { timeout: 60_000 };

let browser, server, free, sum;

before(async () => {
  if (missing) return;
  const installed = join(here, 'node_modules/latentwalk');
  await buildPackage({ wasm, models: await modelsFolder(), out: installed });
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await cp(installed, join(out, 'lw'), { recursive: true });
  [browser, server, free] = await Promise.all([openBrowser(), serve(out), serve(out, { like: 'plain' })]);
  const model = await loadModel(join(installed, 'models/small-gan.safetensors'), { wasmUrl: `file://${wasm}` });
  sum = (await model.decode(await model.sampleLatents(7, 1))).reduce((all, ink) => all + ink);
});
after(async () => {
  await browser?.close();
  await Promise.all([server?.close(), free?.close()]);
});

/** A test that needs the packages of this folder. */
const tried = (name, body) =>
  test(name, { skip: missing ? `npm's registry could not be reached: ${missing}` : false }, body);

/** Major and minor version of a package. */
async function versionOf(pack) {
  const { version } = JSON.parse(await readFile(join(here, 'node_modules', pack, 'package.json'), 'utf8'));
  return version.split('.').slice(0, 2).join('.');
}

/** A page that a bundle draws on. */
async function pageOf(name) {
  const html = `<!doctype html><title>${name}</title><link rel="icon" href="/lw/poster-light.png"><div id="root"></div><script type="module" src="app.js"></script>`;
  await writeFile(join(out, name, 'index.html'), html);
  return `${server.address}${name}/index.html`;
}

/** Opens a page of app.js, and sees the digit of the model and the sheet of the element. */
async function draws(address) {
  const page = await openPage(browser, address);
  const noted = await page
    .waitForFunction(() => (window.noted?.ready || window.noted?.errors.length > 0 ? window.noted : null), null, kWait)
    .then((handle) => handle.jsonValue());
  assert.deepEqual(noted, { errors: [], sum, ready: 'sample' });
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

const { kBundlers } = missing ? { kBundlers: [] } : await import('./bundlers.mjs');
for (const [title, pack, bundle] of kBundlers) {
  tried(`${title} (${pack}) builds what draws, without a word of Node`, async () => {
    const name = pack.replace(/\W/g, '');
    await mkdir(join(out, name));
    await bundle(join(here, 'src/app.js'), join(out, name));
    assert.doesNotMatch(await readFile(join(out, name, 'app.js'), 'utf8'), /['"]node:/);
    await draws(await pageOf(name));
  });
}

for (const pack of ['vite-4', 'vite-5', 'vite-6', 'vite-7', 'vite-8'].filter(() => !missing)) {
  tried(`${pack} serves what draws while it is written, without settings`, async () => {
    const { createServer } = await import(pack);
    const dev = await createServer({
      root: join(here, 'src'),
      configFile: false,
      logLevel: 'silent',
      publicDir: out,
      cacheDir: join(out, `${pack}-cache`),
      server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    });
    await dev.listen();
    try {
      await draws(`http://127.0.0.1:${dev.httpServer.address().port}/vite.html`);
    } finally {
      await dev.close();
    }
  });
}

tried('Vitest loads models and takes the element, in Node, jsdom and happy-dom', async () => {
  const vitest = join(here, 'node_modules/vitest/vitest.mjs');
  const { NODE_ENV, ...env } = process.env; // Vite has set it for all of this process
  const options = ['run', '--root', join(here, 'src'), '--reporter', 'dot'];
  const config = join(out, 'vitest.config.mjs');
  const projects = ['node', 'jsdom', 'happy-dom'].map((environment) => ({
    test: { name: environment, environment, include: ['*_test.mjs'] },
  }));
  await writeFile(config, `export default ${JSON.stringify({ test: { projects } })};`);
  const { stdout } = await run(process.execPath, [vitest, ...options, '--config', config], { cwd: here, env }).catch(
    (error) => assert.fail(`${error.stdout}${error.stderr}`),
  );
  assert.match(stdout, /Tests .*18 passed/);
});

const { kFrameworks, bundleFrameworks } = missing ? { kFrameworks: [] } : await import('./frameworks.mjs');
let bundled;
for (const [title, pack, file] of kFrameworks) {
  tried(`${title} ${pack && `(${pack}) `}sets, changes and hears the element`, async () => {
    bundled ??= bundleFrameworks(join(here, 'src/frameworks'), join(out, 'frameworks'));
    await bundled;
    const script = file.replace(/\.jsx$/, '.js');
    const html = `<!doctype html><title>${title}</title><link rel="icon" href="/lw/poster-light.png"><div id="root"></div><script type="module" src="${script}"></script>`;
    await writeFile(join(out, 'frameworks', `${file}.html`), html);
    // As on most sites, without a policy: Angular compiles its template in the page here.
    const page = await openPage(browser, `${free.address}frameworks/${file}.html`);
    await obeys(page);
    await page.context().close();
  });
}

/** Programs in the types of each framework. */
const kTyped = {
  'react.tsx': 'export const A = <latent-walk view="walk" loop t={0.5} style={{ display: "block" }} key="a" />;',
  'preact.tsx': `/** @jsxImportSource preact */
    export const A = <latent-walk view="walk" loop onready={(event) => event.detail.state} />;`,
  'solid.tsx': `/** @jsxImportSource solid-js */
    export const A = <latent-walk view="walk" prop:t={0.5} on:ready={() => 1} />;`,
  'vue.ts': `import type { GlobalComponents } from 'vue';
    export type A = InstanceType<GlobalComponents['latent-walk']>['$props']['stations'];`,
  'svelte.ts': `import type { SvelteHTMLElements } from 'svelte/elements';
    export const a: SvelteHTMLElements['latent-walk'] = { view: 'walk', loop: true };`,
};
tried('tsc knows the element in the templates of frameworks', async () => {
  const folder = join(here, 'node_modules/.typed');
  await mkdir(folder, { recursive: true });
  for (const [file, program] of Object.entries(kTyped))
    await writeFile(
      join(folder, file),
      `import 'latentwalk/element';\n${program}`.replace(/^(.*)\n(\/\*.*)$/m, '$2\n$1'),
    );
  const modules = { target: 'es2022', module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx', types: [] };
  const compilerOptions = { strict: true, noEmit: true, skipLibCheck: true, ...modules };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(kTyped) }));
  const tsc = join(root, 'web/node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error) => error);
  assert.equal(stdout, '');
});

tried('docs/embedding.md lists these and no others', async () => {
  const guide = await readFile(join(root, 'docs/embedding.md'), 'utf8');
  const [list] = /^`tests\/web\/matrix` tries[^]*?\n###/m.exec(guide);
  const listed = Array.from(list.matchAll(/^- ([\w-]+) ([\d., ]+)/gm), ([, title, versions]) =>
    versions.split(', ').map((version) => `${title} ${version}`),
  ).flat();
  const packs = [...kBundlers, ...kFrameworks, ['Vitest', 'vitest'], ['jsdom', 'jsdom'], ['happy-dom', 'happy-dom']];
  const here = packs.filter(([, pack]) => pack).map(async ([title, pack]) => `${title} ${await versionOf(pack)}`);
  assert.deepEqual(listed.sort(), (await Promise.all(here)).sort());
});

/** What every framework's page has to do. */
async function obeys(page) {
  const noted = () => page.evaluate(() => window.noted);
  const state = () => page.evaluate(() => document.querySelector('latent-walk').state);
  const shows = (view) =>
    page.waitForFunction((to) => window.noted.errors.length > 0 || window.noted.changes.at(-1) === to, view, kWait);
  await page.waitForFunction(() => window.noted?.ready || window.noted?.errors.length > 0, null, kWait);
  assert.deepEqual(await noted(), { ready: 'walk', changes: ['walk'], errors: [] });
  assert.deepEqual(await state(), { model: 'small-gan', view: 'walk', stations: '3:2,4:5', loop: '1', t: '0.25' });
  await page.evaluate(() => /** @type {any} */ (window).controls.setView('sample'));
  await shows('sample');
  await page.locator('latent-walk [data-view=walk]').click(); // by hand: what the walk was is still known
  await shows('walk');
  assert.deepEqual(await state(), { model: 'small-gan', view: 'walk', stations: '3:2,4:5', loop: '1', t: '0.25' });
  await page.evaluate(() => /** @type {any} */ (window).controls.setHash('#view=sample&seed=5'));
  await shows('sample');
  assert.deepEqual(await state(), { model: 'small-gan', view: 'sample', seed: '5' });
  assert.deepEqual((await noted()).errors, []);
  const others = page.complaints.filter((text) => !/<latent-walk>: manifest is the list/.test(text));
  assert.deepEqual(others, []);
}
