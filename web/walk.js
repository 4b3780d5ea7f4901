// The walk: the digit on the way, the two it leads from and to, a strip of the way, and playing it.

import { draw, inkOf } from './ink.js';
import { lengthsCaption, status } from './text.js';

const kThumbs = 12;
const kSeconds = 4; // for the way once, at speed 1

export class Walk {
  #parts;
  #onPlace;
  #thumbs = [];
  #frames = [];
  #count = 0;
  #size = { width: 28, height: 28 };
  #lengths = null;
  #usual = 0;
  #t = 0;
  #playing = 0; // the animation frame that is asked for, 0 when still
  #shown = null; // the picture in the middle

  /**
   * @param {{now: HTMLCanvasElement, from: HTMLCanvasElement, to: HTMLCanvasElement, strip: HTMLElement,
   *   scrub: HTMLInputElement, lengthsPath: SVGPolylineElement, lengthsUsual: SVGLineElement,
   *   lengthsText: HTMLElement}} parts
   * @param {(t: number, settled: boolean) => void} onPlace told of each place; settled once it stays there
   */
  constructor(parts, onPlace) {
    this.#parts = parts;
    this.#onPlace = onPlace;
    for (let i = 0; i < kThumbs; i++) {
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = 28;
      canvas.addEventListener('click', () => this.#go(i / (kThumbs - 1), true));
      this.#thumbs.push(canvas);
    }
    parts.strip.append(...this.#thumbs);
    const { scrub } = parts;
    scrub.addEventListener('input', () => this.#go(scrub.value / scrub.max, false));
    scrub.addEventListener('change', () => this.#go(scrub.value / scrub.max, true));
  }

  get playing() {
    return this.#playing !== 0;
  }

  /** A new walk of `count` frames; the old pictures stay until the new ones come. */
  begin(count, width, height) {
    this.#count = count;
    this.#frames = new Array(count).fill(null);
    this.#size = { width, height };
    this.#lengths = null;
    this.#parts.scrub.max = count - 1;
    this.place(this.#t);
  }

  /** How far each frame's latent lies from the centre, and how far fresh draws do on average. */
  measure(lengths, usual) {
    this.#lengths = lengths;
    this.#usual = usual;
    const top = 1.1 * Math.max(usual, ...lengths);
    const y = (length) => (24 * (1 - length / top)).toFixed(2);
    const last = Math.max(lengths.length - 1, 1);
    const points = Array.from(lengths, (length, i) => `${((100 * i) / last).toFixed(2)},${y(length)}`);
    this.#parts.lengthsPath.setAttribute('points', points.join(' '));
    this.#parts.lengthsUsual.setAttribute('y1', y(usual));
    this.#parts.lengthsUsual.setAttribute('y2', y(usual));
    this.#tellLength();
  }

  add(first, pixels) {
    const size = this.#size.width * this.#size.height;
    for (let i = 0; i < pixels.length / size; i++) {
      this.#frames[first + i] = { ...this.#size, pixels: pixels.subarray(i * size, (i + 1) * size) };
      this.#paintRound(first + i);
    }
  }

  /** Shows the place t, 0 to 1, on the way. */
  place(t) {
    this.#t = t;
    const frame = this.#frameAt(t);
    const { scrub } = this.#parts;
    scrub.value = frame;
    scrub.setAttribute('aria-valuetext', status.place(frame + 1, this.#count));
    const thumb = Math.round(t * (kThumbs - 1));
    this.#thumbs.forEach((canvas, i) => canvas.classList.toggle('here', i === thumb));
    this.#paintNow();
    this.#tellLength();
  }

  /** There and back again until stopped. */
  play(speed) {
    this.pause();
    // The place is a smooth swing between the ends; it starts where the walk stands, on the way out.
    let phase = Math.acos(1 - 2 * Math.min(this.#t, 0.999)) / Math.PI;
    let before = performance.now();
    const step = (now) => {
      phase = (phase + (speed * Math.max(0, now - before)) / (1000 * kSeconds)) % 2;
      before = now;
      this.place((1 - Math.cos(Math.PI * phase)) / 2);
      this.#onPlace(this.#t, false);
      this.#playing = requestAnimationFrame(step);
    };
    this.#playing = requestAnimationFrame(step);
  }

  pause() {
    if (!this.playing) return;
    cancelAnimationFrame(this.#playing);
    this.#playing = 0;
    this.#onPlace(this.#t, true);
  }

  repaint() {
    this.#shown = null;
    for (let i = 0; i < this.#count; i++) this.#paintRound(i);
    this.#paintNow();
  }

  #go(t, settled) {
    this.pause();
    this.place(t);
    this.#onPlace(t, settled);
  }

  #frameAt(t) {
    return Math.round(t * (this.#count - 1));
  }

  // Wherever a frame is shown besides the middle: in the strip and at the ends.
  #paintRound(i) {
    if (i === this.#frameAt(this.#t)) this.#paintNow();
    if (i === 0) this.#paint(this.#parts.from, this.#frames[i]);
    if (i === this.#count - 1) this.#paint(this.#parts.to, this.#frames[i]);
    this.#thumbs.forEach((canvas, thumb) => {
      if (i === this.#frameAt(thumb / (kThumbs - 1))) this.#paint(canvas, this.#frames[i]);
    });
  }

  #paintNow() {
    const frame = this.#frames[this.#frameAt(this.#t)];
    if (!frame || frame === this.#shown) return;
    this.#shown = frame;
    this.#paint(this.#parts.now, frame);
  }

  #paint(canvas, frame) {
    if (frame) draw(canvas, frame.pixels, frame.width, frame.height, inkOf(this.#parts.strip));
  }

  #tellLength() {
    if (!this.#lengths) return;
    this.#parts.lengthsText.textContent = lengthsCaption(this.#lengths[this.#frameAt(this.#t)], this.#usual);
  }
}
