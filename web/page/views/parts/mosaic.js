// The picture of a map: digits that the model draws all over a part of a plane, numerals of real digits on them, a path,
// and a ring around the point.

import { el } from '../../dom/dom.js';
import { inkOf } from '../../dom/ink.js';
import { drawNumerals, drawRing, drawTrail, markAt, marksOf } from './map_marks.js';
import { cellsOf, partOf, placesOf, tilesOf } from './mosaic_grid.js';
import { TileStore } from './tile_store.js';

const kCoarse = 2; // the first tiles are this many times as large
const kMostFresh = 48; // tiles a frame
const kFallbacks = [4, kCoarse, 0.5]; // the tiles that show while others are missing, by their size

export class Mosaic {
  root;
  #plane = null; // {low, high}
  #look = { zoom: 1, cx: 0, cy: 0 };
  #store = new TileStore();
  #layer = el('canvas'); // the tiles in ink, drawn once for each look, size and theme
  #isLayerDone = false;
  #fresh = []; // the tiles, as parts, column and row, that came since the layer was drawn
  #before = null; // the tiles of another plane, until those of this one are there
  #digits = []; // real ones: {x, y, label, n}
  #marks = []; // those whose numerals are shown
  #trail = [];
  #point = { x: 0, y: 0 };
  #held = null; // the mark that a hand is on
  #asked = 0; // the animation frame that paints next

  /** @param {HTMLCanvasElement} root */
  constructor(root) {
    this.root = root;
  }

