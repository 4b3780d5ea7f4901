// Inside: the network as it runs. Each layer is a button with a small picture of its outputs for the current digit.

import { assetUrl, modelUrl } from '../../engine/client/site_urls.js';
import { wholeAnswer } from '../../engine/client/whole_answer.js';
import { button, el, pictureOf } from '../dom/dom.js';
import { draw, inkOf } from '../dom/ink.js';
import { base, digit, freshStation, test, whole } from '../params/params.js';
import * as text from '../words/text.js';
import { classChoice, labelOf } from './parts/class_choice.js';
import { codeChart } from './parts/code_chart.js';
import { drawLayer } from './parts/layer_picture.js';
import { priorOf } from './parts/prior_choice.js';
import { readDigits } from './parts/read_digits.js';

export const id = 'inside';
export const title = text.views.inside;
export const accepts = () => true;
export const params = {
  base, // the digit, unless `test` is one
  test, // the real digit that a VAE encodes
  digit,
  layer: {
    parse: (written) => (/^(encoder|decoder):\d{1,3}$/.test(written) ? written : undefined),
    format: String,
    default: null,
  }, // whose maps are large, 'decoder:4'
  noise: whole(0, 0, 9999), // which draw of z is decoded; 0: the mean
};

export const create = (host) => new Inside(host);

/** The state that shows what a model computes for a digit. @type {import('./view.js').View['startFrom']} */
export const startFrom = ({ station: base, drawn }, state, model) => {
  const isReal = drawn?.test !== undefined && drawn?.test !== null && model.has_encoder;
  if (isReal) return { test: drawn.test, noise: 0 };
  return base ? { base, test: null, digit: base.digit, noise: 0 } : null;
};

