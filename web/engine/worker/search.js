// The latent whose picture comes nearest to a given one: a GAN has no encoder, so it is searched for.

import { Evolution } from '../compute/evolution.js';
import { fewer, modelAt } from './models.js';

const kFirst = 512; // fresh draws looked at before the search begins
const kRounds = 120;

/**
 * {url, pixels, label, seed} -> {share, distance, drawn, latent}…: each time something nearer was found; distance: mean
 * squared difference of a pixel.
 */
export async function search({ url, pixels, label, seed = 1 }, { send, check }) {
  const model = await modelAt(url);
  const dim = model.latentDim;
  const size = pixels.length;
  const labelsFor = (count) => (model.classCount > 0 ? new Array(count).fill(label ?? 0) : undefined);
  const judge = async (latents) => {
    const count = latents.length / dim;
    const drawn = await model.decode(latents, count, { classLabels: labelsFor(count) });
    const costs = Float64Array.from({ length: count }, (_, n) => {
      let sum = 0;
      for (let p = 0; p < size; p++) sum += (drawn[n * size + p] - pixels[p]) ** 2;
      return sum / size;
    });
    return { drawn, costs };
  };
  let best = { cost: Infinity };
  const take = (latents, { drawn, costs }, share) => {
    costs.forEach((cost, n) => {
      if (cost < best.cost)
        best = { cost, latent: latents.slice(n * dim, (n + 1) * dim), drawn: drawn.slice(n * size, (n + 1) * size) };
    });
    send({ share, distance: best.cost, drawn: best.drawn, latent: best.latent });
  };

  const fresh = fewer(kFirst, dim);
  const whole = fresh + kRounds * 32;
  const draws = await model.sampleLatents(seed, fresh);
  for (let first = 0; first < fresh; first += 32) {
    await check();
    const latents = draws.subarray(first * dim, (first + 32) * dim);
    take(latents, await judge(latents), (first + 32) / whole);
  }
  const going = new Evolution({ start: best.latent, cost: best.cost, step: 0.4, size: 32, seed, ...boundsOf(model) });
  for (let round = 0; round < kRounds; round++) {
    await check();
    const latents = going.ask();
    const judged = await judge(latents);
    going.tell(judged.costs);
    take(latents, judged, (fresh + (round + 1) * 32) / whole);
  }
}

// The search stays where the prior does: uniform codes in their range, a categorical code as it was drawn, and normal
// ones within four standard deviations.
function boundsOf(model) {
  const low = [];
  const high = [];
  const fixed = [];
  for (const block of model.info.latent) {
    const [from, to] = block.prior === 'uniform' ? [block.low, block.high] : [-4, 4];
    for (let i = 0; i < block.dim; i++) {
      low.push(from);
      high.push(to);
      fixed.push(block.prior === 'categorical');
    }
  }
  return { low, high, fixed: (i) => fixed[i] };
}
