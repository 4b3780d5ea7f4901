// A list of digits to go through: each a seed (and class), more may be added, and the order turned round.

import { el, freshId } from '../../dom/dom.js';
import { formatStation, parseStation } from '../../params/params.js';
import * as text from '../../words/text.js';

/**
 * @param {{least: number, most: number, nameOf?: (i: number, count: number) => string, onChange: (stations: object[]) => void}} settings
 */
export function stationList({ least, most, nameOf = text.labels.stationName, onChange }) {
  let list = [],
    classes = 0;
  const noteId = freshId('note');
  const rows = el('ol', { class: 'stations' });
  const note = el('p', { class: 'note', id: noteId }, text.notes.station);
  const add = el(
    'button',
    {
      type: 'button',
      'data-action': 'add',
      onclick: () => change([...list, { seed: freshSeed(), index: 0, digit: null }]),
    },
    text.labels.addStation,
  );
  const root = el(
    'div',
    { class: 'station-list', 'data-part': 'stations' },
    rows,
    note,
    least === most ? null : el('div', { class: 'row' }, add),
  );

  const change = (to) => onChange(to);
  const replace = (i, station) => change(list.map((old, j) => (j === i ? station : old)));

  function row(station, i) {
    const name = nameOf(i, list.length);
    const input = el('input', {
      type: 'text',
      inputMode: 'numeric',
      autocomplete: 'off',
      spellcheck: false,
      'aria-describedby': noteId,
      'aria-label': name,
      'data-field': `station-${i}`,
    });
    input.value = formatStation({ ...station, digit: null });
    input.addEventListener('change', () => {
      const parsed = parseStation(input.value);
      note.textContent = parsed ? text.notes.station : text.failure.station;
      note.classList.toggle('wrong', !parsed);
      input.setAttribute('aria-invalid', String(!parsed));
      if (parsed) replace(i, { ...parsed, digit: parsed.digit ?? station.digit });
    });
    const pickClass =
      classes === 0
        ? null
        : el(
            'select',
            {
              'aria-label': `${name}: ${text.labels.digitClass}`,
              'data-field': `class-${i}`,
              onchange: ({ target }) =>
                replace(i, { ...station, digit: target.value === '' ? null : Number(target.value) }),
            },
            el('option', { value: '' }, text.labels.anyClass),
            Array.from({ length: classes }, (_, c) => el('option', { value: String(c) }, String(c))),
          );
    if (pickClass) pickClass.value = station.digit === null ? '' : String(station.digit);
    return el(
      'li',
      {},
      el('span', { class: 'name', 'aria-hidden': 'true' }, name),
      input,
      pickClass,
      el(
        'button',
        {
          type: 'button',
          class: 'small',
          'aria-label': text.labels.freshFor(name),
          title: text.labels.freshFor(name),
          onclick: () => replace(i, { ...station, seed: freshSeed(), index: 0 }),
        },
        text.labels.fresh,
      ),
      list.length > least
        ? el(
            'button',
            {
              type: 'button',
              class: 'small',
              'aria-label': text.labels.removeFor(name),
              title: text.labels.removeFor(name),
              onclick: () => change(list.filter((_, j) => j !== i)),
            },
            '×',
          )
        : null,
    );
  }

  return {
    root,
    show(stations, classCount) {
      const key = JSON.stringify([stations, classCount]);
      if (root.dataset.shown === key) return;
      root.dataset.shown = key;
      // The field that is being worked in keeps the focus, though the rows are made anew.
      const focused = rows.getRootNode().activeElement?.dataset?.field;
      list = stations;
      classes = classCount;
      rows.replaceChildren(...list.map(row));
      add.disabled = list.length >= most;
      if (focused) rows.querySelector(`[data-field="${CSS.escape(focused)}"]`)?.focus();
    },
  };
}

const freshSeed = () => Math.floor(Math.random() * 1e6);
