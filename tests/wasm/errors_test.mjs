// Whatever is wrong is an Error with one clear line, and leaves the module fit for the next call.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { loadModel } from '../../web/engine/module/latentwalk-node.js';
import { serve } from '../../web/build/serve.mjs';
import { listen } from '../web/support/listen.mjs';
import { fixture, readSafetensors, root, wasmUrl, writeSafetensors } from './support.mjs';

const gan = fixture('tiny-gan.safetensors');
let models;

before(async () => {
  models = {};
  for (const name of ['tiny-gan', 'tiny-vae', 'tiny-cgan', 'tiny-cvae']) {
    models[name] = await loadModel(fixture(`${name}.safetensors`), { wasmUrl });
  }
});

// After every failure the models still draw what they drew before.
after(async () => {
  const again = await loadModel(gan, { wasmUrl });
  const latents = await again.sampleLatents(2, 4);
  assert.deepEqual(await models['tiny-gan'].decode(latents, 4), await again.decode(latents, 4));
});

/** `pattern` must match, and the message must be one line. */
async function refuses(promise, pattern) {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, pattern);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
}

const loading = (bytes, name = 'bad.safetensors') => loadModel(bytes, { wasmUrl, name });

async function changed(change, path = gan) {
  const file = await readSafetensors(path);
  change(file);
  return loading(writeSafetensors(file));
}

test('an unchanged file taken apart and written anew still loads', async () => {
  (await changed(() => {})).close();
});

test('activations of a layer that there is not, out of order, or of no encoder are refused', async () => {
  const vae = models['tiny-vae'];
  const latent = await vae.sampleLatents(1, 1);
  await refuses(
    vae.decoderActivations(latent, { layers: [99] }),
    /expected layers in rising order out of .*, found 99$/,
  );
  const [first, second] = vae.info.decoder_layers.map(({ layer }) => layer);
  await refuses(vae.decoderActivations(latent, { layers: [second, first] }), /in rising order/);
  await refuses(vae.decoderActivations(latent.subarray(1)), /^latent has/);
  const latentOfGan = await models['tiny-gan'].sampleLatents(1, 1);
  await refuses(models['tiny-gan'].encoderActivations(new Float32Array(784)), /no encoder|pixels has/);
  await refuses(models['tiny-gan'].decoderActivations(latentOfGan, { classLabel: 1 }), /unconditional/);
  await refuses(models['tiny-cgan'].decoderActivations(await models['tiny-cgan'].sampleLatents(1, 1)), /class label/);
});

test('a truncated file is refused, wherever it is cut', async () => {
  const bytes = await readFile(gan);
  for (const length of [0, 5, 8, 100, bytes.length >> 1, bytes.length - 1]) {
    await refuses(loading(bytes.subarray(0, length)), /^bad\.safetensors: /);
  }
});

test('a foreign file is refused', async () => {
  await refuses(loading(await readFile(join(root, 'LICENSE'))), /^bad\.safetensors: /);
  await refuses(loading(await readFile(wasmUrl)), /^bad\.safetensors: /);
  await refuses(
    changed((file) => {
      file.metadata = { format: 'pt' };
    }),
    /not a latentwalk model/,
  );
});

test('a newer format version is refused by its number', async () => {
  await refuses(
    changed((file) => {
      file.metadata.format_version = '9';
    }),
    /format version 9/,
  );
});

test('a missing tensor is named', async () => {
  await refuses(
    changed((file) => {
      delete file.tensors['generator.0.weight'];
    }),
    /"generator\.0\.weight".* is missing/,
  );
});

test('a tensor that does not belong is named', async () => {
  await refuses(
    changed((file) => {
      file.tensors.extra = file.tensors['generator.0.weight'];
    }),
    /"extra"/,
  );
});

test('a tensor of another shape is named with both shapes', async () => {
  await refuses(
    changed(({ tensors }) => {
      tensors['generator.0.weight'].shape.reverse();
    }),
    /"generator\.0\.weight".*\[24, 6\].*\[6, 24\]/,
  );
});

test('a weight that is not a number is named', async () => {
  await refuses(
    changed(({ tensors }) => tensors['generator.0.weight'].bytes.writeFloatLE(NaN, 12)),
    /"generator\.0\.weight".*element 3.*not a finite number/,
  );
});

