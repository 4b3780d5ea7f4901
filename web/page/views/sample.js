// Sample: a sheet of fresh digits; one opens large, its class may be chosen, and a walk may start from it.

import { modelUrl } from '../../engine/client/site_urls.js';
import { el, pictureOf, textField } from '../dom/dom.js';
import { draw, inkOf, isMotionWelcome } from '../dom/ink.js';
import { digit, kSheet, parseSeed, pick, seed } from '../params/params.js';
import { readDigits } from './parts/read_digits.js';
import * as text from '../words/text.js';
import { classChoice, labelOf } from './parts/class_choice.js';
import { Sheet } from './parts/sheet.js';

export const id = 'sample';
export const title = text.views.sample;
export const accepts = () => true;
export const params = { seed, pick, digit };

const freshSeed = () => Math.floor(Math.random() * 1e6);

export function create(host) {
  let state,
    shown = '',
    readings = [];
  const sheet = new Sheet({
    count: kSheet,
    columns: 8,
    label: text.labels.sheet,
    onPick: (i) => host.setState({ pick: state.pick === i ? null : i }),
  });
  const seedField = textField({
    label: text.labels.seed,
    note: text.notes.seed,
    wrong: text.failure.seed,
    parse: parseSeed,
    part: 'seed',
    take: (to) => host.setState({ seed: to }),
  });
  const picked = pictureOf(text.labels.chosen);
  const pickedName = el('p', {}, text.labels.pickHint);
  const walkFrom = el('button', { type: 'button', onclick: () => walkWith(0) }, text.labels.walkFrom);
  const walkTo = el('button', { type: 'button', onclick: () => walkWith(1) }, text.labels.walkTo);
  const classes = classChoice(host, { any: true });
  host.stage.append(el('div', { class: 'sheet-frame' }, sheet.root));
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
          onclick: () => host.setState({ seed: freshSeed(), pick: null }),
        },
        text.labels.sample,
      ),
    ),
    seedField.note,
    classes.root,
    el(
      'div',
      { class: 'picked', 'data-part': 'pick' },
      picked,
      el('div', {}, pickedName, el('div', { class: 'row' }, walkFrom, walkTo)),
    ),
  );

  function nameDigits() {
    sheet.name((i) => text.labels.digit(i, state.seed, readings[i]), host.model.image_width, host.model.image_height);
  }

  // Afterwards and in its own time: the digits are there without it.
  async function readSheet(key) {
    const say = host.sayLater();
    const read = await readDigits(host, sheet.all()).catch(() => []);
    if (read.length === 0 || shown !== key || host.signal.aborted) return;
    readings = read;
    nameDigits();
    showPicked();
    say(text.status.sheet(kSheet, state.seed, host.model.title, readings));
  }

  function walkWith(end) {
    const chosen = { seed: state.seed, index: state.pick, digit: state.digit };
    const [from, to] = [state.stations[0], state.stations.at(-1)];
    host.setState({ view: 'walk', stations: end === 0 ? [chosen, to] : [from, chosen], t: end }, { step: true });
  }

  function showPicked() {
    const picture = state.pick === null ? null : sheet.picture(state.pick);
    if (picture) draw(picked, picture.pixels, picture.width, picture.height, inkOf(picked));
    else picked.getContext('2d').clearRect(0, 0, picked.width, picked.height);
    pickedName.textContent = picture
      ? text.labels.digit(state.pick, state.seed, readings[state.pick])
      : text.labels.pickHint;
    walkFrom.disabled = walkTo.disabled = !picture;
  }

  return {
    async update(to, isCurrent) {
      state = to;
      const { model } = host;
      seedField.show(String(state.seed));
      classes.show(model, state.digit);
      host.explain(text.seenOnSheet(model));
      sheet.choose(state.pick);
      showPicked();
      const key = JSON.stringify([model.name, state.seed, state.digit]);
      if (shown !== key) {
        const first = shown === '';
        shown = 'drawing';
        readings = [];
        nameDigits();
        const labels =
          model.class_count > 0
            ? Array.from({ length: kSheet }, (_, i) => labelOf(model, { index: i, digit: to.digit }))
            : undefined;
        const message = {
          kind: 'sheet',
          channel: 'stage',
          url: modelUrl(host.assets, model),
          seed: to.seed,
          count: kSheet,
          labels,
        };
        const end = await host.engine.request(message, ({ first: at, pixels }) => {
          if (isCurrent()) sheet.add(at, pixels, !first && isMotionWelcome());
        });
        if (end === 'stale' || !isCurrent()) return;
        shown = key;
      }
      showPicked();
      host.say(text.status.sheet(kSheet, state.seed, model.title, readings));
      if (readings.length === 0) readSheet(key);
    },
    repaint() {
      sheet.repaint();
      if (state) showPicked();
    },
    destroy() {},
  };
}
