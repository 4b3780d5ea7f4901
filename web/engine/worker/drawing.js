// Requests that draw: sheets, walks, planes, sums, and latents given as they are; and a drawing made ready.

import { loadExplore } from '../module/explore.js';
import { decodeInParts, latentsOf, modelAt, usualLength } from './models.js';

export async function open({ url }, { send }) {
  const model = await modelAt(url, (loaded, total) => send({ loaded, total }));
  const { info, latentDim, classCount, imageWidth, imageHeight } = model;
  send({ info: { ...info, latentDim, classCount, imageWidth, imageHeight } });
}

export async function sheet({ url, seed, count, labels, prior }, context) {
  const model = await modelAt(url);
  const latents = await model.sampleLatents(seed, count, { prior, classLabels: labels });
  await decodeInParts(model, latents, { labels }, 16, context, 1);
}

export async function walk({ url, stations, frames, path, loop, prior }, context) {
  const [model, explore] = await Promise.all([modelAt(url), loadExplore()]);
  const { latentDim, classCount } = model;
  const labels = classCount > 0 ? stations.map(({ label }) => label) : undefined;
  const ends = await latentsOf(model, stations, prior);
  const latents = await model.walk(ends, { frames, interpolation: path, loop, prior, classLabels: labels });
  context.send({ lengths: explore.lengths(latents, latentDim), usual: await usualLength(model, prior) });
  const weights = labels && explore.classWeightsAlong(labels, classCount, { frames, loop });
  // Frames in order, though ends and middle would give a first look: play may begin at once.
  await decodeInParts(model, latents, { weights }, 4, context);
}

/** Latents of stations, without drawing them. */
export async function latents({ url, stations, prior }, { send }) {
  const model = await modelAt(url);
  send({ latents: await latentsOf(model, stations, prior) });
}

/** {url, stations, frames, path, loop, prior, frame} -> {latents}: the latent of one picture of a walk. */
export async function walkPoint({ url, stations, frames, path, loop, prior, frame }, { send }) {
  const model = await modelAt(url);
  const classLabels = model.classCount > 0 ? stations.map(({ label }) => label) : undefined;
  const ends = await latentsOf(model, stations, prior);
  const points = await model.walk(ends, { frames, interpolation: path, loop, prior, classLabels });
  send({ latents: points.slice(frame * model.latentDim, (frame + 1) * model.latentDim) });
}

/** {corners, places} -> {latents}: the latents of places on the plane through three. */
export async function planePoint({ corners, places }, { send }) {
  send({ latents: (await loadExplore()).planePoints(corners, places) });
}

/** Pictures of latents as they are given, of classes or of class weights; `part` at a time. */
export async function decode({ url, latents: points, labels, weights, part = 8 }, context) {
  await decodeInParts(await modelAt(url), points, { labels, weights }, part, context);
}

/**
 * {url, corners, places, labels, cornerLabels} -> pictures of places on the plane through three latents; cornerLabels: the
 * classes of the corners, which blend in between; `part` at a time.
 */
export async function onPlane({ url, corners, places, labels, cornerLabels, part = 8 }, context) {
  const [model, explore] = await Promise.all([modelAt(url), loadExplore()]);
  const weights = cornerLabels && explore.planeClassWeights(cornerLabels, model.classCount, places);
  await decodeInParts(model, explore.planePoints(corners, places), weights ? { weights } : { labels }, part, context);
}

/** {url, corners, path, count, labels, cornerLabels} -> {places}, pictures: `count` of them at even distances on a path. */
export async function onPath({ url, corners, path, count, labels, cornerLabels }, context) {
  const places = (await loadExplore()).pathPlaces(path, count);
  context.send({ places });
  await onPlane({ url, corners, places, labels, cornerLabels }, context);
}

/** {url, terms, labels, usual, prior} -> the latent `sum`, and the pictures of A, B, C and A - B + C; usual: that at the mean length of the three. */
export async function arithmetic({ url, terms, labels, usual, prior }, context) {
  const [model, explore] = await Promise.all([modelAt(url), loadExplore()]);
  const withSum = (rows, options) => {
    const sum = explore.arithmetic(rows, options);
    const all = new Float32Array(rows.length + sum.length);
    all.set(rows);
    all.set(sum, rows.length);
    return all;
  };
  const latents = withSum(await latentsOf(model, terms, prior), { meanLength: usual });
  // The same sum of the classes: minus three plus eight is no class, but the network draws something for it.
  const weights = model.classCount > 0 ? withSum(explore.classWeights(labels, model.classCount)) : undefined;
  context.send({ sum: latents.slice(-model.latentDim) });
  await decodeInParts(model, latents, { weights }, 8, context);
}

/** {drawing, raw} -> {pixels, blank}: a drawing made ready for the models; raw: only resized. */
export async function prepare({ drawing, raw }, { send }) {
  const { digit, blank } = (await loadExplore()).prepareDrawing(drawing, { centred: !raw });
  send({ pixels: digit, blank });
}
