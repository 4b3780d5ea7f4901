#!/usr/bin/env node
// Assembles the site: the page, the wasm module, the models with a manifest made from the files themselves, the
// poster, and the service worker with the list of all of it.
//   node web/build-site.mjs --wasm build/wasm/bin/latentwalk.wasm [--models models] [--out build/site]
// Writes only what changed and removes what no longer belongs there.

import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { deflateSync } from 'node:zlib';

import { enlarge } from './ink.js';
import { loadModel } from './latentwalk.js';

const kWeb = dirname(fileURLToPath(import.meta.url));
const kPage = [
  'app.js', 'bytes.js', 'chooser.js', 'core.js', 'crew.js', 'engine.js', 'icon.svg', 'index.html', 'ink.js', 'latentwalk.js', 'package.json',
  'sheet.js', 'state.js', 'style.css', 'text.js', 'walk.js', 'worker.js',
];

/**
 * @param {{wasm: string, models: string, out: string}} folders
 * @returns {Promise<{files: number, bytes: number, written: number, removed: number}>}
 */
export async function buildSite({ wasm, models, out }) {
  const site = new Map(); // path -> bytes
  for (const file of kPage) site.set(file, await readFile(join(kWeb, file)));
  site.set('latentwalk.wasm', await readFile(wasm).catch(() => { throw new Error(`${wasm}: no module there; build it: cmake --build --preset wasm`); }));

  const wasmUrl = pathToFileURL(resolve(wasm));
  const entries = [];
  for (const file of (await readdir(models)).filter((name) => name.endsWith('.safetensors')).sort()) {
    if (!/^[\w.-]+$/.test(file)) throw new Error(`${models}/${file}: a name for the web has letters, digits, '.', '_' and '-' only`);
    const bytes = await readFile(join(models, file));
    entries.push(await describe(file, bytes, wasmUrl));
    site.set(`models/${file}`, bytes);
  }
  if (entries.length === 0) throw new Error(`${models}: no .safetensors file there, so the site would have no model`);
  const manifest = { default: defaultOf(entries), models: entries };
  site.set('models/manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));

  const poster = await drawPoster(site.get(`models/${modelOf(manifest).file}`), modelOf(manifest), wasmUrl);
  site.set('poster-light.png', poster('#1d1b1a'));
  site.set('poster-dark.png', poster('#efece7'));
  site.set('sw.js', await serviceWorker(site));
  return { ...(await synchronise(site, out)), files: site.size };
}

// ---- Models.

// The order in which the page offers them, and what they are called there; others follow by name.
const kTitles = {
  'conv-vae': 'Convolutional VAE',
  'conv-gan': 'Convolutional GAN',
  cvae: 'Conditional VAE',
  cgan: 'Conditional GAN',
  infovae: 'InfoVAE',
  infogan: 'InfoGAN',
  'fc-vae': 'Fully connected VAE',
  'fc-gan': 'Fully connected GAN',
};
const kDefault = 'conv-vae';

/** Loads the model as the page will, so that a site never holds one that does not work. */
async function describe(file, bytes, wasmUrl) {
  const model = await loadModel(bytes, { wasmUrl, name: file });
  const { info } = model;
  const entry = {
    name: info.name,
    title: kTitles[info.name] ?? info.name,
    family: info.family,
    file,
    bytes: bytes.length,
    sha256: hash(bytes),
    description: info.description,
    latent_dim: model.latentDim,
    class_count: model.classCount,
    image_width: model.imageWidth,
    image_height: model.imageHeight,
    has_encoder: info.has_encoder,
    storage: info.storage,
    parameter_count: info.parameter_count,
    selftest_error: info.selftest_error,
    training: info.training,
  };
  model.close();
  return entry;
}

function defaultOf(entries) {
  const order = Object.keys(kTitles);
  const rank = ({ name }) => (order.includes(name) ? order.indexOf(name) : order.length);
  entries.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  const twice = entries.find((entry, i) => entries.some((other, j) => j < i && other.name === entry.name));
  if (twice) throw new Error(`two model files call themselves ${twice.name}: one of them is ${twice.file}`);
  return (entries.find(({ name }) => name === kDefault) ?? entries[0]).name;
}

const modelOf = (manifest) => manifest.models.find(({ name }) => name === manifest.default);

// ---- The poster: the very sheet that the page draws first, so that it is there before any script.

const kColumns = 8;
const kScale = 2;
const kCell = 28; // the grid of style.css: digits of 28 units, gutters of 4
const kGutter = 4;

async function drawPoster(bytes, entry, wasmUrl) {
  const model = await loadModel(bytes, { wasmUrl, name: entry.file });
  const { imageWidth: width, imageHeight: height } = model;
  const count = kColumns * kColumns;
  const classLabels = entry.class_count > 0 ? Array.from({ length: count }, (_, i) => i % entry.class_count) : undefined;
  const pixels = await model.decode(await model.sampleLatents(1, count), count, { classLabels });
  model.close();

  const side = kScale * (kColumns * kCell + (kColumns - 1) * kGutter);
  const ink = new Uint8Array(side * side);
  // Whole multiples only: a picture of another size than 28 x 28 stands in the middle of its cell.
  const factor = Math.max(1, Math.floor((kScale * kCell) / Math.max(width, height)));
  for (let i = 0; i < count; i++) {
    const large = enlarge(pixels.subarray(i * width * height, (i + 1) * width * height), width, height, factor);
    const left = kScale * (i % kColumns) * (kCell + kGutter) + ((kScale * kCell - factor * width) >> 1);
    const top = kScale * Math.floor(i / kColumns) * (kCell + kGutter) + ((kScale * kCell - factor * height) >> 1);
    for (let y = 0; y < factor * height; y++) {
      for (let x = 0; x < factor * width; x++) {
        ink[(top + y) * side + left + x] = Math.round(255 * large[y * factor * width + x]);
      }
    }
  }
  return (colour) => png(ink, side, colour);
}

/** A square picture of one colour whose opacity is the ink: a PNG with a palette of 256 opacities. */
function png(ink, side, colour) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits, palette
  const palette = Buffer.alloc(3 * 256, Buffer.from(colour.slice(1), 'hex'));
  const opacity = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  const rows = Buffer.alloc(side * (side + 1)); // each row opens with its filter, none: a palette's numbers are no shades
  for (let y = 0; y < side; y++) rows.set(ink.subarray(y * side, (y + 1) * side), y * (side + 1) + 1);
  const chunks = [['IHDR', header], ['PLTE', palette], ['tRNS', opacity], ['IDAT', deflateSync(rows, { level: 9 })], ['IEND', Buffer.alloc(0)]];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks.map(([type, data]) => pngChunk(type, data))]);
}

