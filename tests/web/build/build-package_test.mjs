// The npm package: packed, installed without a network, used from Node and by a TypeScript program.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
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
  assert.equal(here, await printed('there.mjs', source(join(root, 'web/engine/module/latentwalk.js'))));
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
    (file) => !/\.(js|d\.ts|wasm|png|json|md)$|^LICENSE$|^models$/.test(file),
  );
  assert.deepEqual(others, []);
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
  const options = {
    strict: true,
    noEmit: true,
    target: 'es2022',
    module: 'nodenext',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
  };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }));
  const tsc = join(root, 'web/node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [tsc, '-p', '.'], { cwd: project }).catch((error) => error);
  assert.equal(stdout, '');
});
