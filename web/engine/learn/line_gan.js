/**
 * A GAN on a line: section 2.1 of the paper, trained on the spot.
 *
 *   const gan = await createLineGan(p, q, { trainsGenerator: true, loss: 'non_saturating' });
 *   await gan.step(100);
 *   const { discriminator, density } = await gan.curves();
 *   gan.close();
 */

import { checkCount, show } from '../module/arguments.js';
import { makeWorkerHere, Team } from './team.js';

/**
 * @typedef {object} LineGanOptions
 * @property {boolean} [trainsGenerator] otherwise the discriminator alone learns to tell p from q
 * @property {'minimax' | 'non_saturating'} [loss] of the generator, 'minimax' unless given
 * @property {number} [seed] of weights and samples, a whole number below 2^32, 1 unless given
 * @property {string | URL | Uint8Array} [wasmUrl] as LearnerOptions has it
 * @property {() => any} [makeWorker] as LearnerOptions has it
 */

/**
 * A GAN on a line, trained in a worker of its own. Its generator starts with the density q; the data have the density p.
 *
 * @param {import('../module/explore.js').LineDensity} p
 * @param {import('../module/explore.js').LineDensity} q
 * @param {LineGanOptions} [options]
 * @returns {Promise<LineGan>}
 */
export async function createLineGan(p, q, options = {}) {
  const { trainsGenerator = false, loss = 'minimax', seed = 1, wasmUrl, makeWorker = makeWorkerHere } = options;
  if (loss !== 'minimax' && loss !== 'non_saturating')
    throw new Error(`loss is ${show(loss)}, expected 'minimax' or 'non_saturating'`);
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32)
    throw new Error(`seed is ${show(seed)}, expected a whole number from 0 to 2^32 - 1`);
  const team = new Team(makeWorker, 1);
  try {
    await team.create({
      wasm: wasmUrl === undefined || ArrayBuffer.isView(wasmUrl) ? wasmUrl : String(wasmUrl),
      line: { p, q, trainsGenerator, nonSaturating: loss === 'non_saturating', seed },
    });
  } catch (error) {
    team.end(error);
    throw error;
  }
  return new LineGan(team);
}

/** A GAN on a line. Made by createLineGan; close() ends its worker. */
export class LineGan {
  #team;
  steps = 0; // done

  constructor(team) {
    this.#team = team;
  }

  /** Trains: a step is five of the discriminator and one of the generator, if it learns. @param {number} [count] */
  async step(count = 1) {
    checkCount(count, 'count');
    ({ steps: this.steps } = await this.#team.first('step', { count }));
  }

  /**
   * Curves over 161 even points from -4 to 4.
   * @returns {Promise<{discriminator: Float32Array, density: Float32Array, lesson: Float32Array}>} D(x); the generator's
   *   density; the derivative of the generator's loss by x
   */
  async curves() {
    return this.#team.first('curves', {});
  }

  close() {
    this.#team.end(new Error('the training is closed'));
  }
}