test('a changed weight fails the self-test', async () => {
  await refuses(
    changed(({ tensors }) => tensors['generator.0.weight'].bytes.writeFloatLE(5, 0)),
    /self-test differs/,
  );
});

test('a model whose description is no JSON, or lies about its layers, is refused', async () => {
  await refuses(
    changed((file) => {
      file.metadata.model = '{"name": ';
    }),
    /^bad\.safetensors: /,
  );
  await refuses(
    changed((file) => {
      file.metadata.model = file.metadata.model.replace('tanh', 'tan');
    }),
    /tan/,
  );
});

test('a source that is neither address nor bytes is refused', async () => {
  for (const source of [undefined, null, 7, {}, [1, 2, 3]]) {
    await refuses(loadModel(/** @type {any} */ (source), { wasmUrl }), /expected an address or bytes/);
  }
});

test('a path where nothing is, and a folder, are named', async () => {
  await refuses(loadModel('/nowhere/x.safetensors', { wasmUrl }), /^x\.safetensors: cannot be read .*no such file/);
  await refuses(loadModel(root, { wasmUrl }), /cannot be read/);
});

test('an HTTP status, a page in place of a model, and a server that is not there are told', async () => {
  const site = await serve(root);
  await refuses(loadModel(`${site.address}models/none.safetensors`, { wasmUrl }), /^none\.safetensors: .*404/);
  await refuses(loadModel(`${site.address}web/page/app/index.html`, { wasmUrl }), /^index\.html: /);
  await site.close();
  await refuses(loadModel(`${site.address}x.safetensors`, { wasmUrl }), /^x\.safetensors: cannot be loaded from/);
});

test('a download that breaks off is told, and one given up ends as AbortError', async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'Content-Length': 1000 });
    response.write('half');
    setTimeout(() => response.destroy(), 20);
  });
  const address = `${await listen(server)}/half.safetensors`;
  await refuses(loadModel(address, { wasmUrl }), /^half\.safetensors: cannot be loaded/);
  const signal = AbortSignal.abort();
  await assert.rejects(loadModel(address, { wasmUrl, signal }), { name: 'AbortError' });
  server.close();
});

test('a wasm address with something else there is told, and the right one works afterwards', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latentwalk-'));
  const path = join(folder, 'latentwalk.wasm');
  await writeFile(path, 'no module');
  await refuses(loadModel(gan, { wasmUrl: path }), /latentwalk\.wasm: not a module/);
  await writeFile(path, await readFile(wasmUrl));
  (await loadModel(gan, { wasmUrl: path })).close();
  await rm(folder, { recursive: true });
});

test('a bad seed is refused with what it was', async () => {
  const model = models['tiny-gan'];
  for (const seed of [-1, 1.5, NaN, 2 ** 53, '7', null, undefined, -1n, 1n << 64n]) {
    await refuses(model.sampleLatents(seed, 1), /^seed is .*expected a whole number/);
  }
});

test('a bad count is refused', async () => {
  const model = models['tiny-gan'];
  for (const count of [0, -1, 1.5, NaN, Infinity, '3', 2 ** 32 + 1]) {
    await refuses(model.sampleLatents(1, count), /^count is .*expected a whole number/);
  }
});

test('latents of a wrong length or kind are refused', async () => {
  const model = models['tiny-gan'];
  await refuses(model.decode(new Float32Array(5), 1), /latents has 5 numbers, expected 1 x 6 = 6/);
  await refuses(model.decode(new Float32Array(12), 1), /latents has 12 numbers/);
  await refuses(model.decode(new Float32Array(7)), /latents has 7 numbers, expected a multiple of 6/);
  await refuses(model.decode(new Float32Array(0)), /latents has 0 numbers/);
  await refuses(model.decode('zeros', 1), /latents is 'zeros', expected a Float32Array/);
  await refuses(model.decode(model.sampleLatents(1, 1), 1), /latents is a Promise/);
  await refuses(model.decode(undefined, 1), /latents is undefined/);
});

test('a latent that is not a number is refused', async () => {
  const model = models['tiny-gan'];
  const latents = await model.sampleLatents(1, 2);
  latents[8] = NaN;
  await refuses(model.decode(latents, 2), /latents: element 8 is not a finite number/);
});

