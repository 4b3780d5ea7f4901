// The losses of a training run against its epochs, drawn by uPlot; lines are told apart by their dashes first.

import { el } from '../../dom/dom.js';
import * as text from '../../words/text.js';

const kDashes = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5]];

/**
 * @param {AbortSignal} signal
 * @param {(epoch: number) => void} onPick an epoch was clicked
 */
export function lossPlot(signal, onPick) {
  const slot = el('div', { class: 'plot' });
  const legend = el('figcaption', { class: 'plot-legend' });
  const root = el('figure', { class: 'loss', 'data-part': 'loss' }, slot, legend);
  let plot = null,
    losses = null,
    marked = null;
  const watcher = new ResizeObserver(
    () =>
      plot &&
      plot.width !== slot.clientWidth &&
      slot.clientWidth > 0 &&
      plot.setSize({ width: slot.clientWidth, height: 200 }),
  );
  watcher.observe(slot);
  signal.addEventListener('abort', () => {
    watcher.disconnect();
    plot?.destroy();
    plot = null;
  });

  // A discriminator's mean answers are in the log too, but no losses.
  const names = () => Object.keys(losses).filter((name) => !['epoch', 'd_real', 'd_fake'].includes(name));
  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim() || '#555';

  async function make() {
    const { default: uPlot } = await import('../../../vendor/uplot.js');
    if (signal.aborted) return;
    plot?.destroy();
    const [ink, line, accent] = [colour('--ink'), colour('--line'), colour('--accent')];
    const hues = [ink, colour('--second'), colour('--quiet')];
    const axis = {
      stroke: colour('--quiet'),
      grid: { stroke: line, width: 1 },
      ticks: { stroke: line, width: 1 },
      font: '12px system-ui, sans-serif',
      labelFont: '12px system-ui, sans-serif',
      labelSize: 20,
    };
    plot = new uPlot(
      {
        width: Math.max(slot.clientWidth, 200),
        height: 200,
        legend: { show: false },
        cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
        scales: { x: { time: false } },
        axes: [
          { ...axis, label: text.labels.epochAxis, size: 36, incrs: [1, 2, 5, 10, 20, 50, 100] },
          { ...axis, label: text.labels.lossAxis, size: 48 },
        ],
        series: [
          {},
          ...names().map((name, i) => ({
            label: name,
            stroke: hues[i % hues.length],
            width: 2,
            dash: kDashes[i % kDashes.length],
            points: { show: losses.epoch.length < 2 },
          })),
        ],
        hooks: {
          draw: [
            (self) => {
              if (marked === null) return;
              const x = Math.round(self.valToPos(marked, 'x', true));
              const { ctx, bbox } = self;
              ctx.save();
              ctx.strokeStyle = accent;
              ctx.lineWidth = 2 * devicePixelRatio;
              ctx.setLineDash([]); // the last series' are still set
              ctx.beginPath();
              ctx.moveTo(x, bbox.top);
              ctx.lineTo(x, bbox.top + bbox.height);
              ctx.stroke();
              ctx.restore();
            },
          ],
        },
      },
      [losses.epoch, ...names().map((name) => losses[name])],
      slot,
    );
    plot.over.addEventListener('click', () => plot.cursor.left >= 0 && onPick(plot.posToVal(plot.cursor.left, 'x')));
    legend.replaceChildren(
      ...names().map((name, i) =>
        el('span', {}, sample(hues[i % hues.length], kDashes[i % kDashes.length]), ` ${text.lossName(name)}`),
      ),
    );
  }

  return {
    root,
    async show(of) {
      losses = of && of.epoch?.length > 0 ? of : null;
      root.hidden = !losses;
      if (losses) await make();
    },
    mark(epoch) {
      marked = epoch;
      plot?.redraw(false);
    },
    repaint() {
      if (losses) make();
    },
  };
}

function sample(stroke, dash) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 32 8');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
  for (const [key, value] of Object.entries({
    x1: 0,
    x2: 32,
    y1: 4,
    y2: 4,
    stroke,
    'stroke-width': 2,
    'stroke-dasharray': dash.join(' '),
  }))
    line.setAttribute(key, value);
  svg.append(line);
  return svg;
}
