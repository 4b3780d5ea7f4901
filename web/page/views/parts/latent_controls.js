// A control for each number of a latent, as its prior is: sliders for normal and uniform ones, buttons for categorical
// ones. What the numbers are and where they range is in the model's file. Of a block of very many numbers a window of some
// is shown, which is moved over them.

import { indexOfLargest } from '../../../engine/compute/vectors.js';
import { check, el, radios, slider } from '../../dom/dom.js';
import * as text from '../../words/text.js';

const kReach = 3; // standard deviations of a normal number: 99.7 % of all draws
const kMost = 128; // controls of a block that are there at once

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
  const valueAt = (index, i, count) => {
    const { low, high } = blockOf(index);
    return low + ((high - low) * i) / (count - 1);
  };

  return {
    root,
    model,
    blockOf,
    /** The number that one would turn first: a coordinate that was given a meaning, where there is one. */
    first: (blocks.find(({ prior }) => prior === 'uniform') ?? blocks[0]).offset,
    valueAt,
    /**
     * Latents that differ in one number alone, from its lowest to its highest value: all values of a code, at most `most`.
     * @param {Float32Array} latent
     */
    stripOf(latent, index, most) {
      const block = blockOf(index);
      const isCode = block.prior === 'categorical';
      const count = isCode ? Math.min(block.dim, most) : most;
      const latents = new Float32Array(count * latent.length);
      for (let i = 0; i < count; i++) {
        const one = latents.subarray(i * latent.length, (i + 1) * latent.length);
        one.set(latent);
        if (isCode) one.fill(0, block.offset, block.offset + block.dim)[block.offset + i] = 1;
        else one[index] = valueAt(index, i, most);
      }
      return { latents, count };
    },
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

/**
 * Which numbers of a block have controls: all, or a window that a slider moves.
 * @param {number} dim
 * @param {number} first what the first one is counted as
 * @param {() => void} onMove
 */
function windowOver(dim, first, onMove) {
  const size = Math.min(dim, kMost);
  const last = Math.ceil(dim / size) - 1;
  const startOf = (page) => Math.min(page * size, dim - size);
  const moved = (page) => {
    shown.start = startOf(page);
    onMove();
  };
  const say = (page) => text.labels.shownOf(first + startOf(page), first + startOf(page) + size - 1, dim);
  const label = text.labels.shownNumbers;
  const pager = last > 0 ? slider({ label, min: 0, max: last, step: 1, part: 'window', say, oninput: moved }) : null;
  const shown = {
    start: 0,
    size,
    root: pager?.root,
    /** Moves to where a number is. */
    moveTo(i) {
      if (i >= shown.start && i < shown.start + size) return;
      pager.show(Math.floor(i / size));
      moved(Math.floor(i / size));
    },
  };
  return shown;
}

/** The changes of a code, those that no other code makes first. */
function ownFirst(changes, others) {
  const isShared = ({ measure, change }) =>
    others.some((other) => other.some((one) => one.measure === measure && one.change > 0 === change > 0));
  return [...changes].sort((a, b) => Number(isShared(a)) - Number(isShared(b)));
}

function sliders({ name, prior, dim, low, high, offset }, onSet) {
  let meanings = [];
  let values = new Float32Array(dim);
  const shown = windowOver(dim, name === 'z' || name === 'noise' ? offset : 1, () => showAll());
  const nameOf = (i) => {
    const plain = text.labels.numberOf(name, i, dim, offset);
    return meanings[i] ? text.labels.codeDoes(plain, meanings[i]) : plain;
  };
  const controls = Array.from({ length: shown.size }, (_, i) =>
    slider({
      label: nameOf(i),
      min: low,
      max: high,
      step: 0.05,
      value: 0,
      part: `z-${offset + i}`,
      say: (value) => text.number(value, 2),
      oninput: (value) => onSet(offset + shown.start + i, value, false),
      onchange: (value) => onSet(offset + shown.start + i, value, true),
    }),
  );
  const showAll = () => {
    controls.forEach(({ root, input, show }, i) => {
      root.firstElementChild.textContent = nameOf(shown.start + i);
      input.dataset.field = `z-${offset + shown.start + i}`;
      show(values[shown.start + i]);
    });
  };
  const legend = el('legend', {}, text.labels.block(name, prior, dim, low, high));
  const list = el(
    'div',
    { class: 'sliders' },
    controls.map(({ root }) => root),
  );
  return {
    root: el('fieldset', { class: 'block' }, legend, shown.root, list),
    nameOf,
    element(i) {
      shown.moveTo(i);
      return controls[i - shown.start].root;
    },
    show(to) {
      values = to;
      controls.forEach((control, i) => control.show(values[shown.start + i]));
    },
    name({ coordinates }) {
      meanings = coordinates.map((changes, i) =>
        ownFirst(
          changes,
          coordinates.filter((_, j) => j !== i),
        ),
      );
      showAll();
    },
  };
}

function codeButtons({ name, prior, dim, offset }, onSet) {
  let values = new Float32Array(dim);
  let meanings = [];
  const shown = windowOver(dim, 1, () => showAll());
  const root = radios(
    text.labels.block(name, prior, dim),
    Array.from({ length: shown.size }, (_, i) => [i, String(i + 1)]),
    (i) => onSet(offset + shown.start + Number(i), 1, true),
    { class: 'block classes' },
  );
  if (shown.root) root.querySelector('legend').after(shown.root);
  const spans = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('label > input[type=radio] + span')]);
  const showAll = () => {
    spans.forEach((span, k) => {
      const i = shown.start + k;
      const meaning = meanings[i];
      span.textContent = meaning ? text.labels.codeDraws(i, meaning.digit) : String(i + 1);
      span.title = meaning ? text.labels.codeDrawsHow(meaning.digit, meaning.share) : '';
    });
    check(root, indexOfLargest(values) - shown.start);
  };
  return {
    root,
    nameOf: () => name,
    element: () => root,
    show(to) {
      values = to;
      check(root, indexOfLargest(values) - shown.start);
    },
    name(found) {
      meanings = found.values;
      showAll();
    },
  };
}
