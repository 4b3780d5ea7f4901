// Draw: the visitor's own digit, as a VAE squeezes it and draws it back, and as near as a GAN can come to it.

import { ask } from '../../engine/client/whole_answer.js';
import { assetUrl, modelUrl } from '../../engine/client/site_urls.js';
import { isBlank, prepareDigit } from '../../engine/compute/centre.js';
import { formatRuns, parseRuns } from '../../engine/compute/runs.js';
import { el, textField } from '../dom/dom.js';
import { enlarge } from '../dom/ink.js';
import { digit, flag, parseWhole, whole } from '../params/params.js';
import { readDigits } from './parts/read_digits.js';
import * as text from '../words/text.js';
import { codeChart } from './parts/code_chart.js';
import { differenceOf, figure } from './parts/figure.js';
import { classChoice } from './parts/class_choice.js';
import { drawingPad, kPadSide } from './parts/pad.js';
import { searchPanel } from './parts/search_panel.js';
import { Sheet } from './parts/sheet.js';

const kNeighbours = 8;
const kMostDigits = 100000;

export const id = 'draw';
export const title = text.views.draw;
export const accepts = ({ image_width: width, image_height: height }) => width === 28 && height === 28;
export const params = {
  // The drawing: '' is a blank sheet.
  ink: {
    parse: (runs) => (runs.length < 8000 && parseRuns(runs, kPadSide * kPadSide) ? runs : undefined),
    format: String,
    default: '',
  },
  test: whole(null, 0, kMostDigits), // the real digit that is shown; null: the drawing is
  raw: flag(false), // used as drawn, neither centred nor scaled
  digit,
};