function pngChunk(type, data) {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), data.length + 8);
  return chunk;
}

// node:zlib has crc32 only from Node 22 on.
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

// ---- The service worker and the folder.

async function serviceWorker(site) {
  const source = await readFile(join(kWeb, 'sw.js'), 'utf8');
  const files = [...site.keys()].sort();
  const version = hash(Buffer.from(files.map((file) => `${file} ${hash(site.get(file))}`).join('\n') + source)).slice(0, 16);
  // The folder itself is the page's address; index.html is how it may also be called.
  const list = ['./', ...files].map((file) => JSON.stringify(file)).join(', ');
  return Buffer.from(source.replace('/*VERSION*/', version).replace('/*FILES*/', list));
}

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

async function synchronise(site, out) {
  await mkdir(out, { recursive: true });
  let written = 0;
  let removed = 0;
  let bytes = 0;
  for (const file of await filesUnder(out)) {
    if (site.has(file)) continue;
    await rm(join(out, file));
    removed++;
  }
  for (const [file, content] of site) {
    bytes += content.length;
    const path = join(out, file);
    const there = await readFile(path).catch(() => null);
    if (there?.equals(content)) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    written++;
  }
  return { bytes, written, removed };
}

async function filesUnder(folder) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesUnder(path)).map((file) => `${entry.name}/${file}`));
    else found.push(relative(folder, path));
  }
  return found;
}

async function main() {
  const { values } = parseArgs({
    options: { wasm: { type: 'string' }, models: { type: 'string' }, out: { type: 'string' } },
  });
  const root = dirname(kWeb);
  const folders = {
    wasm: values.wasm ?? join(root, 'build/wasm/bin/latentwalk.wasm'),
    models: values.models ?? join(root, 'models'),
    out: values.out ?? join(root, 'build/site'),
  };
  const { files, bytes, written, removed } = await buildSite(folders);
  console.log(`site: ${files} files, ${(bytes / 1e6).toFixed(1)} MB in ${folders.out} (${written} written, ${removed} removed)`);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`build-site: ${error.message}`);
    process.exitCode = 1;
  });
}
