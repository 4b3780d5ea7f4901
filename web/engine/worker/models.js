// The worker's models, by address, and what requests about them have in common.

import { Crew } from '../module/crew.js';
import { forgetBytes, nameOf, readBytes } from '../module/bytes.js';
import { checkHash } from '../module/integrity.js';
import { loadExplore } from '../module/explore.js';
import { loadModel } from '../module/latentwalk.js';

/** The workers that help this one. */
export const crew = new Crew();

const models = new Map(); // address -> {model: promise, told: who follows its download, progress: [loaded, total]}

export function modelAt(url, onProgress) {
  let entry = models.get(url);
  if (!entry) {
    entry = { told: new Set() };
    entry.model = load(url, (...progress) => {
      entry.progress = progress;
      for (const tell of entry.told) tell(...progress);
    });
    models.set(url, entry);
    entry.model.catch(() => models.delete(url)); // so that a later request tries again
  }
  if (onProgress) {
    entry.told.add(onProgress);
    if (entry.progress) onProgress(...entry.progress);
  }
  return entry.model;
}

/** Gives a model's memory back. Who still asks for the model is told that it is closed. */
export function forgetModel(url) {
  forgetBytes(url);
  models.get(url)?.model.then(
    (model) => model.close(),
    () => {},
  );
  models.delete(url);
}

// What is in the browser's store may be damaged too: a wrong file is fetched anew, once.
async function load(url, onProgress) {
  const name = nameOf(url);
  let bytes = await readBytes(url, name, { onProgress });
  try {
    await checkHash(bytes, url, name);
  } catch {
    bytes = await readBytes(url, name, { onProgress, cache: 'reload' });
    await checkHash(bytes, url, name);
  }
  return loadModel(bytes, { name, crew });
}

/**
 * The latents of stations, one after the other; `label` of a station is its class, where the model has classes, and
 * `latent` the vector itself, where no seed gives it.
 */
export async function latentsOf(model, stations, prior) {
  const dim = model.latentDim;
  const latents = new Float32Array(stations.length * dim);
  for (const [i, { seed, index, label, latent }] of stations.entries()) {
    if (latent) {
      latents.set(latent, i * dim);
      continue;
    }
    const classLabels = model.classCount > 0 ? new Array(index + 1).fill(label ?? index % model.classCount) : undefined;
    const drawn = await model.sampleLatents(seed, index + 1, { prior, classLabels });
    latents.set(drawn.subarray(index * dim), i * dim);
  }
  return latents;
}

const kPartTime = 500; // ms that a newer request waits at most, where a single picture takes less

/**
 * Decodes a few at a time, so that pictures come early and a newer request is noticed.
 * @param {import('../module/latentwalk.js').Model} model
 * @param {Float32Array} latents
 * @param {{labels?: number[], weights?: Float32Array}} classes none, one a latent, or class_count weights a latent
 * @param {number} part how many at a time, fewer of a slow model
 * @param {{send: (part: object, transfer?: Transferable[]) => void, check: () => Promise<void>}} context
 * @param {number} [opening] how many come first: one is there soonest
 */
export async function decodeInParts(model, latents, classes, part, { send, check }, opening = part) {
  const { labels, weights } = classes;
  const dim = model.latentDim;
  const count = latents.length / dim;
  let most = part;
  for (let first = 0, size; first < count; first += size) {
    await check();
    size = Math.min(first === 0 ? opening : most, count - first);
    const before = performance.now();
    const pixels = await model.decode(latents.subarray(first * dim, (first + size) * dim), size, {
      classLabels: labels?.slice(first, first + size),
      classWeights: weights?.subarray(first * model.classCount, (first + size) * model.classCount),
    });
    send({ first, pixels }, [pixels.buffer]);
    most = Math.min(part, Math.max(1, Math.floor((size * kPartTime) / (performance.now() - before))));
  }
}

const usualLengths = new WeakMap();
const kUsualDraws = 256;
const kUsualNumbers = 2 ** 22; // in all draws: of very long latents there are fewer

/** The mean length of a draw from the prior. */
export async function usualLength(model, prior = 'standard') {
  if (!usualLengths.has(model)) usualLengths.set(model, {});
  const known = usualLengths.get(model);
  if (known[prior] === undefined) {
    const { latentDim } = model;
    const count = Math.min(kUsualDraws, Math.max(32, Math.floor(kUsualNumbers / latentDim)));
    const lengths = (await loadExplore()).lengths(await model.sampleLatents(0, count, { prior }), latentDim);
    known[prior] = lengths.reduce((sum, length) => sum + length, 0) / count;
  }
  return known[prior];
}
