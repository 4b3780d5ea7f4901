// Sample: a sheet of fresh digits; one opens large, its class may be chosen, and a walk may start from it.

import { modelUrl } from '../assets.js';
import { check, el, pictureOf, radios, textField } from '../dom.js';
import { draw, inkOf, isMotionWelcome } from '../ink.js';
import { digit, kSheet, parseSeed, pick, seed } from '../params.js';
import * as text from '../text.js';
import { labelOf } from './labels.js';
import { Sheet } from './sheet.js';

export const id = 'sample';
export const title = text.views.sample;
export const accepts = () => true;
export const params = { seed, pick, digit };

const freshSeed = () => Math.floor(Math.random() * 1e6);

export function create(host) {
  let state, shown = '', classes = null;
  const sheet = new Sheet({ count: kSheet, columns: 8, label: text.labels.sheet, onPick: (i) => host.setState({ pick: state.pick === i ? null : i }) });
  const seedField = textField({
    label: text.labels.seed, note: text.notes.seed, wrong: text.failure.seed, parse: parseSeed, part: 'seed',
    take: (to) => host.setState({ seed: to }),
  });
  const picked = pictureOf(text.labels.chosen);
  const pickedName = el('p', {}, text.labels.pickHint);
  const walkFrom = el('button', { type: 'button', onclick: () => walkWith(0) }, text.labels.walkFrom);
  const walkTo = el('button', { type: 'button', onclick: () => walkWith(1) }, text.labels.walkTo);
  const classSlot = el('div', { 'data-part': 'digit' });
  host.stage.append(el('div', { class: 'sheet-frame' }, sheet.root));
  host.panel.append(
    el('div', { class: 'row', 'data-part': 'seed' },
      seedField.root,
      el('button', { class: 'primary', type: 'button', 'data-action': 'sample', onclick: () => host.setState({ seed: freshSeed(), pick: null }) }, text.labels.sample),
    ),
    seedField.note,
    classSlot,
    el('div', { class: 'picked', 'data-part': 'pick' }, picked, el('div', {}, pickedName, el('div', { class: 'row' }, walkFrom, walkTo))),
  );

  function walkWith(end) {
    const chosen = { seed: state.seed, index: state.pick, digit: state.digit };
    const [from, to] = [state.stations[0], state.stations.at(-1)];
    host.setState({ view: 'walk', stations: end === 0 ? [chosen, to] : [from, chosen], t: end }, { step: true });
  }

  function showClasses(model) {
    if (classes?.count !== model.class_count) {
      const choices = [['any', text.labels.anyClass], ...Array.from({ length: model.class_count }, (_, i) => [i, String(i)])];
      const root = radios(text.labels.digitClass, choices, (value) => host.setState({ digit: value === 'any' ? null : value }), { class: 'classes' });
      classes = { count: model.class_count, root };
      classSlot.replaceChildren(...(model.class_count > 0 ? [root] : []));
    }
    check(classes.root, state.digit ?? 'any');
  }

  function showPicked() {
    const picture = state.pick === null ? null : sheet.picture(state.pick);
    if (picture) draw(picked, picture.pixels, picture.width, picture.height, inkOf(picked));
    else picked.getContext('2d').clearRect(0, 0, picked.width, picked.height);
    pickedName.textContent = picture ? text.labels.digit(state.pick, state.seed) : text.labels.pickHint;
    walkFrom.disabled = walkTo.disabled = !picture;
  }

  return {
    async update(to, isCurrent) {
      state = to;
      const { model } = host;
      seedField.show(String(state.seed));
      showClasses(model);
      host.explain(text.seenOnSheet(model));
      sheet.choose(state.pick);
      showPicked();
      const key = JSON.stringify([model.name, state.seed, state.digit]);
      if (shown !== key) {
        const first = shown === '';
        shown = 'drawing';
        sheet.name((i) => text.labels.digit(i, to.seed), model.image_width, model.image_height);
        const labels = model.class_count > 0 ? Array.from({ length: kSheet }, (_, i) => labelOf(model, { index: i, digit: to.digit })) : undefined;
        const message = { kind: 'sheet', channel: 'stage', url: modelUrl(host.assets, model), seed: to.seed, count: kSheet, labels };
        const end = await host.engine.request(message, ({ first: at, pixels }) => {
          if (isCurrent()) sheet.add(at, pixels, !first && isMotionWelcome());
        });
        if (end === 'stale' || !isCurrent()) return;
        shown = key;
      }
      showPicked();
      host.say(text.status.sheet(kSheet, state.seed, model.title));
    },
    repaint() {
      sheet.repaint();
      if (state) showPicked();
    },
    destroy() {},
  };
}
