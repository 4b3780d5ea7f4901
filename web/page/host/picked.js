// The digits that were picked in this sitting, newest first; one of them is the current one. A picture that no model of
// the page drew gets a station of each model that encodes it.

import { wholeAnswer } from '../../engine/client/whole_answer.js';
import { modelUrl } from '../../engine/client/site_urls.js';
import { formatStation } from '../params/params.js';
import { labelOf } from '../views/parts/class_choice.js';

/** @typedef {import('../views/view.js').Digit} Digit @typedef {import('../views/view.js').ManifestModel} Model */

const kMost = 8;

export class Picked {
  #digits = [];
  #current = null;
  #codes = new WeakMap(); // digit -> Map of model names to stations, or to promises of them
  #settings;

  /** @param {{engine: Pick<import('../../engine/client/engine.js').Engine, 'request'>, assets: string, onCode: () => void}} settings onCode: one more is encoded */
  constructor(settings) {
    this.#settings = settings;
  }

  /** @returns {Digit[]} */
  get digits() {
    return this.#digits;
  }

  /** @returns {Digit | null} */
  get current() {
    return this.#current;
  }

  /** Makes a digit the current one. What is there already stays where it is. */
  take(digit) {
    const key = keyOf(digit);
    const same = this.#digits.find((one) => keyOf(one) === key);
    if (same) return void (this.#current = same);
    const rest = this.#digits[0]?.of && this.#digits[0].of === digit.of ? this.#digits.slice(1) : this.#digits;
    this.#digits = [digit, ...rest].slice(0, kMost);
    this.#current = digit;
  }

  choose(digit) {
    this.#current = digit;
  }

  /** The current digit as a model has it, with a station where it has one; null where it is another model's. */
  as(model) {
    return this.#current && digitAs(this.#current, model, this.#codes.get(this.#current)?.get(model.name));
  }

  /** Encodes the current digit where it needs that; resolves once as() knows its station. */
  async encodeFor(model, classOf) {
    const digit = this.#current;
    if (!digit || digit.station || !model.has_encoder || !fits(digit, model)) return;
    if (!this.#codes.has(digit)) this.#codes.set(digit, new Map());
    const codes = this.#codes.get(digit);
    if (!codes.has(model.name)) codes.set(model.name, this.#encode(digit, model, classOf));
    try {
      codes.set(model.name, await codes.get(model.name));
      this.#settings.onCode();
    } catch {
      codes.delete(model.name); // the next one to ask tries again
    }
  }

  async #encode({ pixels, label }, model, classOf) {
    const { engine, assets } = this.#settings;
    const asked = label !== null && label < model.class_count ? label : (classOf ?? 0);
    const digit = model.class_count > 0 ? asked : null;
    const labels = digit === null ? undefined : [digit];
    const { mean } = await wholeAnswer(engine, { kind: 'encode', url: modelUrl(assets, model), pixels, labels });
    return { seed: 1, index: 0, digit, latent: Array.from(mean) };
  }
}

const fits = ({ width, height }, model) => width === model.image_width && height === model.image_height;

/** @returns {Digit | null} */
function digitAs(digit, model, code) {
  if (!digit.station) return code?.latent ? { ...digit, station: code } : digit;
  return digit.model === model.name ? digit : null;
}

/** A digit with what its model adds: the class that its place in the sheet gives it. */
export function completed(digit, model, prior) {
  const { station } = digit;
  if (!station) return { label: null, ...digit };
  return {
    label: null,
    prior,
    ...digit,
    model: digit.model ?? model.name,
    station: { ...station, digit: labelOf(model, station) },
  };
}

// Digits are the same where the same model draws the same point, or where they are the same picture.
function keyOf({ name, model, prior, station, drawn, pixels }) {
  if (station) return `${model} ${station.latent ? '' : prior} ${formatStation(station)}`;
  return drawn ? JSON.stringify(drawn) : `${name} ${pixels.join()}`;
}