test('labels are refused by an unconditional model, and missing, miscounted, broken or unknown ones by a conditional', async () => {
  const latents = await models['tiny-gan'].sampleLatents(1, 1);
  await refuses(models['tiny-gan'].decode(latents, 1, { classLabels: [0] }), /unconditional/);
  const model = models['tiny-cgan'];
  const two = await model.sampleLatents(1, 2);
  await refuses(model.decode(two, 2), /needs one class label per sample/);
  await refuses(model.decode(two, 2, { classLabels: [0] }), /classLabels has 1 entries/);
  await refuses(model.decode(two, 2, { classLabels: 1 }), /classLabels is 1, expected an array/);
  await refuses(model.decode(two, 2, { classLabels: [0, 3] }), /from 0 to 2, found 3/);
  await refuses(model.decode(two, 2, { classLabels: [0, -1] }), /from 0 to 2, found -1/);
  await refuses(model.decode(two, 2, { classLabels: [0, 1.5] }), /classLabels\[1\] is 1\.5/);
  await refuses(model.decode(two, 2, { classLabels: [2 ** 32, 0] }), /classLabels\[0\] is 4294967296/);
});

test('a GAN cannot encode, and a VAE refuses pixels of a wrong number or range', async () => {
  await refuses(models['tiny-gan'].encode(new Float32Array(96), 1), /has no encoder/);
  const model = models['tiny-vae'];
  await refuses(model.encode(new Float32Array(95), 1), /pixels has 95 numbers/);
  await refuses(model.encode(new Float32Array(96).fill(1.5), 1), /from 0 to 1, found 1\.5/);
  await refuses(model.encode(new Float32Array(96).fill(NaN), 1), /from 0 to 1, found nan/i);
  await refuses(model.encode(new Float32Array(96), 1, { classLabels: [1] }), /unconditional/);
});

test('a walk with one station, too few frames or an unknown path is refused', async () => {
  const model = models['tiny-gan'];
  const two = await model.sampleLatents(1, 2);
  await refuses(model.walk(two.subarray(0, 6)), /stations has 1 latent, expected at least 2/);
  await refuses(model.walk(two, { frames: 1 }), /frames is 1/);
  await refuses(model.walk(two, { interpolation: 'spline' }), /interpolation is 'spline'/);
  await refuses(model.walk(two.subarray(1)), /stations has 11 numbers/);
});

test('more samples than the memory holds is an error, not a crash', async () => {
  const model = models['tiny-gan'];
  await refuses(model.walk(await model.sampleLatents(1, 1000), { frames: 1 << 20 }), /memory|expected/);
  assert.equal((await model.sampleLatents(1, 1)).length, 6);
});

test('a closed model says that it is closed', async () => {
  const model = await loadModel(gan, { wasmUrl });
  model.close();
  await refuses(model.sampleLatents(1, 1), /the model tiny-gan is closed/);
  await refuses(model.decode(new Float32Array(6), 1), /is closed/);
  await refuses(model.walk(new Float32Array(12)), /is closed/);
  await refuses(model.encode(new Float32Array(96), 1), /is closed/);
});

test('a prior that there is not, and labels that do not fit it, are refused', async () => {
  const draw = (name, options) => models[name].sampleLatents(1, 3, options);
  await refuses(draw('tiny-gan', { prior: 'fitted' }), /tiny-gan" has no fitted prior.*a GAN has no codes/);
  await refuses(draw('tiny-vae', { prior: 'fitted' }), /tiny-vae" has no fitted prior/);
  await refuses(draw('tiny-cvae', { prior: 'best' }), /prior is 'best', expected 'standard' or 'fitted'/);
  await refuses(draw('tiny-cvae', { prior: 'fitted', classLabels: [0, 1, 3] }), /from 0 to 2, found 3/);
  await refuses(draw('tiny-cvae', { prior: 'fitted', classLabels: [0, 1] }), /classLabels has 2 entries/);
  const walk = models['tiny-cvae'].walk(new Float32Array(8), { prior: 'fitted', classLabels: [0, -1] });
  await refuses(walk, /from 0 to 2, found -1/);
});
