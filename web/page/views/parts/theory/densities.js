// Two densities on a line: shapes, handles and sliders, D*, and the divergences, which follow the hand.

import { wholeAnswer } from '../../../../engine/client/whole_answer.js';
import { button, el, selectOf, slider, svg } from '../../../dom/dom.js';
import { words } from '../../../words/theory.js';
import { DensityPlot } from './density_plot.js';
import { formulas } from './formulas.js';
import { LineTraining } from './line_training.js';

const kNames = /** @type {const} */ (['p', 'q']);
const kPoints = 321;

export class Densities {
  #host;
  #pair = null;
  #shown = '';
  #plot = new DensityPlot((name, density, done) => this.#take(name, density, done));
  #values = {}; // 'kl': <dd>
  #fields = {}; // {p: {shape, centre, width}}
  #training;
  #legends = {};

  /** @param {import('../../view.js').Host} host */
  constructor(host) {
    this.#host = host;
    const list = el('dl', { class: 'measures' });
    for (const [key, name] of Object.entries(words.measures)) {
      this.#values[key] = el('dd', { 'data-measure': key });
      list.append(el('dt', {}, name), this.#values[key]);
    }
    this.#plot.root.append(
      el(
        'figcaption',
        { class: 'plot-legend' },
        legend('p', words.density.p),
        legend('q', words.density.q),
        legend('best', words.best),
        (this.#legends.d = legend('d', words.trained)),
        (this.#legends.g = legend('g', words.generated)),
      ),
    );
    this.root = el('div', { class: 'theory' }, this.#plot.root, list);
    this.#training = new LineTraining(host, (curves, steps) => this.#showTraining(curves, steps));
    const row = el(
      'div',
      { class: 'row', 'data-part': 'densities' },
      button('same', words.same, () => host.setState({ q: host.state.p }), { class: 'primary' }),
      button('swap', words.swap, () => host.setState({ p: host.state.q, q: host.state.p })),
    );
    this.controls = [
      row,
      this.#training.controls,
      ...kNames.map((name) => this.#controlsOf(name)),
      el('p', { class: 'note' }, words.hint),
      formulas('densities'),
    ];
  }

  async update(state, isCurrent) {
    const pair = { p: state.p, q: state.q };
    this.#place(pair);
    const answer = await this.#ask(pair);
    if (!answer || !isCurrent()) return;
    this.#training.update(state);
    this.#host.explain(words.seenOnDensities(answer));
    if (!this.#training.hasBegun) this.#host.say(words.tell(answer));
  }

  repaint() {
    this.#plot.repaint();
  }

  destroy() {
    this.#plot.destroy();
    this.#training.destroy();
  }

  /** What networks have learned so far. */
  #showTraining(curves, steps) {
    const both = this.#host.state.learns === 'both';
    this.#legends.d.hidden = !curves;
    this.#legends.g.hidden = !curves || !both;
    const { gap, mean } = this.#plot.showTraining(curves, both);
    if (curves) this.#host.say(words.tellTraining(steps, gap, both ? mean : null));
  }

  /** What the hand does: shown at once, and kept when it is done. */
  #take(name, density, done) {
    const pair = { ...this.#pair, [name]: density };
    this.#place(pair);
    if (done) this.#host.setState({ [name]: density });
    else this.#host.run(() => this.#ask(pair));
  }

  #place(pair) {
    this.#pair = pair;
    this.#plot.place(pair);
    for (const name of kNames) {
      const { shape, centre, width } = this.#fields[name];
      shape.value = pair[name].shape;
      centre.show(pair[name].centre);
      width.show(pair[name].width);
    }
  }

  /** Curves and divergences of a pair; null where a newer pair has overtaken it. */
  async #ask(pair) {
    const answer = await wholeAnswer(this.#host.engine, {
      kind: 'densities',
      channel: 'stage',
      ...pair,
      points: kPoints,
    });
    if (!answer) return null;
    const key = JSON.stringify(pair);
    if (this.#shown !== key) {
      this.#shown = key;
      this.#plot.show(answer);
      for (const [measure, cell] of Object.entries(this.#values)) cell.textContent = words.nats(answer[measure]);
    }
    return answer;
  }

  #controlsOf(name) {
    const change = (patch, done) => this.#take(name, { ...this.#pair[name], ...patch }, done);
    const range = (what, label, min, max) =>
      slider({
        label,
        min,
        max,
        step: 0.05,
        say: words.value,
        oninput: (value) => change({ [what]: value }, false),
        onchange: (value) => change({ [what]: value }, true),
        part: `${name}-${what}`,
      });
    const shape = selectOf(`${name}-shape`, Object.entries(words.shapes), (value) => change({ shape: value }, true));
    const centre = range('centre', words.centreOf(name), -3, 3);
    const width = range('width', words.widthOf(name), 0.2, 2);
    this.#fields[name] = { shape, centre, width };
    const field = el('label', { class: 'field' }, words.shapeOf(name), shape);
    return el('div', { class: 'density-controls', 'data-part': `density-${name}` }, field, centre.root, width.root);
  }
}

const legend = (name, label) =>
  el(
    'span',
    {},
    svg(
      'svg',
      { viewBox: '0 0 32 8', 'aria-hidden': 'true' },
      svg('line', { class: `curve-${name}`, x1: 0, x2: 32, y1: 4, y2: 4 }),
    ),
    ` ${label}`,
  );
