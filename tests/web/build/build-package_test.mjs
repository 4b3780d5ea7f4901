// The npm package: packed, installed without a network, used from Node and by a TypeScript program.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { buildPackage } from '../../../web/build/build-package.mjs';
import { modelsFolder, root, wasm } from '../support/pages.mjs';

const run = promisify(execFile);
let folder, project;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latentwalk-package-'));
  project = join(folder, 'project');
  const out = join(folder, 'package');
  await buildPackage({ wasm, models: await modelsFolder(), out });
  await mkdir(project);
  await run('npm', ['pack', out, '--pack-destination', folder], { cwd: folder });
  const [archive] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  await writeFile(join(project, 'package.json'), '{"name": "course", "private": true, "type": "module"}');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, archive)], { cwd: project });
});
after(() => rm(folder, { recursive: true }));

/** What a script prints that stands in the project. */
async function printed(name, source, ...options) {
  await writeFile(join(project, name), source);
  return (await run(process.execPath, [...options, name], { cwd: project })).stdout;
}

test('the program of its README draws a digit', async () => {
  const readme = await readFile(join(project, 'node_modules/latentwalk/README.md'), 'utf8');
  const [, program] = /```js\n([^]*?)```/.exec(readme);
  const lines = (await printed('readme.mjs', program)).trimEnd().split('\n');
  const ink = lines.join('').replace(/ /g, '').length;
  assert.ok(lines.length > 8 && lines.length <= 28, `${lines.length} lines`);
  assert.ok(ink > 40 && ink < 400, `${ink} places with ink`);
});

test('its digit is the one that the site draws', async () => {
  const source = (from) => `
    import { loadModel } from '${from}';
    const model = await loadModel('${join(root, 'tests/fixtures/tiny-vae.safetensors')}', { wasmUrl: new URL('file://${wasm}') });
    console.log(Array.from(await model.decode(await model.sampleLatents(7, 1))).join());`;
  const here = await printed('here.mjs', source('latentwalk'));
  assert.ok(here.length > 100);
  assert.equal(here, await printed('there.mjs', source(join(root, 'web/engine/module/latentwalk-node.js'))));
});

test('what explores needs no file either, and computes what the site computes', async () => {
  const source = (from, options) => `
    import { loadExplore } from '${from}';
    const explore = await loadExplore(${options});
    console.log(explore.arithmetic([3, 0, 0, 4, 0, 5], { meanLength: true }).join());`;
  const here = await printed('explore-here.mjs', source('latentwalk/explore', ''));
  assert.match(here, /^3\.79\d*,1\.26/);
  const beside = `{ wasmUrl: new URL('latentwalk-explore.wasm', 'file://${wasm}') }`;
  const node = `import '${join(root, 'web/engine/module/latentwalk-node.js')}';`;
  const there = node + source(join(root, 'web/engine/module/explore.js'), beside);
  assert.equal(here, await printed('explore-there.mjs', there));
});

test('each of its exports is there, importing the element in Node does no harm, and nothing else is in it', async () => {
  const home = join(project, 'node_modules/latentwalk');
  const { exports, version, license } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.equal(license, 'MIT');
  const paths = Object.values(exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  for (const path of paths.filter((one) => !one.includes('*')))
    assert.ok((await readFile(join(home, path))).length > 100, path);
  const out = await printed(
    'element.mjs',
    "import { LatentWalk } from 'latentwalk/element'; console.log(LatentWalk.observedAttributes.join());",
  );
  assert.match(out, /^src,model,view,.*seed/);
  const others = (await readdir(home)).filter(
    (file) => !/\.(js|d\.ts|wasm|png|json|md)$|^LICENSE$|^(models|configs|lessons)$/.test(file),
  );
  assert.deepEqual(others, []);
});

test('esbuild bundles it for a browser without settings and without a word of Node, as a module and as a script', async () => {
  const { build } = await import(pathToFileURL(join(root, 'web/node_modules/esbuild/lib/main.js')).href);
  await writeFile(
    join(project, 'page.js'),
    "import { loadModel } from 'latentwalk'; globalThis.loadModel = loadModel;",
  );
  for (const format of ['esm', 'iife']) {
    const settings = { bundle: true, write: false, logLevel: 'silent', format };
    const { outputFiles, warnings } = await build({ ...settings, entryPoints: [join(project, 'page.js')] });
    assert.deepEqual(warnings, []);
    assert.doesNotMatch(outputFiles[0].text, /node:|import\.meta/);
  }
});

test('it resolves where `exports` is not known', async () => {
  const home = join(project, 'node_modules/latentwalk');
  const { main, module, types } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));
  for (const file of [main, module, types, 'element.js', 'element.d.ts'])
    assert.ok(await readFile(join(home, file)), file);
});

