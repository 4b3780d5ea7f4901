// The pictures of a way: the one on the way large, a strip of the whole, a slider, and playing it.

import { largestOf } from '../../../engine/compute/vectors.js';
import { el, pictureOf, slider, svg } from '../../dom/dom.js';
import { draw, inkOf, picturesIn } from '../../dom/ink.js';
import { labels, lengthsCaption, status } from '../../words/text.js';

const kThumbs = 12;
const kSecondsALeg = 3; // at speed 1

export class Player {
  #frames = [];
  #count = 0;
  #onPlace;
  #now = pictureOf(labels.onTheWay, { class: 'big' });
  #ends = [pictureOf(labels.firstDigit), pictureOf(labels.lastDigit)];
  #endNames = [el('figcaption'), el('figcaption')];
  #thumbs = Array.from({ length: kThumbs }, (_, i) =>
    el('canvas', { width: 28, height: 28, onclick: () => this.#go(i / (kThumbs - 1), true) }),
  );
  #strip = el('div', { class: 'strip', 'aria-hidden': 'true' }, this.#thumbs);
  #scrub = slider({
    label: labels.place,
    min: 0,
    max: 1,
    step: 1,
    part: 'place',
    say: (frame) => status.place(frame + 1, this.#count),
    oninput: (frame) => this.#go(this.#placeOf(frame), false),
    onchange: (frame) => this.#go(this.#placeOf(frame), true),
  });
  #lengthsText = el('figcaption');
  #graph = lengthsGraph();
  #legs = 1;
  #loop = false;
  #size = { width: 28, height: 28 };
  #lengths = null;
  #usual = 0;
  #t = 0;
  #playing = 0; // the animation frame that is asked for, 0 when still
  #shown = null; // the picture in the middle
  root;