  /**
   * Another plane, whose tiles are still to come.
   * @param {{low: number, high: number}} plane
   * @param {number} width of a picture
   * @param {number} height
   */
  show(plane, width, height) {
    if (this.#plane && this.#isLayerDone) this.#before = copyOf(this.#layer);
    this.#plane = plane;
    this.#store.reset(width, height);
    this.#digits = [];
    this.repaint();
  }

  /** Real digits: {x, y, label, n}. */
  showDigits(digits) {
    this.#digits = digits;
    this.#mark();
    this.paint();
  }

  showTrail(points) {
    this.#trail = points;
    this.paint();
  }

  /** Shows another part of the plane. */
  look(look) {
    this.#look = look;
    this.repaint();
  }

  /** Moves the ring. */
  place(x, y) {
    this.#point = { x, y };
    this.paint();
  }

  /** Marks the numeral that a hand is on; null: none. */
  hold(mark) {
    if (this.#held === mark) return;
    this.#held = mark;
    this.paint();
  }

  /** The tiles that are missing, the coarse ones first, then from the middle outwards. */
  missing() {
    if (!this.#plane) return [];
    return [kCoarse, 1].flatMap((times) => {
      const tiles = this.#tiles(times);
      const middle = [tiles.left + (tiles.columns - 1) / 2, tiles.top - (tiles.rows - 1) / 2];
      const away = ([column, row]) => Math.hypot(column - middle[0], row - middle[1]);
      const cells = cellsOf(tiles).filter((cell) => !this.#store.has(nameOf(tiles.parts, cell)));
      cells.sort((a, b) => away(a) - away(b));
      const places = placesOf(this.#plane, cells, tiles.side);
      return cells.map((cell, i) => ({ name: nameOf(tiles.parts, cell), x: places[2 * i], y: places[2 * i + 1] }));
    });
  }

  /** @param {string} name of a tile @param {Float32Array} pixels */
  add(name, pixels) {
    this.#store.add(name, pixels);
    this.#fresh.push(name.split(':').map(Number));
    this.paint();
  }

  /** Draws everything again, for another size, part or theme. */
  repaint() {
    this.#isLayerDone = false;
    this.#mark();
    this.paint();
  }

  #mark() {
    this.#marks = this.#plane ? marksOf(this.#digits, this.#plane, this.#tiles(kCoarse)) : [];
  }

  /** Paints before the next frame. */
  paint() {
    this.#asked ||= requestAnimationFrame(() => {
      this.#asked = 0;
      this.#paint();
    });
  }

  stop() {
    cancelAnimationFrame(this.#asked);
  }

  /** The place on the plane at pixels of the page from the top left corner. */
  placeAt(left, top) {
    const { clientWidth, clientHeight } = this.root;
    const part = this.#part();
    return {
      x: part.left + (left / clientWidth) * part.width,
      y: part.bottom + (1 - top / clientHeight) * part.height,
    };
  }

  /** Where a place is, in pixels of the page from the top left corner. @returns {[number, number]} */
  pixelAt(x, y) {
    const { clientWidth, clientHeight } = this.root;
    const part = this.#part();
    return [((x - part.left) / part.width) * clientWidth, (1 - (y - part.bottom) / part.height) * clientHeight];
  }

  /** The mark at pixels of the page, or null. */
  markAt(left, top) {
    return markAt(this.#marks, (x, y) => this.pixelAt(x, y), left, top);
  }

  #part() {
    const { clientWidth, clientHeight } = this.root;
    return partOf(this.#plane, this.#look, Math.max(clientWidth, 1) / Math.max(clientHeight, 1));
  }

  #tiles(times) {
    return tilesOf(this.#plane, this.#part(), this.#look.zoom, times);
  }

  #paint() {
    const { root } = this;
    if (!this.#plane || root.clientWidth === 0) return;
    const scale = devicePixelRatio || 1;
    const [width, height] = [Math.round(root.clientWidth * scale), Math.round(root.clientHeight * scale)];
    if (root.width !== width || root.height !== height) {
      root.width = width;
      root.height = height;
      this.#isLayerDone = false;
    }
    this.#store.setInk(inkOf(root));
    if (this.#isLayerDone) this.#paintFresh(width, height);
    else this.#paintLayer(width, height);
    if (this.#fresh.length > 0) this.paint();
    const context = root.getContext('2d');
    context.clearRect(0, 0, width, height);
    context.drawImage(this.#layer, 0, 0);
    const style = getComputedStyle(root);
    const colour = (name) => style.getPropertyValue(name).trim();
    const look = {
      scale,
      ink: style.color,
      paper: colour('--paper') || '#fff',
      accent: colour('--accent') || '#d9480f',
      font: style.fontFamily,
      /** @returns {[number, number]} */
      pixelAt: (x, y) => {
        const [left, top] = this.pixelAt(x, y);
        return [left * scale, top * scale];
      },
    };
    drawNumerals(context, this.#marks, this.#held, look);
    drawTrail(context, this.#trail, look);
    drawRing(context, this.#point, look);
  }

  #paintLayer(width, height) {
    const layer = this.#layer;
    layer.width = width;
    layer.height = height;
    const context = layer.getContext('2d');
    const fine = this.#tiles(1);
    const isWhole = cellsOf(fine).every((cell) => this.#store.has(nameOf(fine.parts, cell)));
    if (isWhole) this.#before = null;
    else {
      if (this.#before) context.drawImage(this.#before, 0, 0, width, height);
      for (const times of kFallbacks) {
        const tiles = this.#tiles(times);
        const cells = cellsOf(tiles).filter(
          (cell) => this.#store.has(nameOf(tiles.parts, cell)) && !this.#isCovered(cell, times, fine.parts),
        );
        this.#paintTiles(context, tiles, cells, width, height);
      }
    }
    this.#paintTiles(context, fine, cellsOf(fine), width, height);
    this.#isLayerDone = true;
    this.#fresh = [];
  }

  /** Whether fine tiles will lie on all of a cell that is `times` as large as theirs. */
  #isCovered([column, row], times, parts) {
    const [left, bottom] = [column, row].map((at) => Math.floor(at * times));
    for (let right = 0; right < times; right++)
      for (let up = 0; up < times; up++) if (!this.#store.has(nameOf(parts, [left + right, bottom + up]))) return false;
    return true;
  }

  // Tiles come a few at a time, and the whole layer takes longer than a frame.
  #paintFresh(width, height) {
    const context = this.#layer.getContext('2d');
    const [fine, coarse] = [1, kCoarse].map((times) => this.#tiles(times));
    for (const [parts, column, row] of this.#fresh.splice(0, kMostFresh)) {
      if (parts === coarse.parts) this.#paintTiles(context, coarse, [[column, row]], width, height);
      const [left, bottom] = [column, row].map((at) => at * kCoarse);
      const within = [0, 1].flatMap((up) => [0, 1].map((right) => [left + right, bottom + up]));
      const cells = parts === fine.parts ? [[column, row]] : within; // fine ones stay above coarse ones
      this.#paintTiles(context, fine, cells, width, height);
    }
  }

  #paintTiles(context, tiles, cells, width, height) {
    const part = this.#part();
    const { low, high } = this.#plane;
    const middle = (low + high) / 2;
    // Rounded, so that there are no seams.
    const x = (column) => Math.round(((middle + column * tiles.side - part.left) / part.width) * width);
    const y = (row) => Math.round((1 - (middle + row * tiles.side - part.bottom) / part.height) * height);
    for (const [column, row] of cells) {
      const [left, top] = [x(column), y(row + 1)];
      const box = [left, top, x(column + 1) - left, y(row) - top];
      this.#store.draw(context, nameOf(tiles.parts, [column, row]), ...box);
    }
  }
}

/** @param {number} parts @param {any} cell column and row */
const nameOf = (parts, [column, row]) => `${parts}:${column}:${row}`;

function copyOf(canvas) {
  const copy = el('canvas', { width: canvas.width, height: canvas.height });
  copy.getContext('2d').drawImage(canvas, 0, 0);
  return copy;
}
