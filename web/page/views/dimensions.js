// Dimensions: each number of a latent on a slider, and what it does to the digit.

import { ask } from '../../engine/client/whole_answer.js';
import { assetUrl, modelUrl } from '../../engine/client/site_urls.js';
import { el, pictureOf, textField } from '../dom/dom.js';
import { follower } from '../../engine/client/newest_request.js';
import { draw, inkOf } from '../dom/ink.js';
import { changes, digit, formatStation, parseStation, station, whole } from '../params/params.js';
import { readDigits } from './parts/read_digits.js';
import * as text from '../words/text.js';
import { latentControls } from './parts/latent_controls.js';
import { classChoice, labelOf } from './parts/class_choice.js';

const kStrip = 9; // pictures along the range of one number

export const id = 'dimensions';
export const title = text.views.dimensions;
export const accepts = () => true;
export const params = {
  base: station('1:27'),
  z: changes(-20, 20, 64), // what is changed of the base
  look: whole(null, 0, 999), // the number whose strip is shown; null: the first that a code stands for, or the first of all
  digit,
};

export function create(host) {
  let state,
    shown = '',
    base = null,
    controls = null,
    picture = null,
    strip = [];
  const before = pictureOf(text.labels.baseDigit);
  const now = pictureOf(text.labels.changedDigit, { class: 'big' });
  const caption = el('figcaption');
  const thumbs = Array.from({ length: kStrip }, (_, i) =>
    el('canvas', { width: 28, height: 28, onclick: () => set(state.look, valueAt(i), true) }),
  );
  const stripTitle = el('figcaption');
  const baseField = textField({
    label: text.labels.base,
    note: text.notes.station,
    wrong: text.failure.station,
    parse: parseStation,
    part: 'base',
    take: (to) => host.setState({ base: { ...to, digit: null }, z: {} }),
  });
  const classes = classChoice(host);
  const slot = el('div', { class: 'latent', 'data-part': 'sliders', role: 'group', 'aria-label': text.labels.sliders });
  const button = (action, label, onclick) => el('button', { type: 'button', 'data-action': action, onclick }, label);
  host.stage.append(
    el(
      'div',
      { class: 'walk' },
      el(
        'div',
        { class: 'walk-top' },
        el('figure', { class: 'end' }, before, el('figcaption', {}, text.labels.before)),
        now,
        el('figure', { class: 'end' }, caption),
      ),
      el(
        'figure',
        { class: 'effect' },
        stripTitle,
        el('div', { class: 'strip effect-strip', 'aria-hidden': 'true' }, thumbs),
      ),
    ),
  );
  host.panel.append(
    el(
      'div',
      { class: 'row', 'data-part': 'base' },
      baseField.root,
      button('fresh', text.labels.fresh, () =>
        host.setState({ base: { seed: Math.floor(Math.random() * 1e6), index: 0, digit: null }, z: {} }),
      ),
    ),
    baseField.note,
    classes.root,
    el(
      'div',
      { class: 'row', 'data-part': 'reset' },
      button('reset', text.labels.reset, () => host.setState({ z: {} })),
      button('one', text.labels.randomiseOne, randomiseOne),
    ),
    slot,
  );
  const follow = follower(host.engine, show, (error) =>
    host.say(text.failure.model(host.model.title, error.message), true),
  );

  const current = () => Float32Array.from(base, (value, i) => state.z[i] ?? value);
  const label = () => labelOf(host.model, { index: 0, digit: state.digit });
  const labelsFor = (count) => (label() === null ? undefined : new Array(count).fill(label()));

  /** Sets one number (or the values of a whole categorical block). */
  function set(index, value, settled) {
    const block = controls.blockOf(index);
    const z = { ...state.z };
    if (block.prior === 'categorical')
      for (let i = 0; i < block.dim; i++) z[block.offset + i] = block.offset + i === index ? 1 : 0;
    else z[index] = value;
    state = { ...state, z, look: index };
    controls.show(current());
    follow.ask({
      message: { kind: 'decode', url: modelUrl(host.assets, host.model), latents: current(), labels: labelsFor(1) },
    });
    if (settled) {
      host.note({ z, look: index });
      drawStrip();
    }
  }

  async function randomiseOne() {
    const dim = host.model.latent_dim;
    const index = Math.floor(Math.random() * dim);
    const { latents } = await ask(host.engine, {
      kind: 'latents',
      url: modelUrl(host.assets, host.model),
      stations: [{ seed: Math.floor(Math.random() * 1e6), index: 0 }],
    });
    if (host.signal.aborted) return;
    const block = controls.blockOf(index);
    const chosen = block.prior === 'categorical' ? block.offset + Math.floor(Math.random() * block.dim) : index;
    set(chosen, latents[chosen], true);
    controls.reveal(chosen);
  }

  let reading = 0;
  function show(pixels) {
    if (host.signal.aborted) return;
    const { image_width: width, image_height: height } = host.model;
    picture = { pixels, width, height };
    draw(now, pixels, width, height, inkOf(now));
    clearTimeout(reading);
    reading = setTimeout(async () => {
      const say = host.sayLater();
      const [read] = await readDigits(host, pixels).catch(() => []);
      if (host.signal.aborted) return;
      caption.textContent = text.labels.reads(read);
      say(text.status.dimension(Object.keys(state.z).length, formatStation(state.base), read));
    }, 150);
  }

  const valueAt = (i) => {
    const { low, high } = controls.rangeOf(state.look);
    return low + ((high - low) * i) / (kStrip - 1);
  };

  async function drawStrip() {
    const { model } = host;
    const block = controls.blockOf(state.look);
    const isCode = block.prior === 'categorical';
    const count = isCode ? Math.min(block.dim, kStrip) : kStrip;
    const points = new Float32Array(count * model.latent_dim);
    for (let i = 0; i < count; i++) {
      const point = current();
      if (isCode) for (let k = 0; k < block.dim; k++) point[block.offset + k] = k === i ? 1 : 0;
      else point[state.look] = valueAt(i);
      points.set(point, i * model.latent_dim);
    }
    stripTitle.textContent = text.labels.effect(controls.nameOf(state.look));
    const size = model.image_width * model.image_height;
    strip = [];
    await host.engine.request(
      {
        kind: 'decode',
        channel: 'strip',
        url: modelUrl(host.assets, model),
        latents: points,
        labels: labelsFor(count),
      },
      ({ first, pixels }) => {
        for (let i = 0; i < pixels.length / size; i++) strip[first + i] = pixels.subarray(i * size, (i + 1) * size);
      },
    );
    if (!host.signal.aborted) paintStrip();
  }

  function paintStrip() {
    const { image_width: width, image_height: height } = host.model;
    thumbs.forEach((canvas, i) => {
      canvas.hidden = !strip[i];
      if (strip[i]) draw(canvas, strip[i], width, height, inkOf(now));
    });
  }

  async function nameCodes(model) {
    if (model.latent.every(({ prior }) => prior === 'normal')) return;
    const { classifier } = host.manifest;
    const answer = await ask(host.engine, {
      kind: 'meanings',
      channel: 'meanings',
      url: modelUrl(host.assets, model),
      classifier: classifier && assetUrl(host.assets, classifier.file),
    });
    if (answer && !host.signal.aborted && host.model === model) controls.name(answer.meanings);
  }

  return {
    async update(to, isCurrent) {
      state = to;
      const { model } = host;
      baseField.show(formatStation(to.base));
      classes.show(model, to.digit);
      const key = JSON.stringify([model.name, to.base, to.digit]);
      if (shown !== key || !base) {
        const url = modelUrl(host.assets, model);
        const { latents } = await ask(host.engine, { kind: 'latents', url, stations: [to.base] });
        if (!isCurrent()) return;
        base = latents;
        if (controls?.model !== model) {
          controls = latentControls(model, set);
          slot.replaceChildren(controls.root);
          nameCodes(model).catch(() => {}); // names are a help; the sliders work without
        }
        await host.engine.request({ kind: 'decode', url, latents: base, labels: labelsFor(1) }, ({ pixels }) =>
          draw(before, pixels, model.image_width, model.image_height, inkOf(before)),
        );
        if (!isCurrent()) return;
        shown = key;
      }
      if (!(state.look < model.latent_dim)) state = { ...state, look: null };
      state = { ...state, look: state.look ?? controls.first };
      controls.show(current());
      host.explain(text.seenOnDimensions(model));
      await host.engine.request(
        { kind: 'decode', url: modelUrl(host.assets, model), latents: current(), labels: labelsFor(1) },
        ({ pixels }) => isCurrent() && show(pixels),
      );
      if (isCurrent()) await drawStrip();
    },
    repaint() {
      if (picture) draw(now, picture.pixels, picture.width, picture.height, inkOf(now));
      paintStrip();
    },
    destroy() {
      clearTimeout(reading);
      follow.stop();
    },
  };
}
