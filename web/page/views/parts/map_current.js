// Makes a digit of a map the current one.

import { wholeAnswer } from '../../../engine/client/whole_answer.js';
import * as text from '../../words/text.js';
import { labelOf } from './class_choice.js';

/**
 * A real digit.
 * @param {import('../view.js').Host} host
 * @param {number} n its number
 * @param {{given: Float32Array, label: number}} known
 */
export function makeRealCurrent(host, n, { given: pixels, label }) {
  const { image_width: width, image_height: height } = host.model;
  host.setCurrent({
    name: text.labels.testDigitName(n),
    pixels,
    width,
    height,
    drawn: { test: n, ink: '', raw: false },
    label,
  });
}

/**
 * The digit at a place.
 * @param {import('../view.js').Host} host
 * @param {Record<string, any>} state
 * @param {object} message of a request for one picture there
 */
export async function makePlaceCurrent(host, { x, y, digit }, message) {
  const { model, engine } = host;
  const at = { ...message, places: [x, y] };
  const [{ latents }, { pixels }] = await Promise.all(
    ['planePoint', 'onPlane'].map((kind) => wholeAnswer(engine, { kind, ...at })),
  );
  const station = { seed: 1, index: 0, digit: labelOf(model, { index: 0, digit }), latent: Array.from(latents) };
  const { image_width: width, image_height: height } = model;
  host.setCurrent({ name: text.labels.mapPlace(x, y), pixels, width, height, station, of: 'map' });
}