  /** @param {(t: number, settled: boolean) => void} onPlace told of each place; settled once it stays there */
  constructor(onPlace) {
    this.#onPlace = onPlace;
    const end = (i) => el('figure', { class: 'end' }, this.#ends[i], this.#endNames[i]);
    this.root = el(
      'div',
      { class: 'big-picture' },
      el('div', { class: 'big-picture-row' }, end(0), this.#now, end(1)),
      this.#strip,
      this.#scrub.root,
      el('figure', { class: 'lengths', 'data-part': 'lengths' }, this.#graph.root, this.#lengthsText),
    );
  }

  get playing() {
    return this.#playing !== 0;
  }

  get t() {
    return this.#t;
  }

  get count() {
    return this.#count;
  }

  /** The number of the picture that is shown, from 0. */
  get frame() {
    return this.#frameAt(this.#t);
  }

  /** How long the whole takes at a speed. */
  seconds(speed) {
    return (kSecondsALeg * this.#legs) / speed;
  }

  /** The picture that is shown; null while it is not there yet. */
  get current() {
    return this.#frames[this.#frameAt(this.#t)] ?? null;
  }

  /** All pictures, in order; null while some are missing. */
  get frames() {
    return this.#count > 0 && this.#frames.every(Boolean) ? this.#frames : null;
  }

  /** A new way of `count` pictures; the old ones stay until the new ones come. */
  begin({ count, legs, loop, names, width, height }) {
    this.#count = count;
    this.#legs = legs;
    this.#loop = loop;
    this.#frames = new Array(count).fill(null);
    this.#size = { width, height };
    this.#lengths = null;
    this.#scrub.input.max = String(count - 1);
    names.forEach((name, i) => (this.#endNames[i].textContent = name));
    this.place(this.#t);
  }

  /** How far each picture's latent lies from the centre, and how far fresh draws do on average. */
  measure(lengths, usual) {
    this.#lengths = lengths;
    this.#usual = usual;
    this.#graph.show(lengths, usual);
    this.#tellLength();
  }

  add(first, pixels) {
    picturesIn(pixels, this.#size.width * this.#size.height).forEach((picture, i) => {
      this.#frames[first + i] = { ...this.#size, pixels: picture };
      this.#paintRound(first + i);
    });
  }

  /** Shows the place t, 0 to 1, on the way. */
  place(t) {
    this.#t = t;
    this.#scrub.show(this.#frameAt(t));
    const thumb = Math.round(t * (kThumbs - 1));
    this.#thumbs.forEach((canvas, i) => canvas.classList.toggle('here', i === thumb));
    this.#paintNow();
    this.#tellLength();
  }

  /** There and back again, or round and round, until paused. */
  play(speed) {
    this.#stop();
    const seconds = this.seconds(speed);
    // There and back the place is a smooth swing; it starts where it stands, on the way out.
    let phase = this.#loop ? this.#t : Math.acos(1 - 2 * Math.min(this.#t, 0.999)) / Math.PI;
    let before = performance.now();
    const step = (now) => {
      phase += Math.max(0, now - before) / (1000 * seconds);
      before = now;
      this.place(this.#loop ? phase % 1 : (1 - Math.cos(Math.PI * phase)) / 2);
      this.#onPlace(this.#t, false);
      this.#playing = requestAnimationFrame(step);
    };
    this.#playing = requestAnimationFrame(step);
  }

  pause() {
    if (!this.playing) return;
    this.#stop();
    this.#onPlace(this.#t, true);
  }

  repaint() {
    this.#shown = null;
    for (let i = 0; i < this.#count; i++) this.#paintRound(i);
    this.#paintNow();
  }

  destroy() {
    this.#stop();
  }

  #stop() {
    cancelAnimationFrame(this.#playing);
    this.#playing = 0;
  }

  #go(t, settled) {
    this.pause();
    this.place(t);
    this.#onPlace(t, settled);
  }

  #placeOf(frame) {
    return this.#count > 1 ? frame / (this.#count - 1) : 0;
  }

  #frameAt(t) {
    return Math.round(t * Math.max(this.#count - 1, 0));
  }

  // Wherever a frame is shown besides the middle: in the strip and at the ends.
  #paintRound(i) {
    if (i === this.#frameAt(this.#t)) this.#paintNow();
    if (i === 0) this.#paint(this.#ends[0], this.#frames[i]);
    if (i === this.#count - 1) this.#paint(this.#ends[1], this.#frames[i]);
    this.#thumbs.forEach((canvas, thumb) => {
      if (i === this.#frameAt(thumb / (kThumbs - 1))) this.#paint(canvas, this.#frames[i]);
    });
  }

  #paintNow() {
    const frame = this.current;
    if (!frame || frame === this.#shown) return;
    this.#shown = frame;
    this.#paint(this.#now, frame);
  }

  #paint(canvas, frame) {
    if (frame) draw(canvas, frame.pixels, frame.width, frame.height, inkOf(this.#strip));
  }

  #tellLength() {
    if (!this.#lengths) return;
    this.#lengthsText.textContent = lengthsCaption(this.#lengths[this.#frameAt(this.#t)], this.#usual);
  }
}

function lengthsGraph() {
  const usualLine = svg('line', { x1: 0, x2: 100 });
  const line = svg('polyline', {});
  const view = { viewBox: '0 0 100 24', preserveAspectRatio: 'none', 'aria-hidden': 'true' };
  return {
    root: svg('svg', view, usualLine, line),
    show(lengths, usual) {
      const top = 1.1 * Math.max(usual, largestOf(lengths));
      const y = (length) => (24 * (1 - length / top)).toFixed(2);
      const last = Math.max(lengths.length - 1, 1);
      const points = Array.from(lengths, (length, i) => `${((100 * i) / last).toFixed(2)},${y(length)}`);
      line.setAttribute('points', points.join(' '));
      usualLine.setAttribute('y1', y(usual));
      usualLine.setAttribute('y2', y(usual));
    },
  };
}