test('what is no WebAssembly module is called what it is', async () => {
  await writeFile(join(project, 'spa.wasm'), '<!doctype html><title>An app</title>');
  const source = `
    import { loadModel } from 'latentwalk';
    await loadModel('${join(root, 'tests/fixtures/tiny-vae.safetensors')}', { wasmUrl: './spa.wasm' }).catch(({ message }) => console.log(message));`;
  const said = await printed('html.mjs', source);
  assert.match(said, /^spa\.wasm: not a module .*\(it is a web page: is wasmUrl right\?\)\n$/);
});

test('tsc takes a program that uses it right, and only that', async () => {
  const program = `
    import { loadModel, type Model, type ModelInfo } from 'latentwalk';
    import type { LatentWalk } from 'latentwalk/element';
    import 'latentwalk/element';

    export async function digits(url: URL): Promise<Float32Array> {
      const model: Model = await loadModel(url, { onProgress: (loaded, total) => console.log(loaded / total) });
      const info: Readonly<ModelInfo> = model.info;
      const family: 'gan' | 'vae' = info.family;
      const dim: number = model.latentDim;
      console.log(family, dim);
      return model.decode(await model.sampleLatents(7n, 2), 2, { classLabels: [1, 2] });
    }
    const element: LatentWalk = document.createElement('latent-walk');
    element.seed = '7';
    element.addEventListener('change', ({ detail }) => console.log(detail.state.seed, element.manifest?.models[0]?.title));
    // @ts-expect-error a seed is a number
    loadModel('x').then((model) => model.sampleLatents('7', 1));
    // @ts-expect-error pixels are not text
    loadModel('x').then((model) => model.encode('ink'));
    // @ts-expect-error what is shown is read, not written
    element.state = null;
  `;
  await writeFile(join(project, 'program.ts'), program);
  assert.equal(await faultsOf({ module: 'nodenext' }, 'program.ts'), '');
});

/** What tsc says of a program in the project. */
async function faultsOf(options, ...files) {
  const common = { strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom', 'dom.iterable'], types: [] };
  const config = { compilerOptions: { ...common, ...options }, files };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(root, 'web/node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', '.'], { cwd: project }).catch((error) => error);
  return stdout;
}

test('tsc knows each attribute as a property and in JSX, however it resolves modules', async () => {
  const names = (
    await printed(
      'names.mjs',
      "import { LatentWalk } from 'latentwalk/element'; console.log(LatentWalk.observedAttributes.join());",
    )
  ).trim();
  const list = names.split(',');
  const properties = list.map((name) => `element.${name} = '1'; all.push(element.${name});`).join('\n');
  const attributes = list.map((name) => `${name}="1"`).join(' ');
  await writeFile(
    join(project, 'properties.ts'),
    `import 'latentwalk/element';
    const element = document.createElement('latent-walk');
    const all: (string | null)[] = [];
    ${properties}
    element.loop = true; element.t = 0.25; element.seed = 7n; element.stations = ['1:27', '1:29'];
    element.state = { view: 'walk', t: 0.5 };
    // @ts-expect-error no attribute has this name
    element.colour = 'red';
    export {};`,
  );
  await writeFile(
    join(project, 'template.tsx'),
    `import 'latentwalk/element';
    export const A = () => <latent-walk ${attributes} style={{ display: 'block' }} class="a" data-a="1" />;
    export const B = () => <latent-walk loop t={0.5} onready={({ detail }) => console.log(detail.manifest.default)} />;
    // @ts-expect-error no attribute has this name
    export const C = () => <latent-walk colour="red" />;`,
  );
  for (const options of [
    { module: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
    { module: 'esnext', moduleResolution: 'node10' },
  ])
    assert.equal(
      await faultsOf({ ...options, jsx: 'preserve' }, 'properties.ts', 'template.tsx'),
      '',
      options.moduleResolution,
    );
});
