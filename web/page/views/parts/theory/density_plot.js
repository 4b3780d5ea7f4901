// The plot of two densities and D*, with two handles for each density: a round one at its centre, a square one at its width.

import { el, svg } from '../../../dom/dom.js';
import { words } from '../../../words/theory.js';

const kEnd = 4; // the line is from -kEnd to kEnd
const kCentre = { low: -3, high: 3 };
const kWidth = { low: 0.2, high: 2 };
const kStep = 0.05;
const kKeys = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
const kNames = ['p', 'q'];
const kApart = 8; // points of a trained curve between two arrows
const kVanished = 0.02; // of the largest push that is told from a larger one
const kEdge = 16; // pixels around the curves
const kTrack = 34; // height of the track of each density's handles, beneath the line

const rounded = (value, { low, high }) => Number(Math.min(Math.max(value, low), high).toFixed(2));

export class DensityPlot {
  root = el('figure', { class: 'density-plot' });
  #drawing = svg('svg', { role: 'group', 'aria-label': words.plot });
  #curves = svg('g', { 'aria-hidden': 'true' });
  #handles = {}; // 'p-centre': element
  #onMove;
  #pair = null; // {p, q}
  #lines = null; // what the core computed
  #learned = null; // what networks have learned, in its place
  #watcher = new ResizeObserver(() => this.repaint());

  /** @param {(name: 'p' | 'q', density: any, done: boolean) => void} onMove */
  constructor(onMove) {
    this.#onMove = onMove;
    this.#drawing.append(this.#curves);
    for (const name of kNames) for (const what of ['width', 'centre']) this.#drawing.append(this.#handle(name, what));
    this.root.append(this.#drawing);
    this.#watcher.observe(this.root);
  }

  /** @param {{p: any, q: any}} pair */
  place(pair) {
    this.#pair = pair;
    this.#placeHandles();
  }

  show(lines) {
    this.#lines = lines;
    this.repaint();
  }

  /**
   * What networks have learned; null: nothing.
   * @param {{discriminator: Float32Array, density: Float32Array, lesson: Float32Array} | null} curves
   * @param {boolean} both whether the generator learns too
   * @returns {{gap: number, mean: number}} the mean of |D − D*| under both densities, and that of the generator's samples
   */
  showTraining(curves, both) {
    this.#learned = curves && this.#lines ? learnedOf(this.#lines, curves, both) : null;
    this.repaint();
    return this.#learned ?? { gap: 0, mean: 0 };
  }

  repaint() {
    const { width, height } = this.#size;
    if (width <= 0) return;
    this.#drawing.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.#drawing.setAttribute('height', String(height));
    this.#curves.replaceChildren(...this.#axis(), ...(this.#lines ? this.#paths() : []));
    if (this.#pair) this.#placeHandles();
  }

  destroy() {
    this.#watcher.disconnect();
  }

  get #size() {
    const width = this.root.clientWidth;
    return { width, height: Math.max(240, Math.min(360, Math.round(width * 0.55))) };
  }

  get #ground() {
    return this.#size.height - 2 * kTrack - 28; // y of density 0
  }

  #x(x) {
    return kEdge + ((x + kEnd) / (2 * kEnd)) * (this.#size.width - 2 * kEdge);
  }

