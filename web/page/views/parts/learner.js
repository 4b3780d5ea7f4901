// The learner of the view Learn: a configuration and a seed, trained on the site's digits in workers of its own.

import { createLearner } from '../../../engine/learn/learn.js';
import { trainingDigits } from './training_digits.js';

/**
 * What may change while it trains, as Learner.set takes it.
 * @param {any} config
 * @param {Record<string, any>} state of the view
 */
export function settingsOf({ family, training }, { rate, kl }) {
  const rates = Object.entries(training.optimisers).map(([name, { lr }]) => [name, lr * 10 ** rate]);
  return { lr: Object.fromEntries(rates), klWeight: family === 'vae' ? kl : undefined };
}

/**
 * @param {import('../view.js').Host} host
 * @param {any} config
 * @param {Record<string, any>} state of the view
 */
export async function learnerOf(host, config, state) {
  const [digits, makeWorker] = await Promise.all([trainingDigits(host), host.learningWorkers()]);
  const cores = navigator.hardwareConcurrency || 1;
  const learner = await createLearner(config, digits, {
    seed: state.start,
    workers: cores >= 4 ? 4 : cores >= 2 ? 2 : 1,
    makeWorker,
  });
  await learner.set(settingsOf(config, state));
  return learner;
}
