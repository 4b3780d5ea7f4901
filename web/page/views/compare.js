// Compare: several models on the same seed, with what was measured of each, and what a sample's nearest training digit
// is.

import { modelUrl } from '../../engine/client/site_urls.js';
import { button, el, tickBox } from '../dom/dom.js';
import { freshSeed, names, prior, seed } from '../params/params.js';
import * as text from '../words/text.js';
import { sheetLabels } from './parts/class_choice.js';
import { memoryPanel } from './parts/memory_panel.js';
import { priorChoice, priorOf } from './parts/prior_choice.js';
import { seedField } from './parts/seed_field.js';
import { Sheet } from './parts/sheet.js';

const kDigits = 16;
const kColumns = 8;

export const id = 'compare';
export const title = text.views.compare;
export const accepts = (model, { models }) => models.length > 1;
const kName = /^[\w.-]{1,80}$/; // a model file's own name has at most 64
export const params = {
  with: names([], (name) => kName.test(name)), // none: the chosen model and one of the other family
  seed,
  prior,
  // A chosen digit, 'conv-vae:3', whose nearest training digit is shown.
  memory: {
    parse: (value) =>
      /^[\w.-]{1,80}:\d{1,2}$/.test(value) && Number(value.split(':')[1]) < kDigits ? value : undefined,
    format: String,
    default: null,
  },
};

export const create = (host) => new Compare(host);

/** Its nearest training digit: no digit of the rows is chosen instead. @type {import('./view.js').View['startFrom']} */
export const startFrom = () => ({ memory: null });

class Compare {
  #host;
  #state;
  #rows = new Map(); // 'name prior' -> Row
  #list = el('div', { class: 'compare' });
  #memory;
  #seed;
  #boxes = []; // one a model
  #offered = []; // those models
  #choice = el('div', { class: 'ticks' });
  #priors;

  /** @param {import('./view.js').Host} host */
  constructor(host) {
    this.#host = host;
    this.#state = host.state;
    this.#memory = memoryPanel(host);
    const chooseSeed = (to) => host.setState({ seed: to, memory: null });
    this.#seed = seedField(chooseSeed, host);
    this.#priors = priorChoice(host);
    this.#offer();
    const sample = button('sample', text.labels.sample, () => chooseSeed(freshSeed()), { class: 'primary' });
    host.stage.append(this.#list, this.#memory.root);
    host.panel.append(
      el('div', { class: 'row', 'data-part': 'seed' }, this.#seed.root, sample),
      this.#seed.note,
      el('fieldset', { class: 'ticks', 'data-part': 'with' }, el('legend', {}, text.labels.models), this.#choice),
      this.#priors.root,
    );
  }

  async update(state, isCurrent) {
    this.#state = state;
    this.#seed.show(String(state.seed));
    const models = this.#chosenModels();
    this.#priors.show(models, state.prior);
    this.#offer();
    this.#offered.forEach((model, i) => (this.#boxes[i].input.checked = models.includes(model)));
    const rows = this.#arrange(models);
    this.#host.explain(text.seenOnCompare(models, state.prior));
    for (const row of rows) {
      await row.fill(state.seed, isCurrent);
      if (!isCurrent()) return;
    }
    const titles = models.map((model) => model.title);
    this.#host.say(text.status.compared(titles, state.seed));
    await this.#showMemory(isCurrent);
  }

  repaint() {
    this.#rows.forEach(({ sheet }) => sheet.repaint());
    this.#memory.repaint();
  }

  destroy() {}

  // The list of models grows and shrinks by those of the visitor's own.
  #offer() {
    const { models } = this.#host.manifest;
    if (models.length === this.#offered.length && models.every((model, i) => model === this.#offered[i])) return;
    this.#offered = [...models];
    this.#boxes = models.map((model) =>
      tickBox({
        field: `with-${model.name}`,
        label: text.labels.modelSize(model.title, model.bytes),
        onChange: () => this.#host.setState({ with: this.#tickedNames() }),
      }),
    );
    this.#choice.replaceChildren(...this.#boxes.map(({ root }) => root));
  }

  #tickedNames() {
    return this.#offered.filter((_, i) => this.#boxes[i].input.checked).map(({ name }) => name);
  }

  #chosenModels() {
    const { manifest, model: shown } = this.#host;
    const { models } = manifest;
    const known = this.#state.with.map((wanted) => models.find(({ name }) => name === wanted)).filter(Boolean);
    if (known.length > 0) return known;
    const other = models.find(({ family }) => family !== shown.family) ?? models.find((model) => model !== shown);
    return other ? [shown, other] : [shown];
  }

