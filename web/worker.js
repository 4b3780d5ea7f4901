// Runs the models off the main thread. Knows nothing of the page: a request in, pixels out, in parts as they are
// ready. A newer request on the same channel ends the one that is running.
//
//   open  {id, url, bytes}                                     -> {id, loaded, total}… {id, done, info}
//   sheet {id, channel, url, seed, count, labels}              -> {id, first, pixels}… {id, done}
//   walk  {id, channel, url, stations, frames, path, label}    -> {id, lengths, usual} {id, first, pixels}… {id, done}
//
// A request that a newer one has overtaken ends with {id, stale}, one that fails with {id, error}.

import { Crew, help } from './crew.js';
import { loadModel } from './latentwalk.js';

const models = new Map(); // address -> promise of a model
const newest = new Map(); // channel -> id of its newest request
const crew = new Crew();

self.onmessage = async ({ data: request }) => {
  const { id, kind, channel } = request;
  if (kind === 'help') return help(request.port);
  if (kind === 'helper') return crew.add(request.port);
  if (channel) newest.set(channel, id);
  try {
    if (kind === 'open') await open(request);
    if (kind === 'sheet') await sheet(request);
    if (kind === 'walk') await walk(request);
    self.postMessage({ id, done: true });
  } catch (error) {
    self.postMessage(error === kStale ? { id, stale: true } : { id, error: error.message });
  }
};

const kStale = new Error('overtaken by a newer request');

async function open({ id, url }) {
  const model = await modelAt(url, (loaded, total) => self.postMessage({ id, loaded, total }));
  const { info, latentDim, classCount, imageWidth, imageHeight } = model;
  self.postMessage({ id, info: { ...info, latentDim, classCount, imageWidth, imageHeight } });
}

function modelAt(url, onProgress) {
  let model = models.get(url);
  if (!model) {
    model = loadModel(url, { onProgress, crew });
    models.set(url, model);
    model.catch(() => models.delete(url)); // so that a later request tries again
  }
  return model;
}

async function sheet({ id, channel, url, seed, count, labels }) {
  const model = await modelAt(url);
  const latents = await model.sampleLatents(seed, count);
  await decodeInParts(model, latents, labels, 16, { id, channel });
}

async function walk({ id, channel, url, stations, frames, path, label }) {
  const model = await modelAt(url);
  const dim = model.latentDim;
  const ends = new Float32Array(stations.length * dim);
  for (const [i, { seed, index }] of stations.entries()) {
    const drawn = await model.sampleLatents(seed, index + 1);
    ends.set(drawn.subarray(index * dim), i * dim);
  }
  const latents = await model.walk(ends, { frames, interpolation: path });
  self.postMessage({ id, lengths: lengthsOf(latents, dim), usual: await usualLength(model) });
  const labels = label === null ? undefined : new Array(latents.length / dim).fill(label);
  await decodeInParts(model, latents, labels, 4, { id, channel });
}

// Both ends and the middle would do for a first look, but frames in order let play begin at once.
async function decodeInParts(model, latents, labels, part, { id, channel }) {
  const dim = model.latentDim;
  const count = latents.length / dim;
  for (let first = 0; first < count; first += part) {
    await breathe();
    if (newest.get(channel) !== id) throw kStale;
    const size = Math.min(part, count - first);
    const classLabels = labels?.slice(first, first + size);
    const pixels = await model.decode(latents.subarray(first * dim, (first + size) * dim), size, { classLabels });
    self.postMessage({ id, first, pixels }, [pixels.buffer]);
  }
}

/** Lets the messages that have arrived meanwhile be seen. */
function breathe() {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(null);
  });
}

function lengthsOf(latents, dim) {
  return Float32Array.from({ length: latents.length / dim }, (_, i) => Math.hypot(...latents.subarray(i * dim, (i + 1) * dim)));
}

const usualLengths = new WeakMap();

// The mean length of a draw from the prior, over 256 draws.
async function usualLength(model) {
  if (!usualLengths.has(model)) {
    const lengths = lengthsOf(await model.sampleLatents(0, 256), model.latentDim);
    usualLengths.set(model, lengths.reduce((sum, length) => sum + length, 0) / lengths.length);
  }
  return usualLengths.get(model);
}
