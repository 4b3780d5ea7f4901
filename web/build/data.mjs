// What views need besides models: real digits to encode, training digits to compare with, the classifier that reads
// digits, and how models looked while they were trained. What is not to be had is left out, and the page says so.

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import { packBits } from '../engine/compute/bits.js';
import { kClassifier, kDetector, kDigits, kRoot } from './places.mjs';

const kTestDigits = 2000;

/**
 * Adds the files to the site and tells of them in the manifest:
 *   digits.test  {file, bytes, count, width, height}: gzip of the labels, one byte each, then the pixels, one byte each
 *   digits.train the same with one bit a pixel, whole bytes a digit; only where the whole of MNIST is at hand
 *   classifier   {file, bytes}: reads digits
 *   detector     {file, bytes}: tells digits from other pictures
 *   history      [{model, preset, data, picture}]
 *
 * @param {Map<string, Buffer>} site
 * @param {object} manifest
 * @param {{root?: string, mnist?: string, history?: string}} [places] mnist: the folder of the
 *   four IDX files; data/mnist unless given
 */
export async function addData(site, manifest, { root = kRoot, mnist, history = join(root, 'models/history') } = {}) {
  const folder = mnist ?? join(root, 'data/mnist');
  const test =
    (await readDigits(folder, 't10k')) ?? (mnist === undefined ? await readDigits(join(root, kDigits), 't10k') : null);
  if (mnist !== undefined && !test)
    throw new Error(`${mnist}: found neither t10k-images-idx3-ubyte nor t10k-images-idx3-ubyte.gz`);
  manifest.digits = {};
  if (test) add('test', test, Math.min(kTestDigits, test.count), (pixels) => pixels);
  const train = await readDigits(folder, 'train');
  if (train) add('train', train, train.count, bitsOf(train));

  function add(kind, { labels, pixels, width, height }, count, pack) {
    const content = Buffer.concat([labels.subarray(0, count), pack(pixels.subarray(0, count * width * height))]);
    const bytes = gzipSync(content, { level: 9 });
    const file = `data/digits-${kind}.bin`;
    site.set(file, bytes);
    manifest.digits[kind] = { file, bytes: bytes.length, count, width, height };
  }

  for (const [kind, path] of Object.entries({ classifier: kClassifier, detector: kDetector })) {
    const bytes = await readFile(join(root, path)).catch(() => null);
    if (!bytes) continue;
    const file = `data/${basename(path)}`;
    site.set(file, bytes);
    manifest[kind] = { file, bytes: bytes.length };
  }
  manifest.history = await addHistory(site, history);
}

/** Where a digit's pixels are packed to bits, each digit begins with a new byte. */
const bitsOf =
  ({ width, height }) =>
  (pixels) => {
    const size = width * height;
    return Buffer.concat(
      Array.from({ length: pixels.length / size }, (_, n) =>
        packBits(Array.from(pixels.subarray(n * size, (n + 1) * size), (value) => value / 255)),
      ),
    );
  };

async function readDigits(folder, set) {
  const images = await readIdx(folder, `${set}-images-idx3-ubyte`, 3);
  const labels = await readIdx(folder, `${set}-labels-idx1-ubyte`, 1);
  if (!images || !labels) return null;
  const [count, height, width] = images.shape;
  if (labels.shape[0] !== count)
    throw new Error(`${folder}: ${set} has ${labels.shape[0]} labels, expected ${count}, one for each image`);
  return { count, width, height, pixels: images.data, labels: labels.data };
}

/** An IDX file of bytes, plain or with .gz; null where there is none. */
async function readIdx(folder, name, axes) {
  let bytes = await readFile(join(folder, name)).catch(() => null);
  if (!bytes) {
    const packed = await readFile(join(folder, `${name}.gz`)).catch(() => null);
    if (!packed) return null;
    bytes = gunzipSync(packed);
  }
  const start = 4 + 4 * axes;
  if (bytes.length < start || bytes.readUInt32BE(0) !== 0x800 + axes)
    throw new Error(`${join(folder, name)}: not an IDX file of bytes with ${axes} axes`);
  const shape = Array.from({ length: axes }, (_, i) => bytes.readUInt32BE(4 + 4 * i));
  const size = shape.reduce((a, b) => a * b, 1);
  if (bytes.length !== start + size)
    throw new Error(`${join(folder, name)}: ${bytes.length} bytes, expected ${start + size}`);
  return { shape, data: bytes.subarray(start) };
}

async function addHistory(site, folder) {
  const entries = [];
  for (const file of (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort()) {
    const bytes = await readFile(join(folder, file));
    const { format, model, preset, picture } = JSON.parse(bytes.toString());
    if (format !== 'latentwalk-epochs')
      throw new Error(`${join(folder, file)}: format is '${format}', expected 'latentwalk-epochs'`);
    for (const name of [file, picture]) {
      if (!/^[\w.-]+$/.test(name ?? ''))
        throw new Error(`${join(folder, file)}: the name '${name}' may contain only letters, digits, '.', '_' and '-'`);
    }
    site.set(`history/${file}`, bytes);
    site.set(`history/${picture}`, await readFile(join(folder, picture)));
    entries.push({ model, preset, data: `history/${file}`, picture: `history/${picture}` });
  }
  return entries;
}
