// Arithmetic: digit A minus digit B plus digit C, in latent space.

import { ask } from '../../engine/client/whole_answer.js';
import { modelUrl } from '../../engine/client/site_urls.js';
import { el, pictureOf } from '../dom/dom.js';
import { draw, inkOf } from '../dom/ink.js';
import { flag, stations } from '../params/params.js';
import { readDigits } from './parts/read_digits.js';
import * as text from '../words/text.js';
import { labelOf } from './parts/class_choice.js';
import { stationList } from './parts/station_list.js';

export const id = 'arithmetic';
export const title = text.views.arithmetic;
export const accepts = () => true;
export const params = {
  terms: stations('1:26,1:24,1:29', 3, 3),
  usual: flag(true), // the sum is brought back to the length of the terms
};

export function create(host) {
  let state,
    shown = '',
    pictures = [];
  const canvases = [...text.labels.terms, text.labels.result].map((name) => pictureOf(name));
  const captions = canvases.map(() => el('figcaption'));
  const cell = (i) => el('figure', {}, canvases[i], captions[i]);
  const sign = (character) => el('span', { class: 'sign', 'aria-hidden': 'true' }, character);
  const list = stationList({
    least: 3,
    most: 3,
    nameOf: (i) => text.labels.terms[i],
    onChange: (terms) => host.setState({ terms }),
  });
  const usual = el('input', {
    type: 'checkbox',
    'data-field': 'usual',
    onchange: () => host.setState({ usual: usual.checked }),
  });
  host.stage.append(el('div', { class: 'sum' }, cell(0), sign('−'), cell(1), sign('+'), cell(2), sign('='), cell(3)));
  host.panel.append(
    el(
      'div',
      { class: 'row', 'data-part': 'fresh' },
      el(
        'button',
        {
          class: 'primary',
          type: 'button',
          'data-action': 'fresh',
          onclick: () =>
            host.setState({
              terms: [0, 1, 2].map(() => ({ seed: Math.floor(Math.random() * 1e6), index: 0, digit: null })),
            }),
        },
        text.labels.threeFresh,
      ),
    ),
    list.root,
    el('label', { class: 'tick', 'data-part': 'usual' }, usual, text.labels.usualLength),
  );

  const paint = () => {
    const { image_width: width, image_height: height } = host.model;
    pictures.forEach((pixels, i) => draw(canvases[i], pixels, width, height, inkOf(canvases[i])));
  };

  return {
    async update(to, isCurrent) {
      state = to;
      const { model } = host;
      list.show(to.terms, model.class_count);
      usual.checked = to.usual;
      const key = JSON.stringify([model.name, to.terms, to.usual]);
      if (key === shown) return;
      const url = modelUrl(host.assets, model);
      const { latents } = await ask(host.engine, { kind: 'latents', url, stations: to.terms });
      const points = withSum(latents, model.latent_dim, to.usual);
      const labels = to.terms.map((term) => labelOf(model, term));
      const weights = model.class_count > 0 ? classSum(labels, model.class_count) : undefined;
      const size = model.image_width * model.image_height;
      const { pixels } = await ask(host.engine, { kind: 'decode', url, latents: points, weights });
      if (!isCurrent()) return;
      pictures = [0, 1, 2, 3].map((i) => pixels.subarray(i * size, (i + 1) * size));
      shown = key;
      paint();
      host.explain(text.seenOnArithmetic);
      const say = host.sayLater();
      const reads = await readDigits(host, pixels).catch(() => []);
      if (!isCurrent()) return;
      captions.forEach(
        (caption, i) =>
          (caption.textContent = text.labels.termReads([...text.labels.terms, text.labels.result][i], reads[i])),
      );
      say(text.status.sum(reads));
    },
    repaint: paint,
    destroy() {},
  };
}

/** A, B, C and A − B + C, that at the mean length of the three where it is wanted. */
export function withSum(latents, dim, usual) {
  const points = new Float32Array(4 * dim);
  points.set(latents);
  const sum = points.subarray(3 * dim);
  for (let i = 0; i < dim; i++) sum[i] = latents[i] - latents[dim + i] + latents[2 * dim + i];
  const length = Math.hypot(...sum);
  if (usual && length > 0) {
    const mean = [0, 1, 2].reduce((whole, k) => whole + Math.hypot(...latents.subarray(k * dim, (k + 1) * dim)) / 3, 0);
    for (let i = 0; i < dim; i++) sum[i] *= mean / length;
  }
  return points;
}

// The same sum of the classes: minus three plus eight is no class, but the network draws something for it.
function classSum(labels, classes) {
  const weights = new Float32Array(4 * classes);
  labels.forEach((label, i) => (weights[i * classes + label] = 1));
  [1, -1, 1].forEach((factor, i) => (weights[3 * classes + labels[i]] += factor));
  return weights;
}
