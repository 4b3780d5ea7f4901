// A long evening in a small memory: decodes without growth, and no memory at all. LATENTWALK_FULL=1 makes the long one as
// many pictures as 24 hours of walking at six a second.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { giveBytes } from '../../../web/engine/module/bytes.js';
import { core } from '../../../web/engine/module/core.js';
import { loadModel } from '../../../web/engine/module/latentwalk-node.js';
import { forgetModel, modelAt } from '../../../web/engine/worker/models.js';
import { fixtures, modelsFolder, root, wasm } from '../support/pages.mjs';

const kPictures = process.env.LATENTWALK_FULL ? 500_000 : 20_000;
const kPart = 16; // as the page asks for them

test(`${kPictures} pictures are drawn without growth`, async () => {
  const folder = await modelsFolder();
  const file = (await readdir(folder)).find((name) => name === 'conv-vae.safetensors') ?? 'tiny-vae.safetensors';
  const { exports } = await core(pathToFileURL(wasm));
  const model = await loadModel(join(folder, file), { wasmUrl: pathToFileURL(wasm) });
  const rounds = async (count) => {
    for (let i = 0; i < count; i += kPart) await model.decode(await model.sampleLatents(i, kPart), kPart);
    return exports.memory.buffer.byteLength;
  };
  const before = await rounds(256);
  const after = await rounds(kPictures);
  console.log(`# ${kPictures} pictures of ${file}: ${before} bytes of wasm memory before, ${after} after`);
  assert.equal(after, before, 'bytes of wasm memory');
  model.close();
  // What models take is given back: fifty more need no more room than one.
  const first = await loadModel(join(fixtures, 'tiny-vae.safetensors'), { wasmUrl: pathToFileURL(wasm) });
  first.close();
  const size = exports.memory.buffer.byteLength;
  for (let i = 0; i < 50; i++)
    (await loadModel(join(fixtures, 'tiny-vae.safetensors'), { wasmUrl: pathToFileURL(wasm) })).close();
  assert.equal(exports.memory.buffer.byteLength, size);
});

test('models that are opened and forgotten by the worker take no room, also while they load', async () => {
  const home = new URL('../../../web/engine/module/latentwalk.wasm', import.meta.url);
  giveBytes(home.href, new Uint8Array(await readFile(wasm)));
  const worker = await core(home);
  const bytes = new Blob([await readFile(join(await modelsFolder(), 'conv-gan.safetensors'))]);
  const openOnce = async (i) => {
    const url = `https://here/local/${i}.safetensors`;
    giveBytes(url, bytes);
    const model = modelAt(url);
    if (i % 2 === 0) await model;
    forgetModel(url);
    await model;
  };
  for (let i = 0; i < 2; i++) await openOnce(i);
  const before = worker.exports.memory.buffer.byteLength;
  for (let i = 2; i < 12; i++) await openOnce(i);
  const grown = worker.exports.memory.buffer.byteLength - before;
  assert.ok(grown < 1e6, `${grown} bytes more after ten models of 5 MB`);
});

test('where there is not enough memory, one line says so and smaller models work on', async () => {
  const program = `
    import { loadModel } from '${pathToFileURL(join(root, 'web/engine/module/latentwalk-node.js'))}';
    const wasmUrl = new URL('${pathToFileURL(wasm)}');
    const small = await loadModel('${join(fixtures, 'tiny-vae.safetensors')}', { wasmUrl });
    const large = new Uint8Array(64 << 20);
    await loadModel(large, { wasmUrl, name: 'large' }).catch((error) => console.log(error.message));
    console.log((await small.decode(await small.sampleLatents(1, 2))).length);`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--wasm-max-mem-pages=320',
    '--input-type=module',
    '--eval',
    program,
  ]);
  assert.match(stdout, /^no memory for \d+ bytes: ask for fewer samples, or close other models\n\d+\n$/);
});
