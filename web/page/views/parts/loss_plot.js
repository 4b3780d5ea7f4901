// The losses of a training run against its epochs or steps, drawn by uPlot; lines are told apart by their dashes first.

import { el, svg } from '../../dom/dom.js';
import * as text from '../../words/text.js';

const kDashes = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 5]];
const kHeight = 200;
const kFont = '12px system-ui, sans-serif';
// A discriminator's mean answers are in the log too, but no losses.
const kNoLosses = ['epoch', 'd_real', 'd_fake'];

export class LossPlot {
  #host;
  #onPick;
  #axes;
  #slot = el('div', { class: 'plot' });
  #legend = el('figcaption', { class: 'plot-legend' });
  #plot = null; // uPlot's
  #losses = null;
  #marked = null;
  root = el('figure', { class: 'loss', 'data-part': 'loss' }, this.#slot, this.#legend);

  /**
   * @param {import('../view.js').Host} host
   * @param {(epoch: number) => void} onPick an epoch was clicked
   * @param {string} across what the horizontal axis counts
   * @param {string} up
   */
  constructor(host, onPick, across = text.labels.epochAxis, up = text.labels.lossAxis) {
    this.#axes = [across, up];
    this.#host = host;
    this.#onPick = onPick;
    const watcher = new ResizeObserver(() => this.#fit());
    watcher.observe(this.#slot);
    host.signal.addEventListener('abort', () => {
      watcher.disconnect();
      this.#plot?.destroy();
      this.#plot = null;
    });
  }

  /** @param {{epoch: number[]} & Record<string, number[]> | undefined} losses */
  async show(losses) {
    this.#losses = losses?.epoch?.length > 0 ? losses : null;
    this.root.hidden = !this.#losses;
    await this.repaint();
  }

  mark(epoch) {
    this.#marked = epoch;
    this.#plot?.redraw(false);
  }

  async repaint() {
    if (!this.#losses) return;
    const { default: uPlot } = await this.#host.loadCharts();
    if (this.#host.signal.aborted) return;
    this.#plot?.destroy();
    const lines = this.#lines();
    const data = [this.#losses.epoch, ...lines.map(({ label }) => this.#losses[label])];
    const plot = new uPlot(this.#options(lines), data, this.#slot);
    const pick = () => plot.cursor.left >= 0 && this.#onPick(plot.posToVal(plot.cursor.left, 'x'));
    plot.over.addEventListener('click', pick);
    this.#plot = plot;
    const name = (line) => el('span', {}, sampleOf(line), ` ${text.lossName(line.label)}`);
    this.#legend.replaceChildren(...lines.map(name));
  }

  #fit() {
    const { clientWidth: width } = this.#slot;
    if (this.#plot && width > 0 && this.#plot.width !== width) this.#plot.setSize({ width, height: kHeight });
  }

  #colour(name) {
    return getComputedStyle(this.root).getPropertyValue(name).trim() || '#555';
  }

  #lines() {
    const hues = ['--ink', '--second', '--quiet'].map((name) => this.#colour(name));
    const names = Object.keys(this.#losses).filter((name) => !kNoLosses.includes(name));
    return names.map((label, i) => ({ label, stroke: hues[i % hues.length], dash: kDashes[i % kDashes.length] }));
  }

  #options(lines) {
    const rule = { stroke: this.#colour('--line'), width: 1 };
    const fonts = { font: kFont, labelFont: kFont, labelSize: 20 };
    const axis = { stroke: this.#colour('--quiet'), grid: rule, ticks: rule, ...fonts };
    const points = { show: this.#losses.epoch.length < 2 };
    const accent = this.#colour('--accent');
    return {
      width: Math.max(this.#slot.clientWidth, 200),
      height: kHeight,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
      scales: { x: { time: false } },
      axes: [
        {
          ...axis,
          label: this.#axes[0],
          size: 36,
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000],
        },
        { ...axis, label: this.#axes[1], size: 48 },
      ],
      series: [{}, ...lines.map((line) => ({ ...line, width: 2, points }))],
      hooks: { draw: [(plot) => this.#drawMark(plot, accent)] },
    };
  }

  #drawMark(plot, accent) {
    if (this.#marked === null) return;
    const x = Math.round(plot.valToPos(this.#marked, 'x', true));
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = accent;
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.setLineDash([]); // the last series' are still set
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }
}

/** A piece of a line, for the legend. */
function sampleOf({ stroke, dash }) {
  const look = { stroke, 'stroke-width': 2, 'stroke-dasharray': dash.join(' ') };
  const line = svg('line', { x1: 0, x2: 32, y1: 4, y2: 4, ...look });
  return svg('svg', { viewBox: '0 0 32 8', 'aria-hidden': 'true' }, line);
}
