// Compare: several models on the same seed, with what was measured of each; what a sample's nearest training digit is;
// and for VAEs, sampling where real digits lie instead of from the prior.

import { assetUrl, modelUrl } from '../../engine/client/site_urls.js';
import { el, textField } from '../dom/dom.js';
import { flag, names, parseSeed, seed } from '../params/params.js';
import * as text from '../words/text.js';
import { labelOf } from './parts/class_choice.js';
import { memoryPanel } from './parts/memory_panel.js';
import { Sheet } from './parts/sheet.js';

const kDigits = 16;
const kColumns = 8;

export const id = 'compare';
export const title = text.views.compare;
export const accepts = (model, { models }) => models.length > 1;
const kName = /^[\w.-]{1,40}$/;
export const params = {
  with: names([], (name) => kName.test(name)), // none: the chosen model and one of the other family
  seed,
  mixture: flag(false),
  // A chosen digit, 'conv-vae:3', whose nearest training digit is shown.
  memory: {
    parse: (value) =>
      /^[\w.-]{1,40}:\d{1,2}$/.test(value) && Number(value.split(':')[1]) < kDigits ? value : undefined,
    format: String,
    default: null,
  },
};

export function create(host) {
  let state;
  const rows = new Map(); // 'name' or 'name mixture' -> row
  const list = el('div', { class: 'compare' });
  const memory = memoryPanel(host);
  const seedField = textField({
    label: text.labels.seed,
    note: text.notes.seed,
    wrong: text.failure.seed,
    parse: parseSeed,
    part: 'seed',
    take: (to) => host.setState({ seed: to, memory: null }),
  });
  const ticks = el('fieldset', { class: 'ticks', 'data-part': 'with' }, el('legend', {}, text.labels.models));
  const boxes = host.manifest.models.map((model) => {
    const box = el('input', {
      type: 'checkbox',
      'data-field': `with-${model.name}`,
      onchange: () => host.setState({ with: boxes.filter(({ box: one }) => one.checked).map(({ name }) => name) }),
    });
    ticks.append(el('label', { class: 'tick' }, box, text.labels.modelSize(model.title, model.bytes)));
    return { name: model.name, box };
  });
  const mixture = el('input', {
    type: 'checkbox',
    'data-field': 'mixture',
    onchange: () => host.setState({ mixture: mixture.checked }),
  });
  const canMix = Boolean(host.manifest.digits?.test);
  host.stage.append(list, memory.root);
  host.panel.append(
    el(
      'div',
      { class: 'row', 'data-part': 'seed' },
      seedField.root,
      el(
        'button',
        {
          class: 'primary',
          type: 'button',
          'data-action': 'sample',
          onclick: () => host.setState({ seed: Math.floor(Math.random() * 1e6), memory: null }),
        },
        text.labels.sample,
      ),
    ),
    seedField.note,
    ticks,
    canMix ? el('label', { class: 'tick', 'data-part': 'mixture' }, mixture, text.labels.mixture) : null,
  );

  function chosenModels() {
    const { models } = host.manifest;
    const known = state.with.map((name) => models.find((model) => model.name === name)).filter(Boolean);
    if (known.length > 0) return models.filter((model) => known.includes(model));
    const other =
      models.find(({ family }) => family !== host.model.family) ?? models.find((model) => model !== host.model);
    return models.filter((model) => model === host.model || model === other);
  }

  /** The rows that are wanted, in order; those that are there already stay. */
  function arrange(models) {
    const wanted = models.flatMap((model) => [
      { key: model.name, model, mixed: false },
      ...(state.mixture && canMix && model.has_encoder ? [{ key: `${model.name} mixture`, model, mixed: true }] : []),
    ]);
    for (const key of [...rows.keys()]) if (!wanted.some((one) => one.key === key)) rows.delete(key);
    for (const one of wanted) if (!rows.has(one.key)) rows.set(one.key, makeRow(one));
    const ordered = wanted.map(({ key }) => rows.get(key));
    if (ordered.some((row, i) => list.children[i] !== row.root) || list.children.length !== ordered.length)
      list.replaceChildren(...ordered.map((row) => row.root));
    return ordered;
  }

  function makeRow({ model, mixed }) {
    const heading = text.labels.rowTitle(model.title, mixed);
    const sheet = new Sheet({
      count: kDigits,
      columns: kColumns,
      label: heading,
      onPick: (i) => host.setState({ memory: mixed || !memory.possible ? null : `${model.name}:${i}` }),
    });
    const facts = el('p', { class: 'note' }, mixed ? text.notes.mixtureRow : text.rowFacts(model));
    return {
      model,
      mixed,
      sheet,
      shown: '',
      root: el(
        'section',
        { class: 'compare-row', 'aria-label': heading },
        el('h2', { class: 'small' }, heading),
        sheet.root,
        facts,
      ),
    };
  }

  async function fill(row, isCurrent) {
    const { model, mixed, sheet } = row;
    const key = `${state.seed}`;
    if (row.shown === key) return;
    await host.open(model);
    if (!isCurrent()) return;
    const labels =
      model.class_count > 0
        ? Array.from({ length: kDigits }, (_, index) => labelOf(model, { index, digit: null }))
        : undefined;
    sheet.name((i) => text.labels.digit(i, state.seed), model.image_width, model.image_height);
    const { test } = host.manifest.digits ?? {};
    const url = modelUrl(host.assets, model);
    const message = mixed
      ? {
          kind: 'mixture',
          url,
          digits: assetUrl(host.assets, test.file),
          count: test.count,
          seed: state.seed,
          samples: kDigits,
          labels,
        }
      : { kind: 'sheet', url, seed: state.seed, count: kDigits, labels };
    await host.engine.request(message, ({ first, pixels, encoded, round }) => {
      if (!isCurrent()) return;
      if (pixels) sheet.add(first, pixels, false);
      else if (encoded) host.say(text.status.encoding(encoded, test.count));
      else if (round !== undefined) host.say(text.status.fitting(round + 1));
    });
    if (isCurrent()) row.shown = key;
  }

  async function showMemory(isCurrent) {
    const [name, index] = (state.memory ?? ':').split(':');
    for (const row of rows.values()) row.sheet.choose(!row.mixed && row.model.name === name ? Number(index) : null);
    const picture = rows.get(name)?.sheet.picture(Number(index));
    await memory.show(picture?.pixels ?? null, rows.get(name)?.model, Number(index), isCurrent);
  }

  return {
    async update(to, isCurrent) {
      state = to;
      seedField.show(String(to.seed));
      mixture.checked = to.mixture;
      const models = chosenModels();
      for (const { name, box } of boxes) box.checked = models.some((model) => model.name === name);
      const ordered = arrange(models);
      host.explain(text.seenOnCompare(models, to.mixture));
      for (const row of ordered) {
        await fill(row, isCurrent);
        if (!isCurrent()) return;
      }
      host.say(
        text.status.compared(
          models.map((model) => model.title),
          to.seed,
        ),
      );
      await showMemory(isCurrent);
    },
    repaint() {
      rows.forEach(({ sheet }) => sheet.repaint());
      memory.repaint();
    },
    destroy() {},
  };
}
