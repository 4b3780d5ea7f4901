// Map: a plane of latent space as a mosaic of the digits that the model draws there. For a VAE with real digits where it
// puts them; for a GAN, which cannot tell where a digit lies, the plane through three digits.

import { el } from '../dom/dom.js';
import { picturesIn } from '../dom/ink.js';
import { choice, decimal, digit, pairs, stations, test, whole } from '../params/params.js';
import * as text from '../words/text.js';
import { labelOf } from './parts/class_choice.js';
import { shownDigits } from './parts/class_toggles.js';
import { kMostCoordinates, MapControls } from './parts/map_controls.js';
import { makePlaceCurrent, makeRealCurrent } from './parts/map_current.js';
import { MapFigures } from './parts/map_figures.js';
import { MapPlanes, showsDigits } from './parts/map_planes.js';
import { MapSliders, zoomButtons } from './parts/map_sliders.js';
import { kMostPoints, MapTrail } from './parts/map_trail.js';
import { Mosaic } from './parts/mosaic.js';
import { PlaneGestures } from './parts/plane_gestures.js';

const kPart = 16; // tiles between two looks at newer requests
const kZoom = { least: 0.5, most: 16 };
const kWhole = { zoom: 1, cx: 0, cy: 0 };
const kFar = 20; // from the middle of a plane, at most
const kRest = 250; // ms without another move: then an address holds what is shown

export const id = 'map';
export const title = text.views.map;
export const accepts = () => true;
export const params = {
  plane: choice('projection', ['projection', 'axes']),
  across: whole(0, 0, kMostCoordinates - 1),
  up: whole(1, 0, kMostCoordinates - 1),
  corners: stations('1:34,1:36,1:37', 3, 3),
  x: decimal(0, -kFar, kFar, 3),
  y: decimal(0, -kFar, kFar, 3),
  zoom: decimal(1, kZoom.least, kZoom.most, 3),
  cx: decimal(0, -kFar, kFar), // the middle of what is shown, from the middle of the plane
  cy: decimal(0, -kFar, kFar),
  through: stations('', 0, 1), // the digit that a VAE's plane goes through, one at most
  classes: {
    parse: (written) => (/^0?1?2?3?4?5?6?7?8?9?$/.test(written) ? written : undefined),
    format: String,
    default: '0123456789',
  }, // of the real digits that are shown
  trail: { ...pairs(-kFar, kFar, kMostPoints, 2), number: true }, // a path, as x and y of its points
  test, // the real digit that a VAE's plane goes through, where `through` names none
  digit,
};

export const create = (host) => new LatentMap(host);

/** The state that shows a digit on the map: the plane goes through it. @type {import('./view.js').View['startFrom']} */
export const startFrom = ({ station, drawn }, state, model) => {
  const there = { x: 0, y: 0 };
  const isReal = drawn?.test !== undefined && drawn?.test !== null;
  if (!station && !(model.has_encoder && isReal)) return null;
  if (!model.has_encoder) return { corners: [station, ...state.corners.slice(1)], digit: null, ...there };
  if (isReal) return { test: drawn.test, through: [], ...there };
  return { through: [station], test: null, digit: labelOf(model, station), ...there };
};

