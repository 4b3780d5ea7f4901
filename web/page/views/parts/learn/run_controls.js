// The settings of a run of the view Learn; with two runs, of the one that is chosen.

import { check, el, radios, selectOf, slider, tickBox } from '../../../dom/dom.js';
import * as text from '../../../words/text.js';
import { fieldOf } from './learn_controls.js';
import { keyOf, kRunSettings } from '../learn_params.js';

const kLatents = [2, 5, 10, 20, 64];

/** The settings of run 0 or 1. */
export const settingsIn = (state, run) => Object.fromEntries(kRunSettings.map((key) => [key, state[keyOf(run, key)]]));

export class RunControls {
  #host;
  run = 0; // whose settings are shown
  #rate = this.#rateSlider(text.labels.learningRate, 'rate');
  #drate = this.#rateSlider(text.labels.discriminatorRate, 'drate');
  #kl = slider({
    label: text.labels.klWeight,
    min: 0,
    max: 10,
    step: 0.1,
    part: 'kl',
    say: (weight) => text.number(weight, 1),
    onchange: (weight) => this.#set('kl', weight),
  });
  #freeze = tickBox({ field: 'freeze', label: text.labels.freeze, onChange: (on) => this.#set('freeze', on) });
  #latent = selectOf('latent', [], (count) => this.#set('latent', Number(count)));
  #beside = tickBox({
    field: 'beside',
    label: text.labels.twoRuns,
    onChange: (on) => this.#host.setState({ beside: on }, { step: true }),
  });
  #choose;
  #note = el('p', { class: 'note' }, text.notes.twoRuns);
  parts;

  /** @param {import('../../view.js').Host} host @param {() => void} onRun another run is chosen */
  constructor(host, onRun) {
    this.#host = host;
    const runs = text.labels.runNames.map((name, i) => [String(i), name]);
    this.#choose = radios(text.labels.settingsOf, runs, (run) => {
      this.run = Number(run);
      onRun();
    });
    this.parts = [
      el('div', { 'data-part': 'beside' }, this.#beside.root, this.#choose, this.#note),
      el('div', { 'data-part': 'rates' }, this.#rate.root, this.#kl.root, this.#drate.root, this.#freeze.root),
      fieldOf(text.labels.latentNumbers, 'latent', this.#latent),
    ];
  }

  /** @param {Record<string, any>} state @param {any} chosen the configuration */
  show(state, chosen) {
    if (!state.beside) this.run = 0;
    const settings = settingsIn(state, this.run);
    this.#beside.input.checked = state.beside;
    this.#choose.hidden = this.#note.hidden = !state.beside;
    check(this.#choose, this.run);
    this.#rate.show(settings.rate);
    this.#kl.show(settings.kl);
    this.#drate.show(settings.drate);
    this.#freeze.input.checked = settings.freeze;
    this.#showLatent(settings.latent, chosen.latent[0].dim);
    this.#kl.root.hidden = chosen.family !== 'vae';
    this.#drate.root.hidden = this.#freeze.root.hidden = chosen.family !== 'gan';
  }

  #showLatent(latent, configured) {
    const sizes = [...new Set([...kLatents, latent])].filter((n) => n > 0 && n !== configured).sort((a, b) => a - b);
    this.#latent.replaceChildren(
      el('option', { value: '0' }, text.labels.asConfigured(configured)),
      ...sizes.map((n) => el('option', { value: String(n) }, String(n))),
    );
    this.#latent.value = String(latent === configured ? 0 : latent);
  }

  #set(key, value) {
    this.#host.setState({ [keyOf(this.run, key)]: value });
  }

  #rateSlider(label, part) {
    return slider({
      label,
      min: -2,
      max: 2,
      step: 0.1,
      part,
      say: (power) => text.labels.timesRate(10 ** power),
      onchange: (power) => this.#set(part, power),
    });
  }
}
