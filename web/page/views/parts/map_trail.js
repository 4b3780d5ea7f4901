// A path on a map: drawn by hand or point by point, then walked and recorded as a walk is.

import { button, el } from '../../dom/dom.js';
import * as text from '../../words/text.js';
import { Player } from './player.js';
import { recordPanel } from './record_panel.js';

export const kMostPoints = 64; // as in latentwalk/scene.hpp
const kFrames = 60;
const kNear = 6; // pixels between two points of a drawn path, at least

export class MapTrail {
  #host;
  #onPlace;
  #shown = ''; // which path, on which plane
  #places = null; // of the pictures
  #drawn = []; // while a hand draws
  #isDrawing = false;
  #player = new Player((t, settled) => this.#placed(settled));
  #draw = button('draw-path', text.labels.drawPath, () => this.#setDrawing(!this.#isDrawing));
  #play = button('play', text.labels.play, () => this.#toggle(), { class: 'primary' });
  #clear = button('clear-path', text.labels.clearPath, () => this.#host.setState({ trail: [] }));
  #record;
  controls;

  /**
   * @param {import('../view.js').Host} host
   * @param {(x: number, y: number, pixels: Float32Array | null, settled: boolean) => void} onPlace told where the walk is
   */
  constructor(host, onPlace) {
    this.#host = host;
    this.#onPlace = onPlace;
    const add = button('add-point', text.labels.addPoint, () => this.#add());
    this.#record = recordPanel(
      host,
      () => this.#player.frames,
      () => text.stageFile({ ...host.state, model: host.model.name }),
      () => this.#player.seconds(1),
    );
    this.controls = el(
      'div',
      { class: 'trail', 'data-part': 'trail' },
      el('div', { class: 'row' }, this.#play, this.#draw, add, this.#clear),
      this.#record.root,
    );
    this.#setDrawing(false);
    this.#showControls([]);
  }

  get root() {
    return this.#player.root;
  }

  get isDrawing() {
    return this.#isDrawing;
  }

  /**
   * Shows the path of a state; its pictures are drawn unless they are there.
   * @param {{x: number, y: number}[]} points
   * @param {(count: number) => object} messageFor what a request for pictures on the plane says
   * @param {() => boolean} isCurrent
   */
  async show(points, messageFor, isCurrent) {
    this.#showControls(points);
    const plane = messageFor(kFrames);
    const key = JSON.stringify([points, plane]);
    if (this.#shown === key) return;
    this.#shown = '';
    this.#player.pause();
    this.#places = null;
    if (points.length < 2) return;
    const { engine, model } = this.#host;
    const { image_width: width, image_height: height } = model;
    this.#player.begin({ count: kFrames, legs: 2, loop: false, width, height, names: ['', ''] });
    this.#player.place(0);
    const path = points.flatMap(({ x, y }) => [x, y]);
    const message = { kind: 'onPath', channel: 'stage', path, count: kFrames, ...plane };
    const end = await engine.request(message, (part) => {
      if (!isCurrent()) return;
      if (part.places) this.#places = part.places;
      else this.#player.add(part.first, part.pixels);
    });
    if (end !== 'stale' && isCurrent()) this.#shown = key;
  }

  /** A hand draws on; points are in the plane, with their pixels. */
  extend(point, settled) {
    const last = this.#drawn.at(-1);
    if (!last || Math.hypot(point.left - last.left, point.top - last.top) >= kNear) this.#drawn.push(point);
    const trail = spread(this.#drawn);
    if (settled) {
      this.#drawn = [];
      this.#setDrawing(false);
      if (trail.length > 1) this.#host.setState({ trail: numbersOf(trail) });
    }
    return trail;
  }

  repaint() {
    this.#player.repaint();
  }

  stop() {
    this.#player.destroy();
  }

  pause() {
    this.#player.pause();
  }

  // Adds the point of the map, for those who do not draw.
  #add() {
    const { trail, x, y } = this.#host.state;
    if (trail.length < 2 * kMostPoints) this.#host.setState({ trail: [...trail, x, y] });
  }

  #setDrawing(isDrawing) {
    this.#isDrawing = isDrawing;
    this.#draw.setAttribute('aria-pressed', String(isDrawing));
    if (isDrawing) this.#host.say(text.status.drawAPath);
  }

  #showControls(points) {
    const isPath = points.length > 1;
    this.root.hidden = this.#play.hidden = this.#record.root.hidden = !isPath;
    this.#clear.hidden = points.length === 0;
  }

  #toggle() {
    if (this.#player.playing) this.#player.pause();
    else this.#player.play(1);
    this.#namePlay();
  }

  #namePlay() {
    this.#play.textContent = this.#player.playing ? text.labels.pause : text.labels.play;
  }

  #placed(settled) {
    this.#namePlay();
    if (!this.#places) return;
    const { frame, current } = this.#player;
    const [x, y] = this.#places.subarray(2 * frame, 2 * frame + 2);
    this.#onPlace(x, y, current?.pixels ?? null, settled);
  }
}

/** At most kMostPoints of the points, evenly, with both ends. */
function spread(points) {
  if (points.length <= kMostPoints) return points;
  return Array.from(
    { length: kMostPoints },
    (_, i) => points[Math.round((i * (points.length - 1)) / (kMostPoints - 1))],
  );
}

const numbersOf = (points) => points.flatMap(({ x, y }) => [Number(x.toFixed(2)), Number(y.toFixed(2))]);
