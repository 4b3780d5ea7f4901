// The controls of a map: which plane, through which digits, of which class, and which real digits are shown.

import { button, check, el, radios } from '../../dom/dom.js';
import * as text from '../../words/text.js';
import { classChoice } from './class_choice.js';
import { classToggles, hasToggles } from './class_toggles.js';
import { showsDigits } from './map_planes.js';
import { StationList } from './station_list.js';

export const kMostCoordinates = 1000; // of a code, to choose from

export class MapControls {
  #host;
  #kinds; // the choice between the two planes of a VAE
  #coordinates = { across: this.#select('across'), up: this.#select('up') };
  #coordinateRow;
  #corners;
  #toggles;
  #classes;
  #free; // lets the plane go through the mean again
  parts;

  /** @param {import('../view.js').Host} host */
  constructor(host) {
    this.#host = host;
    const kinds = [
      ['projection', text.labels.projection],
      ['axes', text.labels.axes],
    ];
    const choosePlane = (plane) => host.setState({ plane, x: 0, y: 0 });
    this.#kinds = radios(text.labels.planeKind, kinds, choosePlane, { 'data-part': 'plane' });
    this.#corners = new StationList({
      least: 3,
      most: 3,
      nameOf: (i) => text.labels.corners[i],
      onChange: (corners) => host.setState({ corners }),
    });
    this.#classes = classChoice(host);
    this.#toggles = classToggles((classes) => host.setState({ classes }));
    this.#free = button('free-plane', text.labels.throughMean, () => host.setState({ test: null, through: [] }));
    const { across, up } = this.#coordinates;
    const acrossField = el('label', { class: 'field' }, text.labels.acrossCoordinate, across);
    const upField = el('label', { class: 'field' }, text.labels.upCoordinate, up);
    this.#coordinateRow = el('div', { class: 'row', 'data-part': 'axes' }, acrossField, upField);
    const free = el('div', {}, this.#free);
    const plane = [this.#kinds, this.#coordinateRow, this.#corners.root, free];
    this.parts = [this.#classes.root, this.#toggles.root, ...plane];
  }

  show(state) {
    const { model, manifest } = this.#host;
    const hasDigits = showsDigits(model, manifest);
    this.#kinds.hidden = !hasDigits || model.latent_dim === 2;
    check(this.#kinds, state.plane);
    this.#coordinateRow.hidden = this.#kinds.hidden || state.plane !== 'axes';
    fillCoordinates(this.#coordinates.across, model.latent_dim, state.across);
    fillCoordinates(this.#coordinates.up, model.latent_dim, state.up);
    this.#corners.root.hidden = hasDigits;
    this.#corners.show(state.corners, []);
    this.#toggles.root.hidden = !hasDigits || !hasToggles(model);
    this.#toggles.show(state.classes, model);
    this.#classes.show(model, state.digit);
    this.#free.parentElement.hidden = this.#kinds.hidden || (state.test === null && state.through.length === 0);
  }

  #select(name) {
    const onchange = ({ target }) => this.#host.setState({ [name]: Number(target.value) });
    return el('select', { 'data-field': name, onchange });
  }
}

// An address names one of the first thousand, too.
function fillCoordinates(select, dim, chosen) {
  const count = Math.min(dim, kMostCoordinates);
  if (select.options.length !== count) {
    select.replaceChildren(
      ...Array.from({ length: count }, (_, i) => el('option', { value: String(i) }, text.labels.coordinate(i))),
    );
  }
  select.value = String(Math.min(chosen, count - 1));
}
