// What a classifier reads in pictures, where the site has one.

import { indexOfLargest } from '../../../engine/compute/vectors.js';
import { wholeAnswer } from '../../../engine/client/whole_answer.js';
import { assetUrl } from '../../../engine/client/site_urls.js';

/**
 * @param {import('../view.js').Host} host
 * @param {Float32Array} pixels one or more pictures of 28 x 28
 * @param {string} [channel] a newer reading on it ends this one
 * @param {boolean} [mayBeNone] false: each is read as the digit that it is most like
 * @returns {Promise<{digit: number | null, sure: number}[]>} digit: null where the picture is probably none; sure: from
 *   0 to 1; empty where there is no classifier, where this reading was overtaken, where the model draws no digits, or where a lesson asks for it
 */
export async function readDigits(host, pixels, channel = 'reading', mayBeNone = true) {
  const { classifier, detector } = host.manifest;
  const { image_width: width, image_height: height, classes } = host.model;
  // A model whose classes are called A or Coat draws no digits.
  const drawsOthers = classes?.some((name) => !/^[0-9]$/.test(name));
  if (!classifier || width !== 28 || height !== 28 || drawsOthers) return [];
  const answer = await wholeAnswer(host.engine, {
    kind: 'read',
    channel,
    classifier: assetUrl(host.assets, classifier.file),
    detector: mayBeNone && detector && assetUrl(host.assets, detector.file),
    pixels,
  });
  if (!answer) return [];
  const { probabilities, classCount, digits } = answer;
  const reads = Array.from({ length: probabilities.length / classCount }, (_, n) => {
    const row = probabilities.subarray(n * classCount, (n + 1) * classCount);
    const digit = indexOfLargest(row);
    const isDigit = digits?.[n] ?? 1;
    // The classifier has seen nothing but digits, so its answer holds only if the picture is one.
    return isDigit < 0.5 ? { digit: null, sure: 1 - isDigit } : { digit, sure: row[digit] * isDigit };
  });
  host.observe({ reads });
  return host.hidesReadings ? [] : reads;
}
