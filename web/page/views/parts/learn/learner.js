// The learners of the view Learn: a configuration with the visitor's settings, trained in workers of its own.

import { createLearner } from '../../../../engine/learn/learn.js';
import { someDigits, trainingDigits } from './training_digits.js';

const kFrozen = 1e-9; // a learning rate that changes no weight visibly; 0 is none
const kSmallBatch = 64; // for few digits
const kUnseen = 100; // digits that a training on few digits is tested with

/**
 * What may be set for each of two runs.
 * @typedef {{rate: number, kl: number, drate: number, freeze: boolean, latent: number}} RunSettings rate, drate: powers of 10;
 *   drate: of the discriminator beside the generator; latent: how many latent numbers, 0: as the configuration has it
 */

/**
 * What may change while it trains, as Learner.set takes it.
 * @param {any} config @param {RunSettings} settings
 */
export function settingsOf({ family, training }, { rate, kl, drate, freeze }) {
  const factorOf = (name) => 10 ** (name === 'discriminator' ? rate + drate : rate);
  const rateOf = (name, lr) => (freeze && name === 'discriminator' ? kFrozen : lr * factorOf(name));
  const rates = Object.entries(training.optimisers).map(([name, { lr }]) => [name, rateOf(name, lr)]);
  return { lr: Object.fromEntries(rates), klWeight: family === 'vae' ? kl : undefined };
}

/** The patch that gives the networks of a configuration another number of latent numbers. */
function resized({ family, latent: [block], networks }, dim) {
  const input = (name) => [networks[name].input[0] + dim - block.dim];
  const latent = [{ ...block, dim }];
  if (family === 'gan') return { latent, networks: { generator: { input: input('generator') } } };
  const { layers } = networks.encoder;
  const last = layers.findLastIndex(({ type }) => type === 'linear');
  const encoder = { layers: layers.map((layer, i) => (i === last ? { ...layer, out: 2 * dim } : layer)) };
  return { latent, networks: { encoder, decoder: { input: input('decoder') } } };
}

/**
 * The training as a patch of its configuration. It goes on until it is paused, so the learning rate has no schedule.
 * @param {any} config @param {RunSettings} settings @param {number} digits that it trains on
 */
export function patchOf(config, { latent }, digits) {
  const batch = config.training.batch_size;
  const training = { schedule: null, batch_size: digits < 4 * batch ? Math.min(batch, kSmallBatch) : batch };
  return { training, ...(latent > 0 && resized(config, latent)) };
}

/**
 * @param {import('../../view.js').Host} host
 * @param {any} config
 * @param {{seed: number, digits: string, runs: number}} training digits: 'all' or how many of them; runs: that train at once
 * @param {RunSettings} settings
 * @returns {Promise<{learner: import('../../../../engine/learn/learn.js').Learner, seen: any, unseen: any}>} seen, unseen:
 *   some of its digits and some others; unseen: null where it trains on all of them
 */
export async function learnerOf(host, config, { seed, digits: wanted, runs }, settings) {
  const [all, makeWorker] = await Promise.all([trainingDigits(host), host.learningWorkers()]);
  const count = wanted === 'all' ? all.labels.length : Math.min(Number(wanted), all.labels.length);
  const digits = someDigits(all, 0, count);
  const cores = (navigator.hardwareConcurrency || 1) / runs;
  const learner = await createLearner(config, digits, {
    seed,
    workers: cores >= 4 ? 4 : cores >= 2 ? 2 : 1,
    makeWorker,
    patch: patchOf(config, settings, count),
  });
  await learner.set(settingsOf(config, settings));
  const left = Math.min(kUnseen, all.labels.length - count);
  return {
    learner,
    seen: someDigits(digits, 0, Math.min(3 * kUnseen, count)),
    unseen: left > 0 ? someDigits(all, count, left) : null,
  };
}
