// The worker's files besides models: real digits, the classifier, and training histories; each read once.

import { nameOf, readBytes } from '../module/bytes.js';
import { loadClassifier } from '../module/classifier.js';

const kept = new Map(); // address -> promise

function once(url, read) {
  if (!kept.has(url)) {
    const content = read();
    kept.set(url, content);
    content.catch(() => kept.delete(url)); // so that a later request tries again
  }
  return kept.get(url);
}

export const classifierAt = (url) => once(url, () => loadClassifier(url));

/**
 * Digits as build/data.mjs writes them: labels, then what follows for each digit.
 * @param {(loaded: number, total: number) => void} [onProgress]
 * @returns {Promise<{labels: Uint8Array, data: Uint8Array}>}
 */
export const digitsAt = (url, count, onProgress) =>
  once(url, async () => {
    const packed = await readBytes(url, nameOf(url), { onProgress });
    const stream = new Blob([/** @type {BlobPart} */ (packed)]).stream().pipeThrough(new DecompressionStream('gzip'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    if (bytes.length <= count || (bytes.length - count) % count !== 0)
      throw new Error(`${nameOf(url)}: ${bytes.length} bytes, no whole number for each of ${count} digits`);
    return { labels: bytes.subarray(0, count), data: bytes.subarray(count) };
  });

/** Pixels of some digits, 0 to 1. */
export function pixelsOf({ data, labels }, indexes) {
  const size = data.length / labels.length;
  const pixels = new Float32Array(indexes.length * size);
  indexes.forEach((index, i) => {
    for (let p = 0; p < size; p++) pixels[i * size + p] = data[index * size + p] / 255;
  });
  return pixels;
}
