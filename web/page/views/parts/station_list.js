// A list of digits to go through: each a seed (and class), more may be added, and the order turned round.

import { button, el, freshId, selectOf } from '../../dom/dom.js';
import { formatStation, freshStation, parseStation } from '../../params/params.js';
import * as text from '../../words/text.js';

/** @typedef {import('../../params/params.js').Station} Station */

export class StationList {
  #settings;
  #stations = [];
  #classes = []; // their names
  #shown = '';
  #rows = el('ol', { class: 'stations' });
  #note = el('p', { class: 'note', id: freshId('note') }, text.notes.station);
  #add = button('add', text.labels.addStation, () => this.#change([...this.#stations, freshStation()]));
  root;

  /**
   * @param {{least: number, most: number, nameOf?: (i: number, count: number) => string,
   *   onChange: (stations: Station[]) => void}} settings
   */
  constructor(settings) {
    this.#settings = settings;
    const addRow = settings.least === settings.most ? null : el('div', { class: 'row' }, this.#add);
    this.root = el('div', { class: 'station-list', 'data-part': 'stations' }, this.#rows, this.#note, addRow);
  }

  /** @param {Station[]} stations @param {string[]} classes their names; none: no class is asked for */
  show(stations, classes) {
    const key = JSON.stringify([stations, classes]);
    if (this.#shown === key) return;
    this.#shown = key;
    // The field that is being worked in keeps the focus, though the rows are made anew.
    const root = /** @type {Document | ShadowRoot} */ (this.#rows.getRootNode());
    const focused = /** @type {HTMLElement} */ (root.activeElement)?.dataset?.field;
    this.#stations = stations;
    this.#classes = classes;
    this.#rows.replaceChildren(...stations.map((station, i) => this.#row(station, i)));
    this.#add.disabled = stations.length >= this.#settings.most;
    if (focused) this.#field(focused)?.focus();
  }

  /** @returns {HTMLElement | null} */
  #field(name) {
    return this.#rows.querySelector(`[data-field="${CSS.escape(name)}"]`);
  }

  #change(stations) {
    this.#settings.onChange(stations);
  }

  #replace(i, station) {
    this.#change(this.#stations.map((old, j) => (j === i ? station : old)));
  }

  #row(station, i) {
    const { nameOf = text.labels.stationName, least } = this.#settings;
    const name = nameOf(i, this.#stations.length);
    const small = (sign, words, onclick) =>
      el('button', { type: 'button', class: 'small', 'aria-label': words, title: words, onclick }, sign);
    const fresh = () => this.#replace(i, { ...freshStation(), digit: station.digit });
    const remove = () => this.#change(this.#stations.filter((_, j) => j !== i));
    return el(
      'li',
      {},
      el('span', { class: 'name', 'aria-hidden': 'true' }, name),
      this.#seedField(station, i, name),
      this.#classes.length > 0 ? this.#classField(station, i, name) : null,
      small(text.labels.fresh, text.labels.freshFor(name), fresh),
      this.#stations.length > least ? small('×', text.labels.removeFor(name), remove) : null,
    );
  }

  #seedField(station, i, name) {
    const input = el('input', {
      type: 'text',
      inputMode: 'numeric',
      autocomplete: 'off',
      spellcheck: false,
      'aria-describedby': this.#note.id,
      'aria-label': name,
      'data-field': `station-${i}`,
      value: station.latent ? '' : formatStation({ ...station, digit: null }),
      placeholder: station.latent ? text.labels.latentVector : '',
    });
    input.addEventListener('change', () => {
      const parsed = parseStation(input.value);
      this.#note.textContent = parsed ? text.notes.station : text.failure.station;
      this.#note.classList.toggle('wrong', !parsed);
      input.setAttribute('aria-invalid', String(!parsed));
      if (parsed) this.#replace(i, { ...parsed, digit: parsed.digit ?? station.digit });
    });
    return input;
  }

  #classField(station, i, name) {
    /** @type {[string, string][]} */
    const classes = this.#classes.map((one, c) => [String(c), one]);
    const select = selectOf(`class-${i}`, [['', text.labels.autoClass], ...classes], (value) =>
      this.#replace(i, { ...station, digit: value === '' ? null : Number(value) }),
    );
    select.setAttribute('aria-label', `${name}: ${text.labels.digitClass}`);
    select.value = station.digit === null ? '' : String(station.digit);
    return select;
  }
}
