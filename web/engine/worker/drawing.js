// Requests that draw: sheets, walks, and latents given as they are.

import { decodeInParts, latentsOf, lengthsOf, modelAt, usualLength } from './models.js';

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
  const model = await modelAt(url);
  const dim = model.latentDim;
  const classLabels = model.classCount > 0 ? stations.map(({ label }) => label) : undefined;
  const ends = await latentsOf(model, stations, prior);
  const latents = await model.walk(ends, { frames, interpolation: path, loop, prior, classLabels });
  context.send({ lengths: lengthsOf(latents, dim), usual: await usualLength(model, prior) });
  // Frames in order, though ends and middle would give a first look: play may begin at once.
  await decodeInParts(
    model,
    latents,
    { weights: classesOnTheWay(model, stations, frames, latents.length / dim) },
    4,
    context,
  );
}

// From class to class the weight goes over evenly.
function classesOnTheWay({ classCount }, stations, frames, count) {
  if (classCount === 0) return undefined;
  const weights = new Float32Array(count * classCount);
  for (let i = 0; i < count; i++) {
    const leg = Math.min(Math.floor(i / (frames - 1)), count - 1);
    const t = i / (frames - 1) - leg;
    const from = stations[leg % stations.length].label;
    const to = stations[(leg + 1) % stations.length].label;
    weights[i * classCount + from] += 1 - t;
    if (t > 0) weights[i * classCount + to] += t;
  }
  return weights;
}

/** Latents of stations, without drawing them. */
export async function latents({ url, stations, prior }, { send }) {
  const model = await modelAt(url);
  send({ latents: await latentsOf(model, stations, prior) });
}

/** Pictures of latents as they are given, of classes or of class weights; `part` at a time. */
export async function decode({ url, latents: points, labels, weights, part = 8 }, context) {
  await decodeInParts(await modelAt(url), points, { labels, weights }, part, context);
}
