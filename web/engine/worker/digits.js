// Requests about real digits, and reading digits.

import { unpackBits } from '../compute/bits.js';
import { nameOf, readBytes } from '../module/bytes.js';
import { loadExplore } from '../module/explore.js';
import { classifierAt, digitsAt, pixelsOf } from './data_files.js';

/** {classifier, pixels} -> {probabilities, classCount}: what the pictures are read as. */
export async function read({ classifier, pixels }, { send, check }) {
  const reader = await classifierAt(classifier);
  const size = reader.imageWidth * reader.imageHeight;
  const count = pixels.length / size;
  const probabilities = new Float32Array(count * reader.classCount);
  const part = 16;
  for (let first = 0; first < count; first += part) {
    await check();
    const some = pixels.subarray(first * size, Math.min(first + part, count) * size);
    probabilities.set(await reader.read(some, some.length / size), first * reader.classCount);
  }
  send({ probabilities, classCount: reader.classCount });
}

/** {digits, count, indexes} -> {pixels, labels}: some of the real digits. */
export async function realDigits({ digits, count, indexes }, { send }) {
  const all = await digitsAt(digits, count);
  send({ pixels: pixelsOf(all, indexes), labels: indexes.map((index) => all.labels[index]) });
}

const kChunk = 6000; // digits between two looks at newer requests

/** {train, count, pixels} -> {loaded, total}… {index, label, distance, nearest}: the nearest of the training digits. */
export async function nearest({ train, count, pixels }, { send, check }) {
  const { labels, data } = await digitsAt(train, count, (loaded, total) => send({ loaded, total }));
  const explore = await loadExplore();
  const bytes = data.length / count;
  let best = { index: -1, distance: Infinity };
  for (let first = 0; first < count; first += kChunk) {
    await check();
    const { index, distance } = explore.nearestDigit(data.subarray(first * bytes, (first + kChunk) * bytes), pixels);
    if (distance < best.distance) best = { index: first + index, distance };
  }
  const bits = data.subarray(best.index * bytes, (best.index + 1) * bytes);
  send({
    index: best.index,
    label: labels[best.index],
    distance: best.distance,
    nearest: unpackBits(bits, pixels.length),
  });
}

/** {data, picture} -> {history, shades, width, height}: how a model looked during training; shades: 0 ink to 255 paper. */
export async function history({ data, picture }, { send }) {
  const text = new TextDecoder().decode(await readBytes(data, nameOf(data)));
  const bytes = await readBytes(picture, nameOf(picture));
  const image = await createImageBitmap(new Blob([/** @type {BlobPart} */ (bytes)], { type: 'image/png' }));
  const { width, height } = image;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  const shades = context.getImageData(0, 0, width, height).data.filter((_, i) => i % 4 === 0);
  send({ history: JSON.parse(text), shades, width, height }, [shades.buffer]);
}
