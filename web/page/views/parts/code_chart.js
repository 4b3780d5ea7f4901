// The code of a digit: for each number its mean, a dot, and its spread, a line of one standard deviation to each side.

import { largestOf } from '../../../engine/compute/vectors.js';
import { el, svg } from '../../dom/dom.js';
import { labels as words } from '../../words/text.js';

const kHeight = 60;
const kMost = 256; // numbers that are drawn

export function codeChart() {
  const chart = svg('svg', { role: 'img', preserveAspectRatio: 'none' });
  const caption = el('figcaption', {}, words.codeChart);
  return {
    root: el('figure', { class: 'code-chart', 'data-part': 'code' }, chart, caption),
    show(means, logVariances) {
      const mean = means.subarray(0, kMost);
      const spread = Float32Array.from(logVariances.subarray(0, kMost), (value) => Math.exp(value / 2));
      const reach = Math.max(2.5, largestOf(mean.map((value, i) => Math.abs(value) + spread[i])));
      caption.textContent = words.codeChart + (means.length > kMost ? words.codeChartPart(kMost, means.length) : '');
      const width = 10 * mean.length;
      const y = (value) => (kHeight / 2) * (1 - value / reach);
      chart.setAttribute('viewBox', `0 0 ${width} ${kHeight}`);
      chart.setAttribute('aria-label', words.codeChartOf(mean, spread));
      chart.replaceChildren(svg('line', { class: 'zero', x1: 0, x2: width, y1: y(0), y2: y(0) }));
      mean.forEach((value, i) => {
        const x = 10 * i + 5;
        chart.append(
          svg('line', { class: 'spread', x1: x, x2: x, y1: y(value - spread[i]), y2: y(value + spread[i]) }),
          svg('line', { class: 'mean', x1: x - 3, x2: x + 3, y1: y(value), y2: y(value) }),
        );
      });
    },
  };
}
