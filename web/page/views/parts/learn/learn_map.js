// Where a training puts real digits on the plane of its two latent numbers.

import { el } from '../../../dom/dom.js';
import { labels as words } from '../../../words/text.js';
import { drawNumerals, marksOf } from '../map_marks.js';

const kReach = 3; // the plane is shown from −3 to 3 in both directions
const kCell = 18; // CSS pixels: one numeral at most

export class LearnMap {
  #canvas = el('canvas', { role: 'img', 'aria-label': words.learnMap });
  #digits = [];
  root = el('figure', { class: 'learn-map', hidden: true }, this.#canvas, el('figcaption', {}, words.learnMap));

  /** @param {Float32Array} codes two numbers each @param {ArrayLike<number>} labels */
  show(codes, labels) {
    this.#digits = Array.from(labels, (label, n) => ({ x: codes[2 * n], y: codes[2 * n + 1], label, n }));
    this.root.hidden = false;
    this.repaint();
  }

  hide() {
    this.root.hidden = true;
  }

  repaint() {
    const side = this.#canvas.clientWidth;
    if (this.root.hidden || side === 0) return;
    const scale = devicePixelRatio;
    this.#canvas.width = this.#canvas.height = Math.round(side * scale);
    const context = this.#canvas.getContext('2d');
    const colour = (name) => getComputedStyle(this.#canvas).getPropertyValue(name).trim();
    const pixelAt = (x, y) =>
      /** @type {[number, number]} */ ([
        ((x + kReach) / (2 * kReach)) * side * scale,
        ((kReach - y) / (2 * kReach)) * side * scale,
      ]);
    context.strokeStyle = colour('--line');
    context.lineWidth = scale;
    context.strokeRect(0, 0, side * scale, side * scale);
    for (const [a, b] of [
      [pixelAt(-kReach, 0), pixelAt(kReach, 0)],
      [pixelAt(0, -kReach), pixelAt(0, kReach)],
    ]) {
      context.beginPath();
      context.moveTo(...a);
      context.lineTo(...b);
      context.stroke();
    }
    const count = 2 * Math.max(1, Math.floor(side / kCell / 2));
    const cells = {
      left: -count / 2,
      top: count / 2 - 1,
      columns: count,
      rows: count,
      side: (2 * kReach) / count,
    };
    const look = {
      scale,
      ink: colour('--ink'),
      paper: colour('--paper'),
      accent: colour('--accent'),
      font: 'system-ui, sans-serif',
      pixelAt,
    };
    drawNumerals(context, marksOf(this.#digits, { low: -kReach, high: kReach }, cells), null, look);
  }
}
