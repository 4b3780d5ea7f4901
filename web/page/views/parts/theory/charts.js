// The charts of the bound of a digit: KL of each coordinate as bars, and the bound by the number of draws.

import { el, svg } from '../../../dom/dom.js';
import { words } from '../../../words/theory.js';

const kHeight = 100; // of the drawings, in units that are stretched to their box
const kMostBars = 256; // of very long codes, the first ones

/** @param {Float32Array} kl @param {number} whole */
export function klChart(kl, whole) {
  const shown = Array.from(kl.subarray(0, kMostBars));
  const most = Math.max(...shown, 1e-6);
  const bars = shown.map((value, i) => {
    const height = (value / most) * kHeight;
    const bar = svg('rect', { x: i + 0.1, y: kHeight - height, width: 0.8, height });
    const title = svg('title', {});
    title.textContent = words.klOf(i, value);
    bar.append(title);
    return bar;
  });
  const drawing = svg(
    'svg',
    {
      class: 'bars',
      viewBox: `0 0 ${shown.length} ${kHeight}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': words.klBars(kl.length, whole),
    },
    ...bars,
  );
  const scale = el('span', { class: 'scale' }, words.most(most));
  return [el('h2', { class: 'small' }, words.klTitle), el('div', { class: 'bars-box' }, drawing, scale)];
}

/** @param {Float32Array} bounds with 1, 4, 16, … draws @param {number} draws how many there are so far */
export function boundChart(bounds, draws) {
  const low = Math.min(...bounds);
  const range = Math.max(Math.max(...bounds) - low, 1e-6);
  const rows = Array.from(bounds, (bound, i) => {
    const share = 8 + (92 * (bound - low)) / range;
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, String(4 ** i)),
      el('td', {}, words.nats(bound)),
      el(
        'td',
        { class: 'bound-bar', 'aria-hidden': 'true' },
        svg('svg', { viewBox: '0 0 100 8', preserveAspectRatio: 'none' }, svg('rect', { width: share, height: 8 })),
      ),
    );
  });
  const head = el(
    'tr',
    {},
    el('th', { scope: 'col' }, words.draws),
    el('th', { scope: 'col' }, words.bound),
    el('td', {}),
  );
  return [
    el('h2', { class: 'small' }, words.boundTitle),
    el('table', { class: 'bounds', 'aria-label': words.boundPlot }, el('thead', {}, head), el('tbody', {}, ...rows)),
    el('p', { class: 'note' }, words.drawsSoFar(draws)),
  ];
}
