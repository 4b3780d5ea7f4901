// What is trained in the view Learn: an example, or a network, digits and a seed.

import { button, el, selectOf, textField } from '../../../dom/dom.js';
import { freshSeed, parseSeed } from '../../../params/params.js';
import * as text from '../../../words/text.js';
import { kConfigs, kDigitCounts } from '../learn_params.js';
import { trainingSource } from './training_digits.js';

const kPlain = { config: 'small-vae', digits: 'all', rate: 0, kl: 1, drate: 0, freeze: false, latent: 0 };
/** Trainings that show something. @type {Record<string, Record<string, any>>} */
const kTries = {
  good: { ...kPlain, config: 'small-gan' },
  collapse: { ...kPlain, config: 'small-gan', rate: 2 },
  fast: { ...kPlain, rate: 2 },
  posterior: { ...kPlain, kl: 10 },
  memory: { ...kPlain, config: 'plane-vae', digits: '100' },
};
const tryOf = (state) =>
  Object.keys(kTries).find((name) => Object.entries(kTries[name]).every(([key, value]) => state[key] === value));

export const fieldOf = (label, part, input) => el('label', { class: 'field', 'data-part': part }, label, input);

/** @param {import('../../view.js').Host} host */
export function learnControls(host) {
  const known = host.manifest.configs.filter(({ name }) => kConfigs.includes(name));
  const has = (name) => known.some((one) => one.name === name);
  const source = trainingSource(host.manifest);
  const example = exampleChoice(host, has);
  const config = selectOf(
    'config',
    known.map(({ name, title }) => [name, title]),
    (name) => host.setState({ config: name }, { step: true }),
  );
  const counts = kDigitCounts.filter((count) => count === 'all' || Number(count) < source.count);
  const digits = selectOf(
    'digits',
    counts.map((count) => [
      count,
      count === 'all' ? text.labels.allDigits(source.count) : text.labels.firstDigits(Number(count)),
    ]),
    (count) => host.setState({ digits: count }, { step: true }),
  );
  const seed = textField({
    label: text.labels.trainingSeed,
    note: text.notes.trainingSeed,
    wrong: text.failure.seed,
    part: 'start',
    parse: parseSeed,
    take: (start) => host.setState({ start }),
  });
  const fresh = button('fresh-start', text.labels.fresh, () => host.setState({ start: freshSeed() }));
  const note = el('p', { class: 'note' });
  return {
    above: [fieldOf(text.labels.tryThis, 'try', example), fieldOf(text.labels.config, 'config', config)],
    below: [
      fieldOf(text.labels.trainingDigits, 'digits', digits),
      el('div', { class: 'row', 'data-part': 'start' }, seed.root, fresh),
      seed.note,
      note,
    ],
    /** @param {Record<string, any>} state @param {any} chosen the configuration */
    show(state, chosen) {
      example.value = state.beside ? '' : (tryOf(state) ?? '');
      config.value = chosen.name;
      digits.value = counts.includes(state.digits) ? state.digits : 'all';
      seed.show(String(state.start));
      const count = digits.value === 'all' ? source.count : Number(digits.value);
      note.textContent = text.notes.learn(chosen, { count });
    },
  };
}

function exampleChoice(host, has) {
  const names = Object.keys(kTries).filter((name) => has(kTries[name].config));
  /** @type {[string, string][]} */
  const choices = names.map((name) => [name, text.labels.tries[name]]);
  return selectOf('try', [['', text.labels.ownSettings], ...choices], (name) => {
    if (name) host.setState({ ...kTries[name], beside: false }, { step: true });
  });
}