class LatentMap {
  #host;
  #state;
  #shown = ''; // which plane
  #plane = null;
  #planes;
  #mosaic;
  #figures;
  #trail;
  #sliders;
  #controls;
  /** @type {ReturnType<typeof setTimeout>} */
  #noteTimer;

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#planes = new MapPlanes(host);
    this.#figures = new MapFigures(host);
    this.#trail = new MapTrail(host, (...place) => this.#walked(...place));
    this.#mosaic = new Mosaic(this.#canvas());
    this.#sliders = new MapSliders((place, settled) => this.#plane && this.#moveTo(place, settled));
    this.#controls = new MapControls(host);
    this.#layOut();
  }

  #canvas() {
    const canvas = el('canvas', { class: 'plane', role: 'application', tabIndex: 0, 'aria-label': text.labels.plane });
    new PlaneGestures(canvas, {
      point: () => (this.#plane ? this.#mosaic.pixelAt(this.#state.x, this.#state.y) : [-99, -99]),
      draws: () => this.#trail.isDrawing,
      onPan: (dx, dy) => this.#pan(dx, dy),
      onZoom: (factor, x, y) => this.#zoom(factor, x, y),
      onPoint: (x, y, settled) => this.#plane && this.#moveTo(this.#mosaic.placeAt(x, y), settled),
      onClick: (x, y) => this.#click(x, y),
      onDraw: (left, top, settled) =>
        this.#plane &&
        this.#mosaic.showTrail(this.#trail.extend({ ...this.#mosaic.placeAt(left, top), left, top }, settled)),
      onHover: (x, y) => this.#hover(x, y),
      onLeave: () => this.#leave(),
      onKey: (key) => (key === 'reset' ? this.#lookAt(kWhole) : this.#pick()),
    });
    return canvas;
  }

  #layOut() {
    const zoomBy = (factor) => {
      const { clientWidth, clientHeight } = this.#mosaic.root;
      this.#zoom(factor, clientWidth / 2, clientHeight / 2);
    };
    const zoom = zoomButtons(zoomBy, () => this.#lookAt(kWhole));
    const picture = el('div', { class: 'map-picture' }, this.#mosaic.root, zoom);
    this.#host.stage.append(el('div', { class: 'map' }, picture, this.#figures.root, this.#trail.root));
    const hint = el('p', { class: 'note' }, text.notes.map);
    this.#host.panel.append(this.#trail.controls, ...this.#controls.parts, this.#sliders.root, hint);
  }

  async update(state, isCurrent) {
    this.#state = state;
    this.#showControls(state);
    const key = this.#planes.keyOf(state);
    if (this.#shown !== key) {
      this.#shown = '';
      this.#plane = null; // nothing moves over one that is going
      const plane = await this.#planes.load(state, isCurrent);
      if (!isCurrent()) return;
      this.#plane = plane;
      this.#mosaic.show(plane, this.#host.model.image_width, this.#host.model.image_height);
      this.#host.explain(plane.words);
      if (plane.here && state.x === 0 && state.y === 0) this.#note(rounded(plane.here[0], plane.here[1]));
      this.#shown = key;
    }
    this.#mosaic.showDigits(shownDigits(this.#plane.digits, state.classes, this.#host.model));
    this.#mosaic.look(state);
    const points = pointsOf(state.trail);
    this.#mosaic.showTrail(points);
    this.#showPlace();
    await this.#fill(isCurrent);
    if (isCurrent())
      await this.#trail.show(points, (count) => this.#planes.messageFor(this.#plane, state, count), isCurrent);
  }

  #showControls(state) {
    const { model, manifest } = this.#host;
    this.#controls.show(state);
    this.#figures.meanDigit(showsDigits(model, manifest) && state.through.length === 0 ? state.test : null);
  }

  repaint() {
    this.#mosaic.repaint();
    this.#figures.repaint();
    this.#trail.repaint();
    if (this.#plane) this.#host.run(() => this.#fill(() => true));
  }

  destroy() {
    clearTimeout(this.#noteTimer);
    this.#mosaic.stop();
    this.#figures.stop();
    this.#trail.stop();
  }

  // ---- What is shown of the plane.

  #lookAt({ zoom, cx, cy }) {
    const within = (value, least, most) => Math.min(Math.max(value, least), most);
    const look = {
      zoom: Number(within(zoom, kZoom.least, kZoom.most).toFixed(3)),
      cx: Number(within(cx, -kFar, kFar).toFixed(4)),
      cy: Number(within(cy, -kFar, kFar).toFixed(4)),
    };
    this.#state = { ...this.#state, ...look };
    this.#mosaic.look(look);
    clearTimeout(this.#noteTimer);
    this.#noteTimer = setTimeout(() => {
      this.#host.noteState(look);
      this.#host.run(() => this.#fill(() => true));
    }, kRest);
  }

  #pan(dx, dy) {
    if (!this.#plane) return;
    const [from, to] = [this.#mosaic.placeAt(0, 0), this.#mosaic.placeAt(dx, dy)];
    const { zoom, cx, cy } = this.#state;
    this.#lookAt({ zoom, cx: cx + from.x - to.x, cy: cy + from.y - to.y });
  }

  /** Zooms about a place of the picture; false where there is no more to zoom. */
  #zoom(factor, left, top) {
    const { zoom, cx, cy } = this.#state;
    const wanted = Math.min(Math.max(zoom * factor, kZoom.least), kZoom.most);
    if (!this.#plane || wanted === zoom) return false;
    const held = this.#mosaic.placeAt(left, top);
    this.#lookAt({ zoom: wanted, cx, cy });
    const now = this.#mosaic.placeAt(left, top);
    this.#lookAt({ zoom: wanted, cx: cx + held.x - now.x, cy: cy + held.y - now.y });
    return true;
  }

  /** Draws the tiles that are missing; a newer wish ends an older one. */
  async #fill(isCurrent) {
    const { engine, say } = this.#host;
    const [plane, tiles] = [this.#plane, this.#mosaic.missing()];
    if (!plane || tiles.length === 0) return;
    const places = tiles.flatMap(({ x, y }) => [x, y]);
    const message = { kind: 'onPlane', channel: 'mosaic', places, part: kPart };
    const { image_width: width, image_height: height } = this.#host.model;
    await engine.request({ ...message, ...this.#planes.messageFor(plane, this.#state, tiles.length) }, (part) => {
      if (!isCurrent() || plane !== this.#plane) return;
      const pictures = picturesIn(part.pixels, width * height);
      pictures.forEach((pixels, i) => this.#mosaic.add(tiles[part.first + i].name, pixels));
      if (part.first === 0) say(text.status.drawingMap);
    });
  }

  // ---- The place on the plane.

  #moveTo({ x, y }, settled) {
    this.#trail.pause();
    this.#state = { ...this.#state, ...rounded(x, y) };
    this.#showPlace();
    if (settled) this.#pick();
  }

  #note(place) {
    this.#state = { ...this.#state, ...place };
    this.#host.noteState(place);
  }

  #showPlace() {
    const { x, y } = this.#state;
    this.#mosaic.place(x, y);
    this.#sliders.show(this.#plane, x, y);
    this.#request(x, y, false);
  }

  #request(x, y, passing) {
    const message = { kind: 'onPlane', places: [x, y], ...this.#planes.messageFor(this.#plane, this.#state, 1) };
    this.#figures.request(message, [x, y], passing);
  }

  #hover(left, top) {
    if (!this.#plane) return;
    const mark = this.#mosaic.markAt(left, top);
    const { x, y } = mark ?? this.#mosaic.placeAt(left, top);
    this.#mosaic.hold(mark);
    this.#figures.meanDigit(mark ? mark.n : null);
    this.#request(x, y, true);
  }

  #leave() {
    if (!this.#plane) return;
    const { x, y } = this.#state;
    this.#mosaic.hold(null);
    this.#showControls(this.#state);
    this.#request(x, y, true);
  }

  // A numeral leads the plane through its digit, so that the plane shows the digit there.
  #click(left, top) {
    if (!this.#plane) return;
    const mark = this.#mosaic.markAt(left, top);
    if (!mark) return this.#moveTo(this.#mosaic.placeAt(left, top), true);
    const { label, n } = mark;
    const classes = this.#host.model.class_count > label ? { digit: label } : {};
    this.#host.setState({ test: n, through: [], ...classes, ...rounded(mark.x, mark.y) });
    this.#host.run(async () => makeRealCurrent(this.#host, n, await this.#figures.digit(n)));
  }

  #walked(x, y, pixels, settled) {
    const place = rounded(x, y);
    this.#state = { ...this.#state, ...place };
    this.#mosaic.place(x, y);
    if (pixels) this.#figures.show(pixels, [x, y]);
    if (settled) this.#host.noteState(place);
  }

  // The digit at the point is the current one from now on.
  #pick() {
    if (!this.#plane) return;
    const { x, y } = this.#state;
    this.#note({ x, y });
    this.#host.run(() =>
      makePlaceCurrent(this.#host, this.#state, this.#planes.messageFor(this.#plane, this.#state, 1)),
    );
  }
}

// As an address holds it, so that the address brings back this very picture.
const rounded = (x, y) => ({ x: Number(x.toFixed(3)), y: Number(y.toFixed(3)) });

const pointsOf = (trail) =>
  Array.from({ length: trail.length / 2 }, (_, i) => ({ x: trail[2 * i], y: trail[2 * i + 1] }));
