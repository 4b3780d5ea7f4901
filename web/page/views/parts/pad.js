// A sheet of paper to draw one digit on, with mouse, finger or pen.

import { el } from '../../dom/dom.js';
import { inkOf } from '../../dom/ink.js';

export const kPadSide = 112; // pixels of a drawing, four for each of the model's
const kStroke = 9;

export class DrawingPad {
  root;
  #onBegin;
  #onStroke;
  #ink = new Float32Array(kPadSide * kPadSide);
  #pointer = null; // {id, at}: the one that draws, and where it was last

  /**
   * @param {{label: string, onBegin: () => void, onStroke: (drawing: Float32Array) => void}} settings onBegin: a stroke begins;
   *   onStroke: after each
   */
  constructor({ label, onBegin, onStroke }) {
    this.#onBegin = onBegin;
    this.#onStroke = onStroke;
    this.root = el('canvas', {
      class: 'pad',
      width: kPadSide,
      height: kPadSide,
      role: 'img',
      'aria-label': label,
      onpointerdown: (event) => this.#begin(event),
      onpointermove: (event) => this.#move(event),
      onpointerup: (event) => this.#end(event),
      onpointercancel: (event) => this.#end(event),
    });
  }

  /** @param {ArrayLike<number>} drawing kPadSide x kPadSide, 0 paper to 1 ink */
  show(drawing) {
    if (this.#pointer) return; // a hand is drawing
    this.#ink = Float32Array.from(drawing);
    this.repaint();
  }

  repaint() {
    const [red, green, blue] = inkOf(this.root);
    const image = new ImageData(kPadSide, kPadSide);
    this.#ink.forEach((value, i) => image.data.set([red, green, blue, 255 * value], 4 * i));
    this.root.getContext('2d').putImageData(image, 0, 0);
  }

  #begin(event) {
    if (event.button !== 0 || this.#pointer) return;
    event.preventDefault();
    this.root.setPointerCapture(event.pointerId);
    const at = this.#placeOf(event);
    this.#pointer = { id: event.pointerId, at };
    this.#onBegin();
    this.#stroke(at, at, event);
  }

  #move(event) {
    if (this.#pointer?.id !== event.pointerId) return;
    // All places since the last frame: a fast hand draws no corners.
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const at = this.#placeOf(one);
      this.#stroke(this.#pointer.at, at, one);
      this.#pointer.at = at;
    }
  }

  #end(event) {
    if (this.#pointer?.id !== event.pointerId) return;
    this.#pointer = null;
    this.#onStroke(this.#ink);
  }

  /** @returns {[number, number]} */
  #placeOf(event) {
    const box = this.root.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * kPadSide, ((event.clientY - box.top) / box.height) * kPadSide];
  }

  #stroke([x0, y0], [x1, y1], { pointerType, pressure }) {
    // A pen that tells how hard it is pressed draws from half to one and a half of the usual width.
    const radius = ((pointerType === 'pen' && pressure > 0 ? 0.5 + pressure : 1) * kStroke) / 2;
    const [left, right] = [Math.min(x0, x1) - radius - 1, Math.max(x0, x1) + radius + 1];
    const [top, bottom] = [Math.min(y0, y1) - radius - 1, Math.max(y0, y1) + radius + 1];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const length = dx * dx + dy * dy;
    for (let y = Math.max(Math.floor(top), 0); y < Math.min(bottom, kPadSide); y++) {
      for (let x = Math.max(Math.floor(left), 0); x < Math.min(right, kPadSide); x++) {
        const [px, py] = [x + 0.5 - x0, y + 0.5 - y0];
        const t = length > 0 ? Math.min(Math.max((px * dx + py * dy) / length, 0), 1) : 0;
        if (Math.hypot(px - t * dx, py - t * dy) <= radius) this.#ink[y * kPadSide + x] = 1;
      }
    }
    this.repaint();
  }
}
