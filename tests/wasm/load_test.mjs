// loadModel: every kind of source, and what a loaded model says of itself.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

import { serve } from '../../web/build/serve.mjs';
import { loadModel } from '../../web/engine/module/latentwalk-node.js';
import { fixture, root, wasmUrl } from './support.mjs';

const vae = fixture('tiny-vae.safetensors');

test('a model loads from a path, a file address as text and as URL, an ArrayBuffer, and views of bytes', async () => {
  const bytes = await readFile(vae);
  const alone = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const amidOthers = new Uint8Array(bytes.length + 20);
  amidOthers.set(bytes, 13);
  const sources = {
    path: vae,
    'relative path': relative(process.cwd(), vae),
    'file address': pathToFileURL(vae).href,
    URL: pathToFileURL(vae),
    Buffer: bytes,
    ArrayBuffer: alone,
    Uint8Array: new Uint8Array(alone),
    'a view amid other bytes': amidOthers.subarray(13, 13 + bytes.length),
    DataView: new DataView(alone),
  };
  for (const [kind, source] of Object.entries(sources)) {
    const model = await loadModel(source, { wasmUrl });
    assert.equal(model.info.name, 'tiny-vae', kind);
    model.close();
  }
});

test('a model and the module load over HTTP, and progress counts to the end', async () => {
  const site = await serve(root);
  try {
    const steps = [];
    const model = await loadModel(`${site.address}tests/fixtures/tiny-vae.safetensors`, {
      wasmUrl: `${site.address}${relative(root, new URL(wasmUrl).pathname)}`,
      onProgress: (loaded, total) => steps.push([loaded, total]),
    });
    const size = (await readFile(vae)).length;
    assert.deepEqual(steps.at(-1), [size, size]);
    assert.equal(model.info.name, 'tiny-vae');
    model.close();
  } finally {
    await site.close();
  }
});

test('a loaded model tells its sizes and what its file says', async () => {
  const model = await loadModel(vae, { wasmUrl });
  const { info } = model;
  assert.equal(info.family, 'vae');
  assert.equal(info.has_encoder, true);
  assert.equal(info.storage, 'F16');
  assert.equal(
    info.latent.reduce((sum, { dim }) => sum + dim, 0),
    model.latentDim,
  );
  assert.ok(info.parameter_count > 0);
  assert.ok(info.selftest_error >= 0 && info.selftest_error < 1e-4);
  assert.equal(typeof info.training, 'object');
  assert.equal(model.classCount, 0);
  assert.throws(
    () => {
      info.latent[0].dim = 3;
    },
    TypeError,
    'what a file says cannot be changed',
  );
  model.close();

  const conditional = await loadModel(fixture('tiny-cgan.safetensors'), { wasmUrl });
  assert.equal(conditional.classCount, 3);
  assert.equal(conditional.imageWidth * conditional.imageHeight, 12 * 8);
  assert.equal(conditional.info.has_encoder, false);
  conditional.close();
});

test('two models live side by side, and closing one leaves the other', async () => {
  const [first, second] = await Promise.all([loadModel(vae, { wasmUrl }), loadModel(vae, { wasmUrl })]);
  const latents = await first.sampleLatents(5, 2);
  const before = await second.decode(latents, 2);
  first.close();
  first.close();
  assert.deepEqual(await second.decode(latents, 2), before);
  second.close();
});

test('opening and closing a model many times does not use up memory', async () => {
  const bytes = await readFile(vae);
  const { core } = await import('../../web/engine/module/core.js');
  const { exports } = await core(wasmUrl);
  const use = async () => {
    const model = await loadModel(bytes, { wasmUrl });
    await model.decode(await model.sampleLatents(1, 64), 64);
    model.close();
  };
  for (let i = 0; i < 5; i++) await use();
  const before = exports.memory.buffer.byteLength;
  for (let i = 0; i < 200; i++) await use();
  assert.equal(exports.memory.buffer.byteLength, before);
});

test('it works in a worker', async () => {
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     import(workerData.module).then(async ({ loadModel }) => {
       const model = await loadModel(workerData.model, { wasmUrl: workerData.wasmUrl });
       parentPort.postMessage((await model.decode(await model.sampleLatents(1, 1), 1)).length);
     });`,
    {
      eval: true,
      workerData: {
        module: new URL('../../web/engine/module/latentwalk-node.js', import.meta.url).href,
        model: vae,
        wasmUrl: wasmUrl.href,
      },
    },
  );
  const length = await new Promise((done, failed) => worker.once('message', done).once('error', failed));
  const model = await loadModel(vae, { wasmUrl });
  assert.equal(length, model.imageWidth * model.imageHeight);
  await worker.terminate();
});

test('without wasmUrl the module is looked for beside latentwalk.js, and its absence is said', async () => {
  await assert.rejects(loadModel(vae), /latentwalk\.wasm: cannot be read/);
});
