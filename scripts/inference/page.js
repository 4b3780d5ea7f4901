// What scripts/inference/browser.mjs runs in Chromium. Everything comes from the site's own folder.

import { largestDifference, median, onnxDecoder, timesOf } from './rival.mjs';

const bytesAt = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());

/** Ours against onnxruntime-web: one thread each, both in this page's thread, alternating. */
window.against = async ({ task, rounds, seconds }) => {
  const ort = await import('./ort/ort.wasm.min.mjs');
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = new URL('ort/', import.meta.url).href;
  const { loadModel } = await import('../latentwalk.js');
  const model = await loadModel(new URL(`../models/${task.file}`, import.meta.url));
  const latents = await model.sampleLatents(1, 64);
  const pictures = await model.decode(latents, 64);
  const files = {
    decoder: await bytesAt(`bench/${task.name}.onnx`),
    encoder: task.encode ? await bytesAt(`bench/${task.name}-encoder.onnx`) : undefined,
  };
  const theirs = await onnxDecoder(ort, { ...files, latents, pictures }, { executionProviders: ['wasm'] });
  const ours = async (batch) => {
    const z = task.encode
      ? await model.encode(pictures.subarray(0, batch * 784), batch)
      : latents.subarray(0, batch * model.latentDim);
    return model.decode(z, batch);
  };
  const rows = [];
  for (const batch of [1, 64]) {
    const difference = largestDifference(await ours(batch), await theirs(batch));
    const all = { ours: [], onnx: [] };
    for (let round = 0; round < rounds; round++) {
      all.onnx.push(median(await timesOf(() => theirs(batch), seconds, batch)));
      all.ours.push(median(await timesOf(() => ours(batch), seconds, batch)));
    }
    rows.push({
      task: task.title,
      batch,
      difference,
      ours: median(all.ours),
      onnx: median(all.onnx),
      againstOnnx: median(all.onnx.map((time, i) => time / all.ours[i])),
    });
  }
  return rows;
};

/** Fresh sheets of 64 digits through the page's engine, on one worker and on two, alternating. */
window.workers = async ({ file, rounds }) => {
  const { Engine } = await import('../engine.js');
  const url = new URL(`../models/${file}`, import.meta.url).href;
  const engines = [1, 2].map((threads) => new Engine(new URL('../worker.js', import.meta.url), { threads }));
  const sheets = [];
  const sheet = async (engine, seed) => {
    const pixels = [];
    await engine.request({ kind: 'sheet', channel: 'sheet', url, seed, count: 64 }, (part) => pixels.push(part));
    return pixels;
  };
  for (const engine of engines) {
    await engine.request({ kind: 'open', url });
    sheets.push(await sheet(engine, 1));
  }
  await new Promise((resume) => setTimeout(resume, 1500)); // the second worker loads the model
  const twice = await sheet(engines[1], 1);
  const flat = (parts) =>
    Float32Array.from(parts.sort((a, b) => a.first - b.first).flatMap(({ pixels }) => Array.from(pixels)));
  const difference = largestDifference(flat(sheets[0]), flat(twice));
  const times = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const i of [0, 1]) {
      const start = performance.now();
      for (let seed = 0; seed < 5; seed++) await sheet(engines[i], 10 * round + seed);
      times[i].push((performance.now() - start) / 5);
    }
  }
  return {
    one: median(times[0]),
    two: median(times[1]),
    ratio: median(times[0].map((time, i) => time / times[1][i])),
    difference,
  };
};

/** From nothing to a first digit: the import, the module, the model, its self-test and one picture. */
window.cold = async ({ file }) => {
  const start = performance.now();
  const { loadModel } = await import('../latentwalk.js');
  const model = await loadModel(new URL(`../models/${file}`, import.meta.url));
  await model.decode(await model.sampleLatents(1, 1), 1);
  return performance.now() - start;
};

window.coldOnnx = async ({ name, dim }) => {
  const start = performance.now();
  const ort = await import('./ort/ort.wasm.min.mjs');
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = new URL('ort/', import.meta.url).href;
  const session = await ort.InferenceSession.create(await bytesAt(`bench/${name}.onnx`), {
    executionProviders: ['wasm'],
  });
  await session.run({ latents: new ort.Tensor('float32', new Float32Array(dim), [1, dim]) });
  return performance.now() - start;
};

/** What an instance with one model holds in wasm memory, after sheets of 64. */
window.memory = async ({ file }) => {
  const { loadModel } = await import('../latentwalk.js');
  const { core } = await import('../core.js');
  const model = await loadModel(new URL(`../models/${file}`, import.meta.url));
  for (let i = 0; i < 5; i++) await model.decode(await model.sampleLatents(i, 64), 64);
  const memory = (await core(new URL('../latentwalk.wasm', import.meta.url))).exports.memory.buffer;
  const after = memory.byteLength;
  const latents = await model.sampleLatents(1, 1);
  for (let i = 0; i < 1000; i++) await model.decode(latents, 1);
  return {
    after,
    afterThousand: (await core(new URL('../latentwalk.wasm', import.meta.url))).exports.memory.buffer.byteLength,
  };
};
