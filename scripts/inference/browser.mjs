// Ours in Chromium against onnxruntime-web in the same Chromium, in one run, alternating.

import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

import { buildSite } from '../../web/build/build-site.mjs';
import { serve } from '../../web/build/serve.mjs';
import { median } from './rival.mjs';
import { engineSize } from './size.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const kOrt = ['ort.wasm.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];
const kFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

// A new window loads Chromium's own pages first (its address bar is one), beside which nobody's page is fast.
const kSettle = 2000; // ms

export async function benchBrowser({ tasks, models, wasm, rounds, seconds, chromiumPath }) {
  const folder = await mkdtemp(join(tmpdir(), 'latentwalk-bench-'));
  const site = await buildSite({ wasm, models, out: folder })
    .then(() => layOut(folder, tasks))
    .then(() => serve(folder));
  const browser = await chromium.launch({ executablePath: chromiumPath, args: kFlags });
  // A context of its own each time: nothing is in a cache.
  const inPage = async (name, argument) => {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    try {
      const page = await context.newPage();
      await page.goto(`${site.address}bench.html`);
      await page.waitForTimeout(kSettle);
      return await page.evaluate(([call, value]) => /** @type {any} */ (window)[call](value), [name, argument]);
    } finally {
      await context.close();
    }
  };
  try {
    const rows = [];
    for (const task of tasks) rows.push(...(await inPage('against', { task: plain(task), rounds, seconds })));
    const cold = { ours: [], onnx: [] };
    for (let i = 0; i < 5; i++) {
      cold.ours.push(await inPage('cold', { file: 'conv-vae.safetensors' }));
      cold.onnx.push(await inPage('coldOnnx', { name: 'conv-vae', dim: 20 }));
    }
    return {
      chromium: browser.version(),
      rows,
      workers: await inPage('workers', { file: 'conv-gan.safetensors', rounds }),
      cold: { ours: median(cold.ours), onnx: median(cold.onnx) },
      memory: await inPage('memory', { file: 'conv-gan.safetensors' }),
      size: await engineSize(wasm),
    };
  } finally {
    await browser.close();
    await site.close();
    await rm(folder, { recursive: true });
  }
}

const plain = ({ name, title, file, encode }) => ({ name, title, file, encode });

async function layOut(folder, tasks) {
  const bench = join(folder, 'bench');
  await mkdir(join(bench, 'ort'), { recursive: true });
  for (const file of kOrt)
    await copyFile(join(here, 'node_modules/onnxruntime-web/dist', file), join(bench, 'ort', file));
  for (const file of ['page.js', 'rival.mjs']) await copyFile(join(here, file), join(bench, file));
  for (const { name, decoder, encoder } of tasks) {
    await writeFile(join(bench, `${name}.onnx`), decoder);
    if (encoder) await writeFile(join(bench, `${name}-encoder.onnx`), encoder);
  }
  await writeFile(
    join(folder, 'bench.html'),
    '<!doctype html><title>bench</title><script type="module" src="bench/page.js"></script>',
  );
}
