// The plane of the map: digits on paper, and a point that is dragged over it.

import { el } from '../../dom/dom.js';
import { enlarge, inkOf } from '../../dom/ink.js';

const kMargin = 12; // so that marks at the edge are whole

export class PlanePlot {
  root;
  #onMove;
  #glyphs = [];
  #tiles = null;
  #point = { x: 0.5, y: 0.5 };
  #backdrop = null; // what does not move: glyphs or small digits, drawn once for each size and theme
  #isDragging = false;

  /**
   * @param {{label: string, onMove: (x: number, y: number, settled: boolean) => void}} settings x and y go from 0 (left,
   *   bottom) to 1
   */
  constructor({ label, onMove }) {
    this.#onMove = onMove;
    this.root = el('canvas', {
      class: 'plane',
      role: 'img',
      'aria-label': label,
      onpointerdown: (event) => this.#begin(event),
      onpointermove: (event) => this.#isDragging && this.#move(event, false),
      onpointerup: (event) => this.#end(event),
      onpointercancel: (event) => this.#end(event),
    });
  }

  /** Marks: {x, y, glyph}, 0 to 1. */
  showGlyphs(glyphs) {
    this.#glyphs = glyphs;
    this.#tiles = null;
    this.repaint();
  }

  /** across x across small digits, row by row from the top left. */
  showTiles(across, pictures, width, height) {
    this.#tiles = { across, pictures, width, height };
    this.#glyphs = [];
    this.repaint();
  }

  /** Moves the point. */
  place(x, y) {
    this.#point = { x, y };
    this.#paint();
  }

  repaint() {
    this.#backdrop = null;
    this.#paint();
  }

  #begin(event) {
    if (event.button !== 0) return;
    this.#isDragging = true;
    this.root.setPointerCapture(event.pointerId);
    this.#move(event, false);
  }

  #end(event) {
    if (!this.#isDragging) return;
    this.#isDragging = false;
    this.#move(event, true);
  }

  #move(event, settled) {
    const box = this.root.getBoundingClientRect();
    const within = (value, size) => Math.min(Math.max((value - kMargin) / (size - 2 * kMargin), 0), 1);
    const [x, y] = [within(event.clientX - box.left, box.width), within(event.clientY - box.top, box.height)];
    this.#onMove(x, 1 - y, settled);
  }

  /** How large the canvas is to be, in pixels of the screen. */
  #measure() {
    const scale = devicePixelRatio || 1;
    const side = Math.max(Math.round(this.root.clientWidth * scale), 1);
    return { side, scale, margin: kMargin * scale, inner: side - 2 * kMargin * scale };
  }

  #makeBackdrop(size) {
    const sheet = el('canvas', { width: size.side, height: size.side });
    const context = sheet.getContext('2d');
    const ink = inkOf(this.root);
    if (this.#tiles) drawTiles(context, this.#tiles, ink, size);
    // Smaller where the plane is small, so that they stay apart.
    const height = Math.round((this.root.clientWidth < 360 ? 8 : 11) * size.scale);
    context.font = `${height}px ${getComputedStyle(this.root).fontFamily}`;
    drawGlyphs(context, this.#glyphs, ink, size);
    return sheet;
  }

  #paint() {
    const canvas = this.root;
    const size = this.#measure();
    if (canvas.width !== size.side || canvas.height !== size.side) {
      canvas.width = canvas.height = size.side;
      this.#backdrop = null;
    }
    this.#backdrop ??= this.#makeBackdrop(size);
    const context = canvas.getContext('2d');
    context.clearRect(0, 0, size.side, size.side);
    context.drawImage(this.#backdrop, 0, 0);
    const style = getComputedStyle(canvas);
    drawRing(context, this.#point, size, 5, style.getPropertyValue('--paper').trim() || '#fff');
    drawRing(context, this.#point, size, 3, style.getPropertyValue('--accent').trim() || '#d9480f');
  }
}

function drawTiles(context, { across, pictures, width, height }, [red, green, blue], { margin, inner }) {
  const tile = Math.floor(inner / across / width) * width || width;
  const factor = Math.max(tile / width, 1);
  pictures.forEach((pixels, i) => {
    const image = new ImageData(width * factor, height * factor);
    const large = enlarge(pixels, width, height, factor);
    large.forEach((value, p) => image.data.set([red, green, blue, 150 * value], 4 * p));
    const [column, row] = [i % across, Math.floor(i / across)];
    const left = margin + (inner * (column + 0.5)) / across - image.width / 2;
    const top = margin + (inner * (row + 0.5)) / across - image.height / 2;
    context.putImageData(image, Math.round(left), Math.round(top));
  });
}

function drawGlyphs(context, glyphs, [red, green, blue], { margin, inner }) {
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = `rgb(${red} ${green} ${blue} / 55%)`;
  for (const { x, y, glyph } of glyphs) context.fillText(glyph, margin + x * inner, margin + (1 - y) * inner);
}

function drawRing(context, { x, y }, { scale, margin, inner }, width, colour) {
  context.beginPath();
  context.arc(margin + x * inner, margin + (1 - y) * inner, 9 * scale, 0, 2 * Math.PI);
  context.lineWidth = width * scale;
  context.strokeStyle = colour;
  context.stroke();
}
