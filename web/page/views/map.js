// Map: a plane of latent space to move over. For a VAE with 2,000 real digits where it puts them; for a GAN, which cannot
// tell where a digit lies, the plane through three digits.

import { assetUrl, modelUrl } from '../../engine/client/site_urls.js';
import { wholeAnswer } from '../../engine/client/whole_answer.js';
import { check, el, radios, slider } from '../dom/dom.js';
import { picturesIn } from '../dom/ink.js';
import { choice, decimal, digit, stations, whole } from '../params/params.js';
import * as text from '../words/text.js';
import { classChoice, labelOf, sameLabels } from './parts/class_choice.js';
import { LivePicture } from './parts/live_picture.js';
import { PlanePlot } from './parts/plane_plot.js';
import { StationList } from './parts/station_list.js';

const kTiles = 9; // small digits along each side of a GAN's plane
const kBeyond = 0.25; // how far such a plane reaches beyond its corners
const kSteps = 200; // of a slider
const kMostCoordinates = 1000; // of a code, to choose from

export const id = 'map';
export const title = text.views.map;
export const accepts = () => true;
export const params = {
  plane: choice('projection', ['projection', 'axes']),
  across: whole(0, 0, kMostCoordinates - 1),
  up: whole(1, 0, kMostCoordinates - 1),
  corners: stations('1:34,1:36,1:37', 3, 3),
  x: decimal(0, -20, 20, 3),
  y: decimal(0, -20, 20, 3),
  digit,
};

export const create = (host) => new LatentMap(host);

