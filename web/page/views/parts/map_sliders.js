// The place on a map by keyboard, and buttons that zoom.

import { button, el, slider } from '../../dom/dom.js';
import * as text from '../../words/text.js';

const kSteps = 200; // of a slider
const kZoomStep = 1.5;

export class MapSliders {
  #onMove;
  #plane = null;
  #place = { x: 0, y: 0 };
  #sliders = { x: this.#axis('x', text.labels.acrossAxis), y: this.#axis('y', text.labels.upAxis) };
  root = el('div', { class: 'map-sliders', 'data-part': 'sliders' }, this.#sliders.x.root, this.#sliders.y.root);

  /** @param {(place: {x: number, y: number}, settled: boolean) => void} onMove */
  constructor(onMove) {
    this.#onMove = onMove;
  }

  /** @param {{low: number, high: number}} plane */
  show(plane, x, y) {
    this.#plane = plane;
    this.#place = { x, y };
    this.#sliders.x.show(this.#stepOf(x));
    this.#sliders.y.show(this.#stepOf(y));
  }

  #stepOf(value) {
    const { low, high } = this.#plane;
    return Math.round(Math.min(Math.max((value - low) / (high - low), 0), 1) * kSteps);
  }

  #axis(name, label) {
    const moveTo = (step, settled) => {
      if (!this.#plane) return;
      const { low, high } = this.#plane;
      this.#onMove({ ...this.#place, [name]: low + (step / kSteps) * (high - low) }, settled);
    };
    return slider({
      label,
      min: 0,
      max: kSteps,
      step: 1,
      part: name,
      say: () => text.number(this.#place[name], 2), // the place itself, not the step nearest to it
      oninput: (step) => moveTo(step, false),
      onchange: (step) => moveTo(step, true),
    });
  }
}

/** @param {(factor: number) => void} zoomBy @param {() => void} reset */
export function zoomButtons(zoomBy, reset) {
  const small = (action, sign, words, onclick) => button(action, sign, onclick, { 'aria-label': words, title: words });
  return el(
    'div',
    { class: 'map-zoom', 'data-part': 'zoom' },
    small('zoom-in', '+', text.labels.zoomIn, () => zoomBy(kZoomStep)),
    small('zoom-out', '−', text.labels.zoomOut, () => zoomBy(1 / kZoomStep)),
    small('zoom-reset', '⤢', text.labels.zoomReset, reset),
  );
}
