// The digits of a sheet as they drift.

import { loadExplore } from '../module/explore.js';
import { modelAt } from './models.js';

let newest = { key: '', paths: null }; // one sheet moves at a time

/** The paths of a sheet's digits. */
async function plan(model, { seed, count, labels, prior }) {
  const latents = await model.sampleLatents(seed, count, { prior, classLabels: labels });
  return model.drift(latents, { seed, prior, classLabels: labels });
}

function pathsOf(model, url, sheet) {
  const key = JSON.stringify([url, sheet]);
  if (newest.key !== key) {
    const made = { key, paths: plan(model, sheet) };
    newest = made;
    made.paths.catch(() => (made.key = ''));
  }
  return newest.paths;
}

/**
 * {url, sheet: {seed, count, labels, prior}, which, times} -> {pixels, each}: some digits of a sheet, each at its own time in
 * seconds; each: ms that one took. Every other request goes first.
 */
export async function drift({ url, sheet, which, times }, { send, idle }) {
  await idle();
  const [model, explore] = await Promise.all([modelAt(url), loadExplore()]);
  const { orbits, periods } = await pathsOf(model, url, sheet);
  const before = performance.now();
  const size = 3 * model.latentDim;
  const some = new Float32Array(which.length * size);
  which.forEach((n, i) => some.set(orbits.subarray(n * size, (n + 1) * size), i * size));
  const latents = explore.driftPoints(
    some,
    which.map((n) => periods[n]),
    times,
  );
  const classLabels = sheet.labels && which.map((n) => sheet.labels[n]);
  const pixels = await model.decode(latents, which.length, { classLabels });
  send({ pixels, each: (performance.now() - before) / which.length }, [pixels.buffer]);
}
