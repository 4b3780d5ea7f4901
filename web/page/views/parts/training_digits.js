// The digits that the page trains on: all of MNIST where the site has them, else the test digits.

import { assetUrl } from '../../../engine/client/site_urls.js';
import { wholeAnswer } from '../../../engine/client/whole_answer.js';

/** @param {import('../view.js').Manifest} manifest */
export const trainingSource = ({ digits }) => digits?.train ?? digits?.test;

/**
 * The digits as createLearner takes them.
 * @param {import('../view.js').Host} host
 * @returns {Promise<import('../../../engine/learn/learn.js').Digits>}
 */
export async function trainingDigits({ engine, assets, manifest }) {
  const { file, count, width, height } = trainingSource(manifest);
  const message = { kind: 'packedDigits', digits: assetUrl(assets, file), count };
  const { pixels, labels } = await wholeAnswer(engine, message);
  return { pixels, labels, width, height, depth: pixels.length < count * width * height ? 1 : 8 };
}
