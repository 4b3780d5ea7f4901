// Map: a plane of latent space to move over. For a VAE with 2,000 real digits where it puts them; for a GAN, which cannot
// tell where a digit lies, the plane through three digits.

import { ask } from '../../engine/client/whole_answer.js';
import { assetUrl, modelUrl } from '../../engine/client/site_urls.js';
import { check, el, pictureOf, radios, slider } from '../dom/dom.js';
import { follower } from '../../engine/client/newest_request.js';
import { draw, inkOf } from '../dom/ink.js';
import { choice, decimal, digit, stations, whole } from '../params/params.js';
import { readDigits } from './parts/read_digits.js';
import * as text from '../words/text.js';
import { classChoice, labelOf } from './parts/class_choice.js';
import { axesPlane, cornersPlane, project, projectionPlane, reachOf } from './parts/plane.js';
import { planePlot } from './parts/plane_plot.js';
import { stationList } from './parts/station_list.js';

const kTiles = 9; // small digits along each side of a GAN's plane
const kSteps = 200; // of a slider

export const id = 'map';
export const title = text.views.map;
export const accepts = () => true;
export const params = {
  plane: choice('projection', ['projection', 'axes']),
  across: whole(0, 0, 999),
  up: whole(1, 0, 999),
  corners: stations('1:34,1:36,1:37', 3, 3),
  x: decimal(0, -20, 20, 3),
  y: decimal(0, -20, 20, 3),
  digit,
};