  /** The rows that are wanted, in order; those that are there already stay. */
  #arrange(models) {
    const wanted = models.map((model) => {
      const from = priorOf(model, this.#state.prior);
      return { key: `${model.name} ${from}`, model, from };
    });
    for (const key of [...this.#rows.keys()]) if (!wanted.some((one) => one.key === key)) this.#rows.delete(key);
    for (const { key, model, from } of wanted) {
      if (!this.#rows.has(key)) this.#rows.set(key, new Row(this.#host, model, from, this.#memory.possible));
    }
    const rows = wanted.map(({ key }) => this.#rows.get(key));
    const isThere =
      this.#list.children.length === rows.length && rows.every(({ root }, i) => this.#list.children[i] === root);
    if (!isThere) this.#list.replaceChildren(...rows.map(({ root }) => root));
    return rows;
  }

  async #showMemory(isCurrent) {
    const [name, index] = (this.#state.memory ?? ':').split(':');
    for (const { sheet, model } of this.#rows.values()) sheet.choose(model.name === name ? Number(index) : null);
    const row = [...this.#rows.values()].find(({ model }) => model.name === name);
    const picture = row?.sheet.picture(Number(index));
    if (picture) {
      const ofModel = text.labels.digitOf(Number(index), row.model.title);
      return this.#memory.show(picture, text.labels.theSample, ofModel, isCurrent);
    }
    const { current } = this.#host;
    await this.#memory.show(current, current?.name ?? '', current?.name ?? '', isCurrent);
  }
}

/** The digits of one model, drawn from one of its priors, and what was measured of them. */
class Row {
  #host;
  #from;
  #shownSeed = null;

  constructor(host, model, from, isPickable) {
    this.#host = host;
    this.#from = from;
    this.model = model;
    const heading = text.labels.rowTitle(model, from);
    this.sheet = new Sheet({
      count: kDigits,
      columns: kColumns,
      label: heading,
      onPick: (i) => this.#pick(i, isPickable),
    });
    const facts = el('p', { class: 'note' }, text.rowFacts(model, from));
    const title = el('h2', { class: 'small' }, heading);
    this.root = el('section', { class: 'compare-row', 'aria-label': heading }, title, this.sheet.root, facts);
  }

  #pick(index, isPickable) {
    const { name, class_count: classes } = this.model;
    const picture = this.sheet.picture(index);
    if (!picture) return;
    const seed = this.#shownSeed ?? this.#host.state.seed;
    const station = { seed, index, digit: classes > 0 ? index % classes : null };
    this.#host.setCurrent({ ...picture, name: text.digitNames.seed(seed, index), station, model: name });
    this.#host.setState({ memory: isPickable ? `${name}:${index}` : null });
  }

  async fill(seed, isCurrent) {
    const { model, sheet } = this;
    if (this.#shownSeed === seed) return;
    const { engine, assets } = this.#host;
    await this.#host.open(model);
    if (!isCurrent()) return;
    sheet.name((i) => text.labels.digit(i, seed), model.image_width, model.image_height);
    const labels = sheetLabels(model, null, kDigits);
    const message = { kind: 'sheet', url: modelUrl(assets, model), seed, count: kDigits, labels, prior: this.#from };
    await engine.request(message, ({ first, pixels }) => isCurrent() && sheet.add(first, pixels, false));
    if (isCurrent()) this.#shownSeed = seed;
  }
}
