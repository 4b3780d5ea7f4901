// What is trained in the view Learn, and how fast.

import { button, el, selectOf, slider, textField } from '../../dom/dom.js';
import { freshSeed, parseSeed } from '../../params/params.js';
import * as text from '../../words/text.js';
import { trainingSource } from './training_digits.js';

export const kConfigs = ['small-vae', 'plane-vae', 'small-gan', 'fc-vae', 'fc-gan'];

/** @param {import('../view.js').Host} host */
export function learnControls(host) {
  const known = host.manifest.configs.filter(({ name }) => kConfigs.includes(name));
  const config = selectOf(
    'config',
    known.map(({ name, title: words }) => [name, words]),
    (name) => host.setState({ config: name }, { step: true }),
  );
  const seed = textField({
    label: text.labels.trainingSeed,
    note: text.notes.trainingSeed,
    wrong: text.failure.seed,
    part: 'start',
    parse: parseSeed,
    take: (start) => host.setState({ start }),
  });
  const rate = slider({
    label: text.labels.learningRate,
    min: -2,
    max: 2,
    step: 0.1,
    part: 'rate',
    say: (power) => text.labels.timesRate(10 ** power),
    onchange: (power) => host.setState({ rate: power }),
  });
  const kl = slider({
    label: text.labels.klWeight,
    min: 0,
    max: 10,
    step: 0.1,
    part: 'kl',
    say: (weight) => text.number(weight, 1),
    onchange: (weight) => host.setState({ kl: weight }),
  });
  const fresh = button('fresh-start', text.labels.fresh, () => host.setState({ start: freshSeed() }));
  const note = el('p', { class: 'note' });
  return {
    parts: [
      el('label', { class: 'field', 'data-part': 'config' }, text.labels.config, config),
      el('div', { class: 'row', 'data-part': 'start' }, seed.root, fresh),
      seed.note,
      el('div', { 'data-part': 'rates' }, rate.root, kl.root),
      note,
    ],
    /** @param {Record<string, any>} state @param {any} chosen the configuration */
    show(state, chosen) {
      config.value = state.config;
      seed.show(String(state.start));
      rate.show(state.rate);
      kl.show(state.kl);
      kl.root.hidden = chosen.family !== 'vae';
      note.textContent = text.notes.learn(chosen, trainingSource(host.manifest));
    },
  };
}
