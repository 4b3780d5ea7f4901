// The latent whose picture comes nearest to a given one: a GAN has no encoder, so it is searched for.

import { loadExplore } from '../module/explore.js';
import { modelAt } from './models.js';

/**
 * {url, pixels, label, seed} -> {share, distance, drawn, latent}…: after each round, with the best so far; distance: mean
 * squared difference of a pixel.
 */
export async function search({ url, pixels, label, seed = 1 }, { send, check }) {
  const [model, explore] = await Promise.all([modelAt(url), loadExplore()]);
  const labels = (count) => (model.classCount > 0 ? new Array(count).fill(label ?? 0) : undefined);
  const decode = (latents, count) => model.decode(latents, count, { classLabels: labels(count) });
  const draws = await model.sampleLatents(seed, explore.drawCount(model.latentDim));
  const going = explore.search(draws, model.info.latent, { seed });
  try {
    let best = { distance: Infinity, latent: null };
    let drawn = null;
    for (let latents; (latents = going.next());) {
      await check();
      going.tell(await decode(latents, latents.length / model.latentDim), pixels);
      const found = going.best();
      if (found.distance < best.distance) {
        best = found;
        drawn = await decode(best.latent, 1);
      }
      send({ share: going.progress, ...best, drawn });
    }
  } finally {
    going.close();
  }
}
