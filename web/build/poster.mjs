// The poster: the very sheet that the page draws first, so that it is there before any script.

import { enlarge } from '../page/dom/ink.js';
import { loadModel } from '../engine/module/latentwalk-node.js';
import { inkPng } from './png.mjs';

const kColumns = 8;
const kScale = 2;
const kCell = 28; // the grid of style.css: digits of 28 units, gutters of 4
const kGutter = 4;

/**
 * The poster in the ink of either theme.
 * @param {Uint8Array} bytes a model file
 * @param {object} entry what the manifest says of it
 * @param {URL} wasmUrl
 * @returns {Promise<Map<string, Buffer>>} path in the site -> bytes
 */
export async function posters(bytes, entry, wasmUrl) {
  const poster = await drawPoster(bytes, entry, wasmUrl);
  return new Map([
    ['poster-light.png', poster('#1d1b1a')],
    ['poster-dark.png', poster('#efece7')],
  ]);
}

/**
 * @param {Uint8Array} bytes a model file
 * @param {object} entry what the manifest says of it
 * @param {URL} wasmUrl
 * @returns {Promise<(colour: string) => Buffer>} the sheet as a PNG of one colour, such as '#1d1b1a'
 */
async function drawPoster(bytes, entry, wasmUrl) {
  const model = await loadModel(bytes, { wasmUrl, name: entry.file });
  const { imageWidth: width, imageHeight: height } = model;
  const count = kColumns * kColumns;
  const classLabels =
    entry.class_count > 0 ? Array.from({ length: count }, (_, i) => i % entry.class_count) : undefined;
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
  return (colour) => inkPng(ink, side, colour);
}
