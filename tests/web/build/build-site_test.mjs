// The site's assembly and its server.

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { buildSite } from '../../../web/build/build-site.mjs';
import { serve } from '../../../web/build/serve.mjs';
import { sourceFiles } from '../../../web/build/source_files.mjs';
import { fixture, wasmPath } from '../../wasm/support.mjs';

let folder, models, out;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latentwalk-'));
  models = join(folder, 'models');
  out = join(folder, 'site');
  await mkdir(models);
  await cp(fixture('tiny-gan.safetensors'), join(models, 'tiny-gan.safetensors'));
  await cp(fixture('tiny-vae.safetensors'), join(models, 'tiny-vae.safetensors'));
});
after(() => rm(folder, { recursive: true }));

const build = () => buildSite({ wasm: wasmPath, models, out });
const versionOf = async () => /kVersion = '([0-9a-f]{16})'/.exec(await readFile(join(out, 'sw.js'), 'utf8'))[1];

test('the manifest tells of each file what is in it', async () => {
  await build();
  const manifest = JSON.parse(await readFile(join(out, 'models/manifest.json'), 'utf8'));
  assert.deepEqual(
    manifest.models.map(({ name }) => name),
    ['tiny-gan', 'tiny-vae'],
  );
  assert.ok(manifest.models.some(({ name }) => name === manifest.default));
  const bytes = await readFile(join(out, 'models', manifest.models[1].file));
  assert.equal(manifest.models[1].bytes, bytes.length);
  assert.equal(manifest.models[1].sha256, createHash('sha256').update(bytes).digest('hex'));
  assert.equal(manifest.models[1].family, 'vae');
  assert.equal(manifest.models[1].has_encoder, true);
});

// What other pages include has no use on the device of a visitor of this one.
const isForOthers = (file) => /^(inline\/|latent-walk|embed\.|latentwalk-offline)/.test(file);

test('a second build writes nothing, and the service worker lists every file of the page with its hash', async () => {
  await build();
  const { written, removed } = await build();
  assert.deepEqual([written, removed], [0, 0]);
  const worker = await readFile(join(out, 'sw.js'), 'utf8');
  const listed = JSON.parse(/kFiles = (\{.*?\});/s.exec(worker)[1]);
  const there = (await readdir(out, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name !== 'sw.js')
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(out.length + 1));
  assert.deepEqual(Object.keys(listed).sort(), there.filter((file) => !isForOthers(file)).sort());
  for (const [file, integrity] of Object.entries(listed)) {
    const bytes = await readFile(join(out, file));
    assert.equal(integrity, `sha256-${createHash('sha256').update(bytes).digest('base64')}`, file);
  }
  assert.ok(there.filter(isForOthers).length >= 6, 'the element, the frame and the one-file page are there');
});

test('what no longer belongs is removed, and the version follows the contents', async () => {
  await build();
  const version = await versionOf();
  await rm(join(models, 'tiny-gan.safetensors'));
  await writeFile(join(out, 'stale.js'), '');
  const { removed } = await build();
  assert.equal(removed, 3); // the model as a script as well
  assert.ok(!(await readdir(out)).includes('stale.js'));
  assert.deepEqual((await readdir(join(out, 'models'))).sort(), ['manifest.json', 'tiny-vae.safetensors']);
  assert.notEqual(await versionOf(), version);
  await cp(fixture('tiny-gan.safetensors'), join(models, 'tiny-gan.safetensors'));
  await build();
  assert.equal(await versionOf(), version);
});

test('a broken model, or no model, is no site', async () => {
  await writeFile(join(models, 'broken.safetensors'), 'nothing');
  await assert.rejects(build(), /broken\.safetensors/);
  await rm(join(models, 'broken.safetensors'));
  await assert.rejects(buildSite({ wasm: wasmPath, models: join(folder, 'site'), out }), /no \.safetensors file/);
});

test('the poster is a PNG with ink on it', async () => {
  await build();
  const poster = await readFile(join(out, 'poster-light.png'));
  assert.equal(poster.subarray(1, 4).toString(), 'PNG');
  assert.equal(poster.readUInt32BE(16), 504);
  assert.ok(poster.length > 5000);
});

/** Asks without tidying the path, as fetch would. */
const ask = (address, path) =>
  new Promise((done, failed) => {
    const { hostname, port } = new URL(address);
    get({ hostname, port, path }, (response) => {
      response.resume();
      response.on('end', () => done(response));
    }).on('error', failed);
  });

test('a site that cannot be bundled says what it lacks', async () => {
  const { loadBundler } = await import('../../../web/build/bundles.mjs');
  const empty = await mkdtemp(join(tmpdir(), 'latentwalk-nothing-'));
  await writeFile(join(empty, 'package.json'), '{"name": "x", "private": true, "dependencies": {"other": "1.0.0"}}');
  await writeFile(
    join(empty, 'package-lock.json'),
    JSON.stringify({ lockfileVersion: 3, packages: { '': {}, 'node_modules/esbuild': { version: '0.0.0' } } }),
  );
  const { esbuild, missing } = await loadBundler(empty);
  assert.equal(esbuild, null);
  assert.match(missing, /npm ci/);
  await rm(empty, { recursive: true });
});

test('the server gives the right types under its base and nothing outside its folder', async () => {
  await build();
  const site = await serve(out, { base: '/a/b/' });
  try {
    const typeOf = async (path) => {
      const { statusCode, headers } = await ask(site.address, path);
      assert.equal(statusCode, 200, path);
      return headers['content-type'];
    };
    assert.match(await typeOf('/a/b/'), /^text\/html/);
    assert.match(await typeOf('/a/b/app.js'), /^text\/javascript/);
    assert.equal(await typeOf('/a/b/latentwalk.wasm'), 'application/wasm');
    for (const path of [
      '/',
      '/app.js',
      '/a/b/none',
      '/a/b/../../../etc/passwd',
      `/a/b/${'..%2f'.repeat(12)}etc/passwd`,
      '/a/b/%00',
      '/a/b/%zz',
    ]) {
      assert.ok((await ask(site.address, path)).statusCode >= 400, path);
    }
  } finally {
    await site.close();
  }
});

test('scripts that are not bundled import what is there, and what has a public address keeps it', async () => {
  const files = await sourceFiles(false);
  for (const file of [
    'index.html',
    'style.css',
    'app.js',
    'start.js',
    'worker.js',
    'latentwalk.js',
    'core.js',
    'engine.js',
  ])
    assert.ok(files.has(file), file);
  let imports = 0;
  for (const [path, bytes] of files) {
    if (!path.endsWith('.js')) continue;
    for (const [, target] of bytes.toString().matchAll(/(?:from |import |await import\()'(\.[^']+)'/g)) {
      const to = new URL(target, `file:///${path}`).pathname.slice(1);
      assert.ok(files.has(to), `${path} imports ${to}`);
      imports++;
    }
  }
  assert.ok(imports > 100, `${imports} imports were looked at`);
});
