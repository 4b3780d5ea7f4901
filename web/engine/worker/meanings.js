// What the codes of a model do (InfoGAN's, which no label was given for): found out by drawing with them.

import { indexOfLargest } from '../compute/vectors.js';
import { loadExplore } from '../module/explore.js';
import { classifierAt } from './data_files.js';
import { modelAt } from './models.js';

const kDraws = 16; // digits for each value of a code
const kMost = 32; // values or coordinates of a block that are tried
const kPairs = 64; // digits that are drawn with the lowest and the highest value of a coordinate

/**
 * {url, classifier?} -> {meanings}: for each block of codes (all but plain noise) what it does.
 * The first 32 values or coordinates of a block are tried.
 *   categorical: {block, offset, values: [{digit, share}]}: the digit that each value is read as, and how often
 *   uniform:     {block, offset, coordinates: [[{measure, change, clear}]]}, what each one changes
 */
export async function meanings({ url, classifier }, { send, check }) {
  const model = await modelAt(url);
  const found = [];
  let offset = 0;
  for (const block of model.info.latent) {
    const reader = block.prior === 'categorical' && classifier ? await classifierAt(classifier) : null;
    if (reader?.imageWidth === model.imageWidth && reader.imageHeight === model.imageHeight) {
      found.push({ block: block.name, offset, values: await valuesOf(model, reader, block, offset, check) });
    }
    if (block.prior === 'uniform')
      found.push({ block: block.name, offset, coordinates: await coordinatesOf(model, block, offset, check) });
    offset += block.dim;
  }
  send({ meanings: found });
}

const labelsFor = (model, count) =>
  model.classCount > 0 ? Array.from({ length: count }, (_, i) => i % model.classCount) : undefined;

async function valuesOf(model, reader, { dim }, offset, check) {
  const values = [];
  for (let value = 0; value < Math.min(dim, kMost); value++) {
    await check();
    const latents = await model.sampleLatents(1, kDraws);
    for (let n = 0; n < kDraws; n++) {
      latents.fill(0, n * model.latentDim + offset, n * model.latentDim + offset + dim);
      latents[n * model.latentDim + offset + value] = 1;
    }
    const pixels = await model.decode(latents, kDraws, { classLabels: labelsFor(model, kDraws) });
    const probabilities = await reader.read(pixels, kDraws);
    const counts = new Array(reader.classCount).fill(0);
    for (let n = 0; n < kDraws; n++) {
      const row = probabilities.subarray(n * reader.classCount, (n + 1) * reader.classCount);
      counts[indexOfLargest(row)]++;
    }
    const digit = indexOfLargest(counts);
    values.push({ digit, share: counts[digit] / kDraws });
  }
  return values;
}

async function coordinatesOf(model, { dim, low, high }, offset, check) {
  const explore = await loadExplore();
  const coordinates = [];
  for (let i = 0; i < Math.min(dim, kMost); i++) {
    const pictures = [];
    for (const value of [low, high]) {
      await check();
      const latents = await model.sampleLatents(2, kPairs);
      for (let n = 0; n < kPairs; n++) latents[n * model.latentDim + offset + i] = value;
      pictures.push(await model.decode(latents, kPairs, { classLabels: labelsFor(model, kPairs) }));
    }
    coordinates.push(explore.clearChanges(pictures[0], pictures[1], model.imageWidth, model.imageHeight));
  }
  return coordinates;
}
