// Requests about the theory of the paper: two densities on a line, and the bound of one digit.

import { loadExplore } from '../module/explore.js';
import { digitsAt, pixelsOf } from './data_files.js';
import { latentsOf, modelAt } from './models.js';

/** {p, q} -> {x, p, q, best, kl, reverseKl, jsd, value}: curves and divergences. */
export async function densities({ p, q, points }, { send }) {
  const explore = await loadExplore();
  send({ ...explore.lineCurves(p, q, points), ...explore.divergences(p, q) });
}

const kMostDraws = 1024;
const kPart = 64; // draws at a time

/**
 * {url, station, prior} or {url, digits, count, test}, and {draw} -> {given, label, kl, drawn, reconstruction}, {bounds,
 * draws}…: a digit, the KL of each coordinate of its code, what the first draw of z is decoded to with log p(x|z), and then
 * the importance-weighted bounds with as many draws as there are so far.
 */
export async function elbo({ url, station, prior, digits, count, test, draw }, { send, check }) {
  const [model, explore] = await Promise.all([modelAt(url), loadExplore()]);
  const real = test === undefined ? null : await digitsAt(digits, count);
  const at = Math.min(test ?? 0, (count ?? 1) - 1);
  const label = model.classCount > 0 ? (real ? real.labels[at] : station.label) : undefined;
  const labelled = (n) => ({ classLabels: label === undefined ? undefined : new Array(n).fill(label) });
  const given = real
    ? pixelsOf(real, [at])
    : await model.decode(await latentsOf(model, [{ ...station, label }], prior), 1, labelled(1));
  const { mean, logVariance } = await model.encodeDistribution(given, 1, labelled(1));
  const kl = explore.klOfCoordinates(mean, logVariance);
  const weights = [];
  for (let first = 0, size = 1; first < kMostDraws; first += size, size = Math.min(kPart, kMostDraws - first)) {
    await check();
    const zs = explore.posteriorDraws(mean, logVariance, size, { seed: draw, first });
    const pixels = await model.decode(zs, size, labelled(size));
    const terms = explore.drawTerms(mean, logVariance, zs, pixels, given);
    weights.push(...terms.logWeights);
    if (first === 0) send({ given, label: label ?? null, kl, drawn: pixels, reconstruction: terms.reconstruction[0] });
    send({ bounds: explore.importanceBounds(weights), draws: weights.length });
  }
}