class LatentMap {
  #host;
  #state;
  #shown = ''; // which plane
  #plane = null;
  #live;
  #plot;
  #sliders;
  #planes; // the choice between the two planes of a VAE
  #coordinates = { across: this.#select('across'), up: this.#select('up') };
  #coordinateRow;
  #corners;
  #classes;

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#live = new LivePicture(host, {
      label: text.labels.underPoint,
      class: 'under',
      sentenceOf: (read, { place: [x, y] }) => text.status.place2d(x, y, read),
    });
    this.#plot = new PlanePlot({
      label: text.labels.plane,
      onMove: (x, y, settled) => this.#plane && this.#moveTo(this.#fromShare(x), this.#fromShare(y), settled),
    });
    this.#sliders = { x: this.#axis('x', text.labels.acrossAxis), y: this.#axis('y', text.labels.upAxis) };
    const kinds = [
      ['projection', text.labels.projection],
      ['axes', text.labels.axes],
    ];
    const choosePlane = (plane) => host.setState({ plane, x: 0, y: 0 });
    this.#planes = radios(text.labels.planeKind, kinds, choosePlane, { 'data-part': 'plane' });
    this.#corners = new StationList({
      least: 3,
      most: 3,
      nameOf: (i) => text.labels.corners[i],
      onChange: (corners) => host.setState({ corners }),
    });
    this.#classes = classChoice(host);
    this.#layOut();
  }

  #layOut() {
    const { x, y } = this.#sliders;
    const { across, up } = this.#coordinates;
    const sliders = el('div', { class: 'map-sliders', 'data-part': 'sliders' }, x.root, y.root);
    const under = el('figure', { class: 'under-figure' }, this.#live.canvas, this.#live.caption);
    const acrossField = el('label', { class: 'field' }, text.labels.acrossCoordinate, across);
    const upField = el('label', { class: 'field' }, text.labels.upCoordinate, up);
    this.#coordinateRow = el('div', { class: 'row', 'data-part': 'axes' }, acrossField, upField);
    this.#host.stage.append(el('div', { class: 'map' }, this.#plot.root, under, sliders));
    this.#host.panel.append(this.#planes, this.#coordinateRow, this.#corners.root, this.#classes.root);
  }

  #axis(name, label) {
    const moveTo = (step, settled) => {
      if (!this.#plane) return;
      const value = this.#fromShare(step / kSteps);
      const { x, y } = this.#state;
      this.#moveTo(name === 'x' ? value : x, name === 'y' ? value : y, settled);
    };
    return slider({
      label,
      min: 0,
      max: kSteps,
      step: 1,
      part: name,
      say: () => text.number(this.#state[name], 2), // the place itself, not the step nearest to it
      oninput: (step) => moveTo(step, false),
      onchange: (step) => moveTo(step, true),
    });
  }

  #select(name) {
    const onchange = ({ target }) => this.#host.setState({ [name]: Number(target.value) });
    return el('select', { 'data-field': name, onchange });
  }

  async update(state, isCurrent) {
    this.#state = state;
    const { model, manifest } = this.#host;
    const { plane, across, up, corners } = state;
    const hasCloud = model.has_encoder && Boolean(manifest.digits?.test);
    this.#planes.hidden = !hasCloud;
    check(this.#planes, plane);
    this.#coordinateRow.hidden = !hasCloud || plane !== 'axes';
    fillCoordinates(this.#coordinates.across, model.latent_dim, across);
    fillCoordinates(this.#coordinates.up, model.latent_dim, up);
    this.#corners.root.hidden = hasCloud;
    this.#corners.show(corners, 0);
    this.#classes.show(model, state.digit);
    const key = JSON.stringify([model.name, plane, across, up, corners, hasCloud ? null : state.digit]);
    if (this.#shown !== key) {
      this.#shown = '';
      this.#plane = null; // nothing moves over one that is going
      await (hasCloud ? this.#showCloud(isCurrent) : this.#showCorners(isCurrent));
      if (!isCurrent()) return;
      this.#shown = key;
    }
    this.#showPlace();
  }

  repaint() {
    if (this.#plane) this.#plot.repaint();
    this.#live.repaint();
  }

  destroy() {
    this.#live.stop();
  }

  // ---- The place on the plane.

  #fromShare(share) {
    return this.#plane.low + share * (this.#plane.high - this.#plane.low);
  }

  #toShare(value) {
    return Math.min(Math.max(shareOn(this.#plane, value), 0), 1);
  }

  #moveTo(x, y, settled) {
    // As the address holds it, so that the address brings back this very picture.
    const place = { x: Number(x.toFixed(3)), y: Number(y.toFixed(3)) };
    this.#state = { ...this.#state, ...place };
    this.#showPlace();
    if (settled) this.#host.noteState(place);
  }

  #showPlace() {
    const { x, y } = this.#state;
    const { assets, model } = this.#host;
    this.#plot.place(this.#toShare(x), this.#toShare(y));
    this.#sliders.x.show(Math.round(this.#toShare(x) * kSteps));
    this.#sliders.y.show(Math.round(this.#toShare(y) * kSteps));
    const { corners } = this.#plane;
    const classes = planeClasses(model, this.#state, 1);
    const message = { kind: 'onPlane', url: modelUrl(assets, model), corners, places: [x, y], ...classes };
    this.#live.request({ message, place: [x, y] });
  }

  // ---- The plane of a VAE, with real digits where it puts them.

  async #showCloud(isCurrent) {
    const { model, manifest, assets, engine } = this.#host;
    const { test } = manifest.digits;
    const digits = assetUrl(assets, test.file);
    const axes = this.#state.plane === 'axes' ? this.#chosenAxes() : undefined;
    const message = { kind: 'cloud', url: modelUrl(assets, model), digits, count: test.count, axes };
    const cloud = await wholeAnswer(engine, message, ({ encoded }) => {
      if (encoded && isCurrent()) this.#host.say(text.status.encoding(encoded, test.count));
    });
    if (!isCurrent()) return;
    const { labels, corners, places, reach, shares } = cloud;
    const plane = { corners, low: -reach, high: reach };
    this.#plane = plane;
    const glyphs = Array.from(labels, (label, n) => ({
      x: shareOn(plane, places[2 * n]),
      y: shareOn(plane, places[2 * n + 1]),
      glyph: String(label),
    }));
    this.#plot.showGlyphs(glyphs.filter(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1));
    this.#host.explain(text.seenOnMap(model, this.#state.plane, labels.length, shares));
  }

  // Two different ones, whatever an address says.
  #chosenAxes() {
    const { latent_dim: dim } = this.#host.model;
    const [across, up] = [Math.min(this.#state.across, dim - 1), Math.min(this.#state.up, dim - 1)];
    return [across, across === up ? (up + 1) % dim : up];
  }

  // ---- The plane through three digits of a GAN, with small digits all over it.

  async #showCorners(isCurrent) {
    const { model, engine, assets } = this.#host;
    const url = modelUrl(assets, model);
    const { corners: stations } = this.#state;
    const answer = await wholeAnswer(engine, { kind: 'latents', url, stations });
    if (!isCurrent()) return;
    const corners = answer.latents;
    this.#plane = { corners, low: -kBeyond, high: 1 + kBeyond };
    const count = kTiles * kTiles;
    const classes = planeClasses(model, this.#state, count);
    const message = { kind: 'onPlane', channel: 'stage', url, corners, places: tilePlaces(this.#plane), ...classes };
    const { image_width: width, image_height: height } = model;
    const pictures = [];
    const end = await engine.request(message, ({ first, pixels }) => {
      picturesIn(pixels, width * height).forEach((picture, i) => (pictures[first + i] = picture));
      if (isCurrent()) this.#host.say(text.status.drawing(pictures.length, count));
    });
    if (end === 'stale' || !isCurrent()) return;
    this.#plot.showTiles(kTiles, pictures, width, height);
    this.#host.explain(text.seenOnPlane(model));
  }
}

/** The places of the small digits, row by row from the top left. */
export function tilePlaces({ low, high }) {
  const at = (i) => low + ((i + 0.5) / kTiles) * (high - low);
  return Array.from({ length: kTiles * kTiles }, (_, i) => [
    at(i % kTiles),
    at(kTiles - 1 - Math.floor(i / kTiles)),
  ]).flat();
}

/**
 * The class of `count` places: one for all, unless a corner of a GAN's plane has a class of its own; then they blend.
 * @param {import('./view.js').ManifestModel} model
 * @param {Record<string, any>} state
 * @param {number} count
 */
export const planeClasses = (model, { digit: asDigit, corners }, count) =>
  !model.has_encoder && asDigit === null && corners.some(({ digit: own }) => own !== null)
    ? { cornerLabels: corners.map((corner) => labelOf(model, corner)) }
    : { labels: sameLabels(model, asDigit, count) };

/** Where a value lies between the ends of a plane's axes, 0 at the low one. */
const shareOn = ({ low, high }, value) => (value - low) / (high - low);

// An address names one of the first thousand, too.
function fillCoordinates(select, dim, chosen) {
  const count = Math.min(dim, kMostCoordinates);
  if (select.options.length !== count) {
    select.replaceChildren(
      ...Array.from({ length: count }, (_, i) => el('option', { value: String(i) }, text.labels.coordinate(i))),
    );
  }
  select.value = String(Math.min(chosen, count - 1));
}