export function create(host) {
  let state,
    shown = '',
    pictures = {};
  const pad = drawingPad({
    label: text.labels.pad,
    onStroke: () => host.setState({ ink: formatRuns(pad.drawing), test: null }),
  });
  const given = figure(text.labels.given);
  const drawnBack = figure(text.labels.drawnBack);
  const chart = codeChart();
  const neighbours = new Sheet({ count: kNeighbours, columns: kNeighbours, label: text.labels.neighbours });
  const neighbourhood = el(
    'figure',
    { class: 'neighbours' },
    el('figcaption', {}, text.labels.neighbourhood),
    neighbours.root,
  );
  const search = searchPanel(host, (gan) => {
    pictures.gan = gan;
  });
  const testField = textField({
    label: text.labels.testDigit,
    note: text.notes.testDigit,
    wrong: text.failure.testDigit(testCount()),
    part: 'test',
    parse: (value) => parseWhole(value, 0, testCount() - 1),
    take: (test) => host.setState({ test, ink: '' }),
  });
  const raw = el('input', {
    type: 'checkbox',
    'data-field': 'raw',
    onchange: () => host.setState({ raw: raw.checked }),
  });
  const classes = classChoice(host);
  const button = (action, label, onclick) => el('button', { type: 'button', 'data-action': action, onclick }, label);
  host.stage.append(
    el(
      'div',
      { class: 'draw' },
      el('figure', { class: 'pad-figure' }, pad.root, el('figcaption', {}, text.labels.padHint)),
      el('div', { class: 'draw-row' }, given.root, drawnBack.root, search.root),
      chart.root,
      neighbourhood,
    ),
  );
  host.panel.append(
    el(
      'div',
      { class: 'row', 'data-part': 'clear' },
      button('clear', text.labels.clear, () => host.setState({ ink: '', test: null })),
    ),
    testCount() === 0
      ? null
      : el(
          'div',
          { class: 'pick-test', 'data-part': 'test' },
          el(
            'div',
            { class: 'row' },
            testField.root,
            button('previous', '‹', () => step(-1)),
            button('next', '›', () => step(1)),
            button('any', text.labels.anyDigit, () =>
              host.setState({ test: Math.floor(Math.random() * testCount()), ink: '' }),
            ),
          ),
          testField.note,
        ),
    el('label', { class: 'tick', 'data-part': 'raw' }, raw, text.labels.asDrawn),
    classes.root,
    search.controls,
  );
  for (const [action, name] of [
    ['previous', text.labels.previousDigit],
    ['next', text.labels.nextDigit],
  ]) {
    host.panel.querySelector(`[data-action="${action}"]`)?.setAttribute('aria-label', name);
  }

  function testCount() {
    return host.manifest.digits?.test?.count ?? 0;
  }

  const step = (by) => host.setState({ test: ((state.test ?? 0) + by + testCount()) % testCount(), ink: '' });

  // The picture that the models get: a drawing made ready, or a real digit, which is ready as it is.
  async function givenPicture() {
    const { test } = host.manifest.digits ?? {};
    if (state.test !== null && test) {
      const index = Math.min(state.test, test.count - 1);
      const { pixels, labels } = await ask(host.engine, {
        kind: 'realDigits',
        digits: assetUrl(host.assets, test.file),
        count: test.count,
        indexes: [index],
      });
      return { pixels, drawing: enlarge(pixels, 28, 28, kPadSide / 28), label: labels[0] };
    }
    const drawing = parseRuns(state.ink, kPadSide * kPadSide);
    return { drawing, pixels: prepareDigit(drawing, kPadSide, 28, !state.raw), label: null };
  }

  const vaeOf = () =>
    host.model.has_encoder
      ? host.model
      : host.manifest.models.find((model) => model.has_encoder && model.class_count === 0);

  async function showCode({ pixels, label }, isCurrent) {
    const vae = vaeOf();
    for (const part of [drawnBack.root, chart.root, neighbourhood]) part.hidden = !vae;
    if (!vae) return '';
    await host.open(vae);
    const url = modelUrl(host.assets, vae);
    const asClass = state.digit ?? label ?? 0;
    const labels = (count) => (vae.class_count > 0 ? new Array(count).fill(asClass) : undefined);
    const code = await ask(host.engine, { kind: 'encode', url, pixels, labels: labels(1) });
    if (!isCurrent()) return '';
    pictures.back = code.pixels;
    drawnBack.show(code.pixels, text.labels.backBy(vae.title, differenceOf(pixels, code.pixels)));
    chart.show(code.mean, code.logVariance);
    await showNeighbours(url, code, vae.latent_dim, labels(kNeighbours), isCurrent);
    return text.seenOnDraw(vae, code.logVariance);
  }

  // Fresh draws from a little around the code: what the VAE holds to be nearly the same.
  async function showNeighbours(url, { mean }, dim, labels, isCurrent) {
    const { latents } = await ask(host.engine, {
      kind: 'latents',
      url,
      stations: Array.from({ length: kNeighbours }, (_, index) => ({ seed: 1, index })),
    });
    const near = latents.map((value, i) => mean[i % dim] + 0.5 * value);
    neighbours.name((i) => text.labels.neighbour(i), 28, 28);
    await host.engine.request(
      { kind: 'decode', channel: 'stage', url, latents: near, labels },
      ({ first, pixels }) => isCurrent() && neighbours.add(first, pixels, false),
    );
  }

  return {
    async update(to, isCurrent) {
      state = to;
      testField.show(to.test === null ? '' : String(to.test));
      raw.checked = to.raw;
      raw.disabled = to.test !== null;
      classes.show(host.model, to.digit);
      const key = JSON.stringify([host.model.name, to.ink, to.test, to.raw, to.digit]);
      if (shown === key) return;
      const digitGiven = await givenPicture();
      if (!isCurrent()) return;
      pictures = { given: digitGiven.pixels };
      pad.show(digitGiven.drawing);
      const blank = isBlank(digitGiven.pixels);
      given.show(digitGiven.pixels, blank ? text.labels.blank : text.labels.givenAs(state.test !== null, state.raw));
      search.reset(blank ? null : digitGiven, state.digit);
      if (blank) {
        shown = key;
        for (const part of [drawnBack.root, chart.root, neighbourhood]) part.hidden = true;
        host.explain(text.seenOnBlank);
        host.say(text.status.blank);
        return;
      }
      host.explain(await showCode(digitGiven, isCurrent));
      if (!isCurrent()) return;
      shown = key;
      const say = host.sayLater();
      const reads = await readDigits(
        host,
        joinPictures([digitGiven.pixels, ...(pictures.back ? [pictures.back] : [])]),
      ).catch(() => []);
      if (isCurrent()) say(text.status.drawing2(reads[0], reads[1], digitGiven.label));
      if (isCurrent() && host.model.family === 'gan') search.start();
    },
    repaint() {
      pad.repaint();
      given.repaint();
      drawnBack.repaint();
      neighbours.repaint();
      search.repaint();
    },
    destroy: () => search.stop(),
  };
}

function joinPictures(list) {
  const all = new Float32Array(list.length * 784);
  list.forEach((pixels, i) => all.set(pixels, i * 784));
  return all;
}
