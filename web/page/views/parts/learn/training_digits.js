// The digits that the page trains on: all of MNIST where the site has them, else the test digits.

import { assetUrl } from '../../../../engine/client/site_urls.js';
import { wholeAnswer } from '../../../../engine/client/whole_answer.js';

/** @typedef {Required<import('../../../../engine/learn/learn.js').Digits>} Digits */

/** @param {import('../../view.js').Manifest} manifest */
export const trainingSource = ({ digits }) => digits?.train ?? digits?.test;

/**
 * The digits as createLearner takes them.
 * @param {import('../../view.js').Host} host
 * @returns {Promise<Digits>}
 */
export async function trainingDigits({ engine, assets, manifest }) {
  const { file, count, width, height } = trainingSource(manifest);
  const message = { kind: 'packedDigits', digits: assetUrl(assets, file), count };
  const { pixels, labels } = await wholeAnswer(engine, message);
  return { pixels, labels, width, height, depth: pixels.length < count * width * height ? 1 : 8 };
}

/** @param {Digits} digits */
const bytesOf = ({ width, height, depth }) => Math.ceil((width * height * depth) / 8);

/** `count` of the digits, from number `first` on. @param {Digits} digits @returns {Digits} */
export function someDigits(digits, first, count) {
  const bytes = bytesOf(digits);
  return {
    ...digits,
    pixels: digits.pixels.slice(first * bytes, (first + count) * bytes),
    labels: digits.labels.slice(first, first + count),
  };
}

/** Their pixels, 0 paper to 1 ink. @param {Digits} digits */
export function pixelsOf(digits) {
  const { pixels, labels, width, height, depth } = digits;
  if (depth === 8) return Float32Array.from(pixels, (value) => value / 255);
  const [bytes, size] = [bytesOf(digits), width * height];
  const bit = (i) => (pixels[Math.floor(i / size) * bytes + ((i % size) >> 3)] >> (7 - ((i % size) & 7))) & 1;
  return Float32Array.from({ length: labels.length * size }, (_, i) => bit(i));
}
