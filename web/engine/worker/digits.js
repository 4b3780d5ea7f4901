// Requests about real digits, and reading digits.

import { unpackBits } from '../compute/bits.js';
import { nameOf, readBytes } from '../module/bytes.js';
import { loadExplore } from '../module/explore.js';
import { classifierAt, digitsAt, pixelsOf } from './data_files.js';

/**
 * {classifier, detector?, pixels} -> {probabilities, classCount, digits?}: what the pictures are read as; digits: the
 * probability that each is a digit at all, where there is a detector.
 */
export async function read({ classifier, detector, pixels }, { send, check }) {
  const readers = await Promise.all([classifier, detector].filter(Boolean).map(classifierAt));
  const size = readers[0].imageWidth * readers[0].imageHeight;
  const count = pixels.length / size;
  const answers = readers.map(({ classCount }) => new Float32Array(count * classCount));
  const part = 16;
  for (let first = 0; first < count; first += part) {
    await check();
    const some = pixels.subarray(first * size, Math.min(first + part, count) * size);
    for (const [i, reader] of readers.entries())
      answers[i].set(await reader.read(some, some.length / size), first * reader.classCount);
  }
  const digits = answers[1]?.filter((_, i) => i % 2 === 1); // of the two classes "other" and "digit"
  send({ probabilities: answers[0], classCount: readers[0].classCount, digits });
}

/** {digits, count, indexes} -> {pixels, labels}: some of the real digits. */
export async function realDigits({ digits, count, indexes }, { send }) {
  const all = await digitsAt(digits, count);
  send({ pixels: pixelsOf(all, indexes), labels: indexes.map((index) => all.labels[index]) });
}

/** {digits, count} -> {pixels, labels}: all of them as the file has them, whole bytes a digit. */
export async function packedDigits({ digits, count }, { send }) {
  const { labels, data } = await digitsAt(digits, count);
  send({ pixels: data.slice(), labels: labels.slice() });
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
