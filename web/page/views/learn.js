// Learn: trains a small network in this browser, or two side by side. What fills the view is loaded when it is first opened
// (parts/learn/).

import { choice, decimal, flag, parseSeed, whole } from '../params/params.js';
import * as text from '../words/text.js';
import { kConfigs, kDigitCounts, keyOf, kMostLatents, kRunSettings } from './parts/learn_params.js';

export const id = 'learn';
export const title = text.views.learn;
export const usesModel = false; // what the page says of the chosen model does not belong here
export const accepts = (_, manifest) => (manifest.configs ?? []).length > 0;

const power = decimal(0, -2, 2, 1); // of 10, on a learning rate of the configuration
const kRunParams = {
  rate: power,
  kl: decimal(1, 0, 10, 1), // the weight of a VAE's KL divergence
  drate: power, // of a GAN's discriminator, on top
  freeze: flag(false), // the discriminator does not learn
  latent: whole(0, 0, kMostLatents), // 0: as the configuration has it
};
export const params = {
  config: choice(kConfigs[0], kConfigs),
  start: { parse: parseSeed, format: String, default: 1 }, // the seed of the training
  digits: choice('all', kDigitCounts),
  ...kRunParams,
  beside: flag(false), // a second run beside the first, with settings of its own
  ...Object.fromEntries(kRunSettings.map((key) => [keyOf(1, key), kRunParams[key]])),
};

export const create = (host) => new Learn(host);

class Learn {
  #host;
  #bench = null;

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {import('./view.js').State} state @param {() => boolean} isCurrent */
  async update(state, isCurrent) {
    const { LearnBench } = await import('./parts/learn/learn.js');
    if (!isCurrent()) return;
    this.#bench ??= new LearnBench(this.#host);
    await this.#bench.update(state);
  }

  repaint() {
    this.#bench?.repaint();
  }

  destroy() {
    this.#bench?.destroy();
  }
}