export function create(host) {
  let state,
    shown = '',
    plane = null,
    latent = null,
    picture = null;
  const now = pictureOf(text.labels.underPoint, { class: 'under' });
  const caption = el('figcaption');
  const plot = planePlot({
    label: text.labels.plane,
    signal: host.signal,
    onMove: (x, y, settled) => moveTo(fromShare(x), fromShare(y), settled),
  });
  const axis = (name, label) =>
    slider({
      label,
      min: 0,
      max: kSteps,
      step: 1,
      part: name,
      say: () => (state ? text.number(state[name], 2) : ''), // the place itself, not the step nearest to it
      oninput: (step) => moveTo(...place(name, fromShare(step / kSteps)), false),
      onchange: (step) => moveTo(...place(name, fromShare(step / kSteps)), true),
    });
  const sliders = { x: axis('x', text.labels.acrossAxis), y: axis('y', text.labels.upAxis) };
  const follow = follower(host.engine, show, (error) =>
    host.say(text.failure.model(host.model.title, error.message), true),
  );
  const planes = radios(
    text.labels.planeKind,
    [
      ['projection', text.labels.projection],
      ['axes', text.labels.axes],
    ],
    (value) => host.setState({ plane: value, x: 0, y: 0 }),
    { 'data-part': 'plane' },
  );
  const coordinate = (name, label) => {
    const select = el('select', {
      'data-field': name,
      onchange: () => host.setState({ [name]: Number(select.value) }),
    });
    return { select, root: el('label', { class: 'field' }, label, select) };
  };
  const coordinates = {
    across: coordinate('across', text.labels.acrossCoordinate),
    up: coordinate('up', text.labels.upCoordinate),
  };
  const coordinateRow = el('div', { class: 'row', 'data-part': 'axes' }, coordinates.across.root, coordinates.up.root);
  const corners = stationList({
    least: 3,
    most: 3,
    nameOf: (i) => text.labels.corners[i],
    onChange: (to) => host.setState({ corners: to }),
  });
  const classes = classChoice(host);
  host.stage.append(
    el(
      'div',
      { class: 'map' },
      plot.root,
      el('figure', { class: 'under-figure' }, now, caption),
      el('div', { class: 'map-sliders', 'data-part': 'sliders' }, sliders.x.root, sliders.y.root),
    ),
  );
  host.panel.append(planes, coordinateRow, corners.root, classes.root);

  const fromShare = (share) => plane.low + share * (plane.high - plane.low);
  const toShare = (value) => Math.min(Math.max((value - plane.low) / (plane.high - plane.low), 0), 1);
  const place = (name, value) => (name === 'x' ? [value, state.y] : [state.x, value]);

  // The place as the address holds it, so that the address brings back this very picture.
  const kept = (value) => Number(value.toFixed(3));

  function moveTo(x, y, settled) {
    if (!plane) return;
    state = { ...state, x: kept(x), y: kept(y) };
    showPlace();
    if (settled) host.note({ x: state.x, y: state.y });
  }

  function showPlace() {
    plot.place(toShare(state.x), toShare(state.y));
    sliders.x.show(Math.round(toShare(state.x) * kSteps));
    sliders.y.show(Math.round(toShare(state.y) * kSteps));
    latent = plane.latentAt(state.x, state.y);
    const { model } = host;
    const label = labelOf(model, { index: 0, digit: state.digit });
    follow.ask({
      message: {
        kind: 'decode',
        url: modelUrl(host.assets, model),
        latents: latent,
        labels: label === null ? undefined : [label],
      },
      place: [state.x, state.y],
    });
  }

  let reading = 0;
  function show(pixels, { place: [x, y] }) {
    if (host.signal.aborted) return;
    const { model } = host;
    picture = { pixels, width: model.image_width, height: model.image_height };
    draw(now, pixels, picture.width, picture.height, inkOf(now));
    // Read once the hand rests: a sentence for each picture of a drag would be noise.
    clearTimeout(reading);
    reading = setTimeout(async () => {
      if (host.signal.aborted) return;
      const say = host.sayLater();
      const [read] = await readDigits(host, pixels).catch(() => []);
      if (host.signal.aborted) return;
      caption.textContent = text.labels.reads(read);
      say(text.status.place2d(x, y, read));
    }, 150);
  }

  async function makePlane(isCurrent) {
    const { model, manifest, assets, engine } = host;
    const url = modelUrl(assets, model);
    const { test } = manifest.digits ?? {};
    if (!model.has_encoder || !test) return makeCorners(url, isCurrent);
    const answer = await ask(
      engine,
      { kind: 'cloud', url, digits: assetUrl(assets, test.file), count: test.count },
      ({ encoded }) => {
        if (encoded && isCurrent()) host.say(text.status.encoding(encoded, test.count));
      },
    );
    if (!isCurrent()) return;
    const { labels, means, center, axes, shares } = answer;
    const dim = model.latent_dim;
    let places;
    if (state.plane === 'axes') {
      const [a, b] = [Math.min(state.across, dim - 1), Math.min(state.up, dim - 1)];
      plane = axesPlane(new Float32Array(dim), a, b);
      places = Array.from(labels, (_, n) => [means[n * dim + a], means[n * dim + b]]);
    } else {
      places = project(means, dim, center, axes);
      plane = projectionPlane(center, axes, reachOf(places));
    }
    plot.showGlyphs(
      places
        .map(([x, y], n) => ({
          x: (x - plane.low) / (plane.high - plane.low),
          y: (y - plane.low) / (plane.high - plane.low),
          glyph: String(labels[n]),
        }))
        .filter(({ x, y }) => x >= 0 && x <= 1 && y >= 0 && y <= 1),
    );
    host.explain(text.seenOnMap(model, state.plane, test.count, shares));
  }

  async function makeCorners(url, isCurrent) {
    const { model, engine } = host;
    const answer = await ask(engine, { kind: 'latents', url, stations: state.corners });
    if (!isCurrent()) return;
    plane = cornersPlane(answer.latents, model.latent_dim);
    const dim = model.latent_dim;
    const grid = new Float32Array(kTiles * kTiles * dim);
    const step = (i) => fromShare((i + 0.5) / kTiles);
    for (let row = 0; row < kTiles; row++)
      for (let column = 0; column < kTiles; column++)
        grid.set(plane.latentAt(step(column), step(kTiles - 1 - row)), (row * kTiles + column) * dim);
    const label = labelOf(model, { index: 0, digit: state.digit });
    const size = model.image_width * model.image_height;
    const pictures = [];
    const end = await engine.request(
      {
        kind: 'decode',
        channel: 'stage',
        url,
        latents: grid,
        labels: label === null ? undefined : new Array(kTiles * kTiles).fill(label),
      },
      ({ first, pixels }) => {
        for (let i = 0; i < pixels.length / size; i++) pictures[first + i] = pixels.subarray(i * size, (i + 1) * size);
        if (isCurrent()) host.say(text.status.drawing(pictures.length, kTiles * kTiles));
      },
    );
    if (end === 'stale' || !isCurrent()) return;
    plot.showTiles(kTiles, pictures, model.image_width, model.image_height);
    host.explain(text.seenOnPlane(model));
  }

  return {
    async update(to, isCurrent) {
      state = to;
      const { model, manifest } = host;
      const hasCloud = model.has_encoder && Boolean(manifest.digits?.test);
      planes.hidden = !hasCloud;
      check(planes, to.plane);
      coordinateRow.hidden = !hasCloud || to.plane !== 'axes';
      for (const name of ['across', 'up']) fillCoordinates(coordinates[name].select, model.latent_dim, to[name]);
      corners.root.hidden = hasCloud;
      corners.show(to.corners, 0);
      classes.show(model, to.digit);
      const key = JSON.stringify([model.name, to.plane, to.across, to.up, to.corners, hasCloud ? null : to.digit]);
      if (shown !== key) {
        shown = '';
        await makePlane(isCurrent);
        if (!isCurrent()) return;
        shown = key;
      }
      showPlace();
    },
    repaint() {
      if (plane) plot.repaint();
      if (picture) draw(now, picture.pixels, picture.width, picture.height, inkOf(now));
    },
    destroy() {
      clearTimeout(reading);
      follow.stop();
    },
  };
}

function fillCoordinates(select, count, chosen) {
  if (select.options.length !== count) {
    select.replaceChildren(
      ...Array.from({ length: count }, (_, i) => el('option', { value: String(i) }, text.labels.coordinate(i))),
    );
  }
  select.value = String(Math.min(chosen, count - 1));
}
