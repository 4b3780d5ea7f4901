// Requests about the codes of real digits: encoding, and the map of many.

import { loadExplore } from '../module/explore.js';
import { digitsAt, pixelsOf } from './data_files.js';
import { latentsOf, modelAt } from './models.js';

/** {url, pixels, labels} -> {mean, logVariance, pixels}: codes of pictures, and what is drawn from their means. */
export async function encode({ url, pixels, labels }, { send }) {
  const model = await modelAt(url);
  const count = pixels.length / (model.imageWidth * model.imageHeight);
  const { mean, logVariance } = await model.encodeDistribution(pixels, count, { classLabels: labels });
  const drawn = await model.decode(mean, count, { classLabels: labels });
  send({ mean, logVariance, pixels: drawn });
}

const kMostNumbers = 2 ** 23; // in all codes that are kept of a model; of very long codes there are fewer
const kLeastDigits = 128;

const clouds = new Map(); // model address -> promise of {labels, means}

// Codes of all real digits, with the digit's own class for a conditional model.
// Once begun it is finished, even where nobody waits for it any more: the next one to ask will.
function cloudOf(url, digits, count, context) {
  if (!clouds.has(url)) {
    const coding = encodeAll(url, digits, count, context);
    clouds.set(url, coding);
    coding.catch(() => clouds.delete(url));
  }
  return clouds.get(url);
}

async function encodeAll(url, digits, given, { send, breathe }) {
  const model = await modelAt(url);
  const all = await digitsAt(digits, given);
  const count = Math.min(given, Math.max(kLeastDigits, Math.floor(kMostNumbers / model.latentDim)));
  const means = new Float32Array(count * model.latentDim);
  const part = 20;
  for (let first = 0; first < count; first += part) {
    await breathe();
    const indexes = Array.from({ length: Math.min(part, count - first) }, (_, i) => first + i);
    const classLabels = model.classCount > 0 ? indexes.map((index) => all.labels[index]) : undefined;
    means.set(await model.encode(pixelsOf(all, indexes), indexes.length, { classLabels }), first * model.latentDim);
    send({ encoded: first + indexes.length });
  }
  return { labels: all.labels.slice(0, count), means };
}

const kAxesReach = 3.5; // standard deviations of the prior

/**
 * {url, digits, count, axes?, test?, through?, prior?} -> {encoded}… {labels, corners, places, reach, shares?, here?}: where
 * a VAE puts real digits on a plane through three latents: that of two coordinates, `axes`, or that in which the digits
 * differ most, moved so that it goes through a station or the test digit of a number, which is at `here`. places: x and y of
 * each digit, one after the other. Of codes of more than 4,000 numbers there are fewer than `count`.
 */
export async function cloud({ url, digits, count, axes, test, through, prior }, context) {
  const { labels, means } = await cloudOf(url, digits, count, context);
  const [model, explore] = await Promise.all([modelAt(url), loadExplore()]);
  const { latentDim } = model;
  const { corners, shares } = axes
    ? { corners: explore.coordinatePlane(new Float32Array(latentDim), axes[0], axes[1]), shares: undefined }
    : explore.principalPlane(means, latentDim);
  const places = explore.planePlaces(corners, means);
  const reach = axes ? kAxesReach : explore.planeReach(places);
  const answer = { labels: labels.slice(), places, reach, shares: shares && Array.from(shares) };
  if (through === undefined && test === undefined) return context.send({ ...answer, corners });
  const at = Math.min(test ?? 0, labels.length - 1);
  const latent = through ? await latentsOf(model, [through], prior) : means.slice(at * latentDim, (at + 1) * latentDim);
  const here = Array.from(explore.planePlaces(corners, latent));
  context.send({ ...answer, corners: explore.planeThrough(corners, latent), here });
}

/** {url, digits, count, index} -> {given, label, drawn}: a real digit, its label and its reconstruction. */
export async function reconstruct({ url, digits, count, index }, context) {
  const [model, all] = await Promise.all([modelAt(url), digitsAt(digits, count)]);
  const [given, label] = [pixelsOf(all, [index]), all.labels[index]];
  const classLabels = model.classCount > 0 ? [label] : undefined;
  const code = await model.encode(given, 1, { classLabels });
  context.send({ given, label, drawn: await model.decode(code, 1, { classLabels }) });
}

/** Gives back what was found out about a model's codes. */
export function forgetCodes(url) {
  clouds.delete(url);
}