  #axis() {
    const ground = this.#ground;
    const ticks = [-4, -2, 0, 2, 4].map((x) => {
      const label = svg('text', { x: this.#x(x), y: ground + 18, 'text-anchor': 'middle' });
      label.textContent = String(x).replace('-', '−');
      return label;
    });
    return [svg('line', { class: 'axis', x1: this.#x(-kEnd), x2: this.#x(kEnd), y1: ground, y2: ground }), ...ticks];
  }

  #paths() {
    const { x, p, q, best } = this.#lines;
    const learned = this.#learned;
    const ground = this.#ground;
    const most = Math.max(0.5, ...p, ...q, ...(learned?.density ?? []));
    const path = (name, values, scale, at = x) => {
      let pen = 'M';
      let d = '';
      values.forEach((value, i) => {
        if (Number.isNaN(value)) return void (pen = 'M');
        d += `${pen}${this.#x(at[i]).toFixed(1)} ${(ground - (value / scale) * (ground - kEdge)).toFixed(1)}`;
        pen = 'L';
      });
      return svg('path', { class: `curve-${name}`, d });
    };
    if (!learned) return [path('best', best, 1), path('q', q, most), path('p', p, most)];
    return [
      path('best', learned.best, 1, learned.x),
      path('q', q, most),
      path('p', p, most),
      ...(learned.both ? [path('g', learned.density, most, learned.x)] : []),
      path('d', learned.discriminator, 1, learned.x),
      ...this.#arrows(learned),
    ];
  }

  /** Where the discriminator pushes samples; its length is that of a step of descent, up to the next arrow. */
  #arrows({ x, lesson }) {
    const y = 8; // above the curves
    const room = this.#x(x[kApart]) - this.#x(x[0]) - 4;
    return Array.from({ length: Math.floor((x.length - 1) / kApart) }, (_, k) => {
      const i = (k + 0.5) * kApart;
      const push = Math.max(-1, Math.min(1, -lesson[i])) * room;
      const from = this.#x(x[i]) - push / 2;
      if (Math.abs(lesson[i]) < kVanished) return svg('circle', { class: 'push', cx: this.#x(x[i]), cy: y, r: 1.5 });
      const head = Math.sign(push) * Math.min(5, Math.abs(push));
      const [tip, back] = [from + push, from + push - head].map((at) => at.toFixed(1));
      return svg('path', {
        class: 'push',
        d: `M${from.toFixed(1)} ${y}H${tip}M${back} ${y - 4}L${tip} ${y}L${back} ${y + 4}`,
      });
    });
  }

  // ---- Handles.

  #handle(name, what) {
    const isCentre = what === 'centre';
    const mark = isCentre
      ? svg('circle', { class: 'mark', r: 7 })
      : svg('rect', { class: 'mark', x: -6, y: -6, width: 12, height: 12 });
    const range = isCentre ? kCentre : kWidth;
    const handle = svg(
      'g',
      {
        class: `handle handle-${name}`,
        role: 'slider',
        tabindex: 0,
        'data-handle': `${name}-${what}`,
        'aria-label': isCentre ? words.centreOf(name) : words.widthOf(name),
        'aria-valuemin': range.low,
        'aria-valuemax': range.high,
      },
      svg('line', { class: 'span' }),
      svg('circle', { class: 'reach', r: 16 }),
      mark,
    );
    handle.addEventListener('pointerdown', (event) => this.#begin(event, name, what));
    handle.addEventListener('keydown', (event) => this.#key(event, name, what));
    handle.addEventListener('keyup', ({ key }) => key in kKeys && this.#onMove(name, this.#pair[name], true));
    this.#handles[`${name}-${what}`] = handle;
    return handle;
  }

  #placeHandles() {
    const unit = (this.#size.width - 2 * kEdge) / (2 * kEnd);
    kNames.forEach((name, i) => {
      const { centre, width } = this.#pair[name];
      const y = this.#ground + 28 + kTrack * (i + 0.5);
      for (const [what, value] of Object.entries({ centre, width })) {
        const handle = this.#handles[`${name}-${what}`];
        const at = what === 'centre' ? centre : centre + width;
        handle.setAttribute('transform', `translate(${this.#x(Math.min(at, kEnd)).toFixed(1)} ${y})`);
        handle.setAttribute('aria-valuenow', String(value));
        handle.setAttribute('aria-valuetext', words.value(value));
      }
      const span = this.#handles[`${name}-width`].querySelector('.span');
      span.setAttribute('x1', (-unit * (Math.min(centre + width, kEnd) - centre)).toFixed(1));
    });
  }

  #begin(event, name, what) {
    if (event.button !== 0 || !this.#pair) return;
    event.preventDefault();
    const handle = this.#handles[`${name}-${what}`];
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const unit = (this.#size.width - 2 * kEdge) / (2 * kEnd);
    const start = { x: event.clientX, value: this.#pair[name][what] };
    const stop = new AbortController();
    const move = ({ clientX }) => this.#set(name, what, start.value + (clientX - start.x) / unit, false);
    const end = () => {
      stop.abort();
      this.#onMove(name, this.#pair[name], true);
    };
    handle.addEventListener('pointermove', move, { signal: stop.signal });
    for (const type of ['pointerup', 'pointercancel']) handle.addEventListener(type, end, { signal: stop.signal });
  }

  #key(event, name, what) {
    const range = what === 'centre' ? kCentre : kWidth;
    const to =
      event.key in kKeys
        ? this.#pair[name][what] + kKeys[event.key] * kStep
        : { Home: range.low, End: range.high }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#set(name, what, to, event.key === 'Home' || event.key === 'End');
  }

  #set(name, what, value, done) {
    const density = { ...this.#pair[name], [what]: rounded(value, what === 'centre' ? kCentre : kWidth) };
    this.place({ ...this.#pair, [name]: density });
    this.#onMove(name, density, done);
  }
}

/** Trained curves beside the optimal discriminator of the generator as it is. */
function learnedOf(lines, { discriminator, density, lesson }, both) {
  const every = (lines.x.length - 1) / (discriminator.length - 1);
  const at = (row) => discriminator.map((_, i) => row[i * every]);
  const [x, p] = [at(lines.x), at(lines.p)];
  const best = p.map((value, i) => value / (value + density[i]));
  let [gap, mass, sum, whole] = [0, 0, 0, 0];
  density.forEach((value, i) => {
    const weight = p[i] + value;
    if (weight > 0) gap += weight * Math.abs(discriminator[i] - best[i]);
    mass += weight;
    sum += value * x[i];
    whole += value;
  });
  return { x, best, discriminator, density, lesson, both, gap: gap / mass, mean: sum / whole };
}
