// A control for each number of a latent, as its prior is: sliders for normal and uniform ones, buttons for categorical
// ones. What the numbers are and where they range is in the model's file.

import { check, el, radios, slider } from '../../dom/dom.js';
import * as text from '../../words/text.js';

const kReach = 3; // standard deviations of a normal number: 99.7 % of all draws

/**
 * @param {{latent: {name: string, prior: string, dim: number, low?: number, high?: number}[]}} model
 * @param {(index: number, value: number, settled: boolean) => void} onSet for a categorical block: the index chosen, 1
 */
export function latentControls(model, onSet) {
  let offset = 0;
  const blocks = model.latent.map((block) => {
    const placed = {
      ...block,
      offset,
      low: block.prior === 'uniform' ? block.low : -kReach,
      high: block.prior === 'uniform' ? block.high : kReach,
    };
    offset += block.dim;
    return { ...placed, ...(block.prior === 'categorical' ? codeButtons(placed, onSet) : sliders(placed, onSet)) };
  });
  // What a model adds to plain noise comes first: it is what one wants to try.
  const order = [...blocks].sort((a, b) => Number(a.prior === 'normal') - Number(b.prior === 'normal'));
  const root = el(
    'div',
    { class: 'blocks' },
    order.map((block) => block.root),
  );
  const blockOf = (index) => blocks.find(({ offset: from, dim }) => index >= from && index < from + dim);

  return {
    root,
    model,
    blockOf,
    /** The number that one would turn first: a coordinate that was given a meaning, where there is one. */
    first: (blocks.find(({ prior }) => prior === 'uniform') ?? blocks[0]).offset,
    rangeOf: (index) => blockOf(index),
    nameOf: (index) => blockOf(index).nameOf(index - blockOf(index).offset),
    /** @param {Float32Array} latent */
    show: (latent) => blocks.forEach((block) => block.show(latent.subarray(block.offset, block.offset + block.dim))),
    /** Names the codes by what was found out about them. */
    name(meanings) {
      for (const meaning of meanings) blocks.find((block) => block.offset === meaning.offset)?.name?.(meaning);
    },
    /** Brings a control into sight. */
    reveal: (index) =>
      blockOf(index)
        .element(index - blockOf(index).offset)
        .scrollIntoView({ block: 'nearest' }),
  };
}

function sliders({ name, prior, dim, low, high, offset }, onSet) {
  const names = Array.from({ length: dim }, (_, i) => text.labels.numberOf(name, i, dim, offset));
  const controls = names.map((label, i) =>
    slider({
      label,
      min: low,
      max: high,
      step: 0.05,
      value: 0,
      part: `z-${offset + i}`,
      say: (value) => text.number(value, 2),
      oninput: (value) => onSet(offset + i, value, false),
      onchange: (value) => onSet(offset + i, value, true),
    }),
  );
  return {
    root: el(
      'fieldset',
      { class: 'block' },
      el('legend', {}, text.labels.block(name, prior, dim, low, high)),
      el(
        'div',
        { class: 'sliders' },
        controls.map(({ root }) => root),
      ),
    ),
    nameOf: (i) => names[i],
    element: (i) => controls[i].root,
    show: (values) => controls.forEach((control, i) => control.show(values[i])),
    name({ coordinates }) {
      coordinates.forEach((found, i) => {
        names[i] = text.labels.codeDoes(names[i], found);
        controls[i].root.firstElementChild.textContent = names[i];
      });
    },
  };
}

function codeButtons({ name, prior, dim, offset }, onSet) {
  const root = radios(
    text.labels.block(name, prior, dim),
    Array.from({ length: dim }, (_, i) => [i, String(i + 1)]),
    (i) => onSet(offset + i, 1, true),
    { class: 'block classes' },
  );
  const spans = [...root.querySelectorAll('span')];
  return {
    root,
    nameOf: () => name,
    element: () => root,
    show: (values) => check(root, values.indexOf(Math.max(...values))),
    name({ values }) {
      values.forEach(({ digit, share }, i) => {
        spans[i].textContent = text.labels.codeDraws(i, digit);
        spans[i].title = text.labels.codeDrawsHow(digit, share);
      });
    },
  };
}
