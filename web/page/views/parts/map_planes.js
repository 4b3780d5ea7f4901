// The planes that a map can show, and what is on them.

import { assetUrl, modelUrl } from '../../../engine/client/site_urls.js';
import { wholeAnswer } from '../../../engine/client/whole_answer.js';
import * as text from '../../words/text.js';
import { labelOf, sameLabels } from './class_choice.js';
import { priorOf } from './prior_choice.js';

const kBeyond = 0.25; // how far a plane through three digits reaches beyond them

/**
 * @typedef {object} Plane
 * @property {Float32Array} corners three latents
 * @property {number} low the end of both axes
 * @property {number} high
 * @property {import('./map_marks.js').Mark[]} digits real ones
 * @property {number[]} [here] the place of the digit that it was led through
 * @property {string} words what there is to see
 */

/** Whether a model's map shows real digits. */
export const showsDigits = (model, manifest) => model.has_encoder && Boolean(manifest.digits?.test);

/**
 * The class of `count` places: one for all, unless a corner of a GAN's plane has a class of its own; then they blend.
 * @param {import('../view.js').ManifestModel} model
 * @param {Record<string, any>} state
 * @param {number} count
 */
export const planeClasses = (model, { digit: asDigit, corners }, count) =>
  !model.has_encoder && asDigit === null && corners.some(({ digit: own }) => own !== null)
    ? { cornerLabels: corners.map((corner) => labelOf(model, corner)) }
    : { labels: sameLabels(model, asDigit, count) };

export class MapPlanes {
  #host;

  /** @param {import('../view.js').Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** What tells a state's plane, and what is drawn on it, from another. */
  keyOf({ plane, across, up, corners, through, test, digit }) {
    const { model, manifest } = this.#host;
    const which = showsDigits(model, manifest) ? [plane, across, up, through, test] : [corners];
    return JSON.stringify([model.name, digit, ...which]);
  }

  /** @returns {Promise<Plane>} */
  load(state, isCurrent) {
    const { model, manifest } = this.#host;
    return showsDigits(model, manifest) ? this.#throughCodes(state, isCurrent) : this.#throughCorners(state);
  }

  /** What requests for pictures of `count` places on a plane say. */
  messageFor({ corners }, state, count) {
    const { assets, model } = this.#host;
    return { url: modelUrl(assets, model), corners, ...planeClasses(model, state, count) };
  }

  // With two numbers the plane is the whole space, and its axes are the numbers.
  #axesOf({ plane, across, up }) {
    const { latent_dim: dim } = this.#host.model;
    if (dim === 2) return [0, 1];
    if (plane !== 'axes') return undefined;
    // Two different ones, whatever an address says.
    const [right, above] = [Math.min(across, dim - 1), Math.min(up, dim - 1)];
    return [right, right === above ? (above + 1) % dim : above];
  }

  async #throughCodes(state, isCurrent) {
    const { model, manifest, assets, engine, say } = this.#host;
    const { test: source } = manifest.digits;
    const [through] = state.through;
    const message = {
      kind: 'cloud',
      url: modelUrl(assets, model),
      digits: assetUrl(assets, source.file),
      count: source.count,
      axes: this.#axesOf(state),
      through: through && { ...through, label: labelOf(model, through) },
      test: through ? undefined : (state.test ?? undefined),
      prior: priorOf(model, null),
    };
    const cloud = await wholeAnswer(engine, message, ({ encoded }) => {
      if (encoded && isCurrent()) say(text.status.encoding(encoded, source.count));
    });
    const { labels, corners, places, reach, shares, here } = cloud;
    const digits = Array.from(labels, (label, n) => {
      return { x: places[2 * n], y: places[2 * n + 1], label, name: text.className(model, label), n };
    });
    const words = text.seenOnMap(model, state, labels.length, shares);
    return { corners, low: -reach, high: reach, digits, here, words };
  }

  async #throughCorners({ corners: stations }) {
    const { model, engine, assets } = this.#host;
    const { latents } = await wholeAnswer(engine, { kind: 'latents', url: modelUrl(assets, model), stations });
    return { corners: latents, low: -kBeyond, high: 1 + kBeyond, digits: [], words: text.seenOnPlane(model) };
  }
}