class Inside {
  #host;
  #state;
  #shown = ''; // which digit and draw
  #run = null; // what the worker answered
  #pictures = []; // {canvas, layer} or {canvas, pixels}: what is drawn again
  #rows = el('div', { class: 'inside-rows' });
  #code = codeChart();
  #large = el('canvas', { class: 'layer-large', role: 'img' });
  #largeName = el('figcaption');
  #opened = el('figure', { class: 'layer-opened', hidden: true }, this.#large, this.#largeName);
  #draws;
  #real;
  #classes;

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#classes = classChoice(host);
    const again = button('draw-z', text.labels.drawAgain, () => this.#drawAgain(), { class: 'primary' });
    const mean = button('use-mean', text.labels.useMean, () => host.setState({ noise: 0 }));
    this.#draws = el('div', { class: 'row', 'data-part': 'noise' }, again, mean);
    const another = button('another', text.labels.anotherDigit, () =>
      host.setState({ base: freshStation(), test: null, noise: 0 }),
    );
    this.#real = button('real', text.labels.realDigit, () => this.#showReal());
    const digits = el('div', { class: 'row', 'data-part': 'base' }, another, this.#real);
    host.stage.append(el('div', { class: 'inside' }, this.#rows, this.#opened));
    host.panel.append(this.#draws, digits, this.#classes.root, el('p', { class: 'note' }, text.notes.inside));
  }

  async update(state, isCurrent) {
    this.#state = state;
    const { model, manifest } = this.#host;
    this.#draws.hidden = !model.has_encoder;
    this.#real.hidden = !model.has_encoder || !manifest.digits?.test;
    const message = this.#message(state);
    const key = JSON.stringify(message);
    if (this.#shown !== key) {
      this.#shown = '';
      const run = await wholeAnswer(this.#host.engine, message);
      if (!isCurrent()) return;
      this.#shown = key;
      this.#run = run;
      this.#fill();
      this.#host.explain(text.seenInside(model, state.noise));
    }
    this.#classes.show(model, state.digit ?? this.#run.label);
    this.#open(state.layer);
    await this.#read(isCurrent);
  }

  repaint() {
    this.#paint();
    this.#open(this.#state.layer);
  }

  destroy() {}

  #message({ base, test: index, digit: asked, noise }) {
    const { model, manifest, assets } = this.#host;
    const source = manifest.digits?.test;
    const message = { kind: 'inside', channel: 'stage', url: modelUrl(assets, model), label: asked, noise };
    if (index !== null && source && model.has_encoder)
      return { ...message, digits: assetUrl(assets, source.file), count: source.count, test: index };
    return { ...message, station: { ...base, label: labelOf(model, base) }, prior: priorOf(model, null) };
  }

  #drawAgain() {
    this.#host.setState({ noise: (this.#state.noise % 9999) + 1 });
  }

  #showReal() {
    const { count } = this.#host.manifest.digits.test;
    this.#host.setState({ test: Math.floor(Math.random() * count), digit: null, noise: 0 });
  }

  // ---- The layers, from left to right.

  #fill() {
    const { model } = this.#host;
    const { given, encoder, code, latent, decoder, drawn } = this.#run;
    const focused = /** @type {HTMLElement} */ (this.#root().activeElement)?.dataset?.layer;
    this.#pictures = [];
    const z = { shape: [latent.length], values: latent };
    const drawing = [this.#picture(text.labels.insideLatent, { layer: z }), ...this.#layers('decoder', decoder)];
    drawing.push(this.#picture(text.labels.insideDrawn, { pixels: drawn }));
    const rows = [row(text.labels.decoder[model.family], drawing)];
    if (code) {
      const encoding = [this.#picture(text.labels.insideImage, { pixels: given }), ...this.#layers('encoder', encoder)];
      this.#code.show(code.mean, code.logVariance);
      rows.unshift(row(text.labels.encoder, [...encoding, el('div', { class: 'layer-code' }, this.#code.root)]));
    }
    this.#rows.replaceChildren(...rows);
    this.#paint();
    if (focused) this.#buttonOf(focused)?.focus();
  }

  #root() {
    return /** @type {Document | ShadowRoot} */ (this.#rows.getRootNode());
  }

  /** @returns {HTMLElement | null} */
  #buttonOf(name) {
    return this.#rows.querySelector(`[data-layer="${name}"]`);
  }

  #picture(name, what) {
    const canvas = pictureOf(name);
    this.#pictures.push({ canvas, ...what });
    return el('figure', { class: 'layer' }, canvas, el('figcaption', {}, name));
  }

  #layers(network, layers) {
    return layers.map((layer, i) => {
      const name = `${network}:${layer.layer}`;
      const canvas = el('canvas');
      this.#pictures.push({ canvas, layer });
      return el(
        'button',
        {
          type: 'button',
          class: 'layer',
          'data-layer': name,
          'aria-label': this.#nameOf(network, i, layer),
          onclick: () => this.#host.setState({ layer: this.#state.layer === name ? null : name }),
        },
        canvas,
        el('code', {}, text.labels.layerSize(layer.shape)),
      );
    });
  }

  #nameOf(network, i, { steps, shape }) {
    const whole_ = network === 'encoder' ? text.labels.encoder : text.labels.decoder[this.#host.model.family];
    return text.labels.layerName(whole_, i, text.labels.layerKind(steps), text.labels.layerShape(shape));
  }

  #look() {
    const style = getComputedStyle(this.#rows);
    const second = style.getPropertyValue('--second').trim();
    const channels = /^#(..)(..)(..)$/.exec(second)?.slice(1) ?? ['18', '64', 'ab'];
    return { ink: inkOf(this.#rows), second: channels.map((hex) => parseInt(hex, 16)) };
  }

  #paint() {
    const look = this.#look();
    const { image_width: width, image_height: height } = this.#host.model;
    for (const { canvas, layer, pixels } of this.#pictures)
      if (layer) drawLayer(canvas, layer, look);
      else draw(canvas, pixels, width, height, look.ink);
  }

  /** Shows a layer large. @param {string | null} name */
  #open(name) {
    if (!this.#run) return;
    for (const one of this.#rows.querySelectorAll('button.layer'))
      one.setAttribute('aria-pressed', String(one.getAttribute('data-layer') === name));
    const [network, index] = name?.split(':') ?? [];
    const layers = this.#run[network] ?? [];
    const i = layers.findIndex(({ layer }) => layer === Number(index));
    this.#opened.hidden = i < 0;
    if (i < 0) return;
    const layer = layers[i];
    const words = this.#nameOf(network, i, layer);
    drawLayer(this.#large, layer, { ...this.#look(), all: true });
    this.#large.setAttribute('aria-label', text.labels.activations(words));
    const [low, high] = layer.values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
    this.#largeName.textContent = text.status.layer(words, low, high);
  }

  async #read(isCurrent) {
    const say = this.#host.sayLater();
    const { encoder, decoder, drawn } = this.#run;
    const [read] = await readDigits(this.#host, drawn).catch(() => []);
    if (isCurrent()) say(text.status.inside(this.#host.model.title, encoder.length + decoder.length, read));
  }
}

const row = (name, items) =>
  el(
    'section',
    { class: 'inside-row', 'aria-label': name },
    el('h2', { class: 'small' }, name),
    el('ol', {}, ...items.map((item) => el('li', {}, item))),
  );
