// Which part of a plane a map shows, and its tiles, as latentwalk/scene.hpp has them (shown_part, map_tiles).

export const kTiles = 24; // digits along each side of a plane at zoom 1
const kTouch = 1e-6; // what a tile only touches is none of it

/** @typedef {{low: number, high: number}} Range of both axes of a plane */
/** @typedef {{left: number, bottom: number, width: number, height: number}} Part of a plane, in its units */
/** @typedef {{left: number, top: number, columns: number, rows: number, side: number, parts: number}} Tiles */

/**
 * The part of a plane at a zoom and middle.
 * @param {Range} plane
 * @param {{zoom: number, cx: number, cy: number}} look cx, cy: from the middle of the plane
 * @param {number} [aspect] the width of the picture by its height: the longer side shows more of the plane
 * @returns {Part}
 */
export function partOf({ low, high }, { zoom, cx, cy }, aspect = 1) {
  const side = (high - low) / zoom;
  const middle = (low + high) / 2;
  const [width, height] = [side * Math.max(aspect, 1), side * Math.max(1 / aspect, 1)];
  return { left: middle + cx - width / 2, bottom: middle + cy - height / 2, width, height };
}

/**
 * The whole tiles that cover a part. A tile is 1/24 of the plane's side and half of that for each doubling of the zoom,
 * and tiles begin at the middle of the plane: they stay where they are when the part moves.
 * @param {Range} plane
 * @param {Part} part
 * @param {number} zoom
 * @param {number} [times] how many times as large
 * @returns {Tiles} left: the first column, top: the highest row, both counted from the middle
 */
export function tilesOf({ low, high }, part, zoom, times = 1) {
  let parts = kTiles / 2; // along the side of a plane at zoom 0.5
  for (let at = 1; at <= zoom; at *= 2) parts *= 2;
  parts /= times;
  const side = (high - low) / parts;
  const middle = (low + high) / 2;
  const first = (from) => Math.floor((from - middle) / side + kTouch);
  const end = (to) => Math.ceil((to - middle) / side - kTouch);
  const [left, bottom] = [first(part.left), first(part.bottom)];
  const [right, top] = [end(part.left + part.width), end(part.bottom + part.height)];
  return { left, top: top - 1, columns: right - left, rows: top - bottom, side, parts };
}

/**
 * Column and row of each of the tiles, row by row from the top left.
 * @param {Tiles} tiles
 * @returns {[number, number][]}
 */
export const cellsOf = ({ left, top, columns, rows }) =>
  Array.from({ length: columns * rows }, (_, i) => [left + (i % columns), top - Math.floor(i / columns)]);

/** The places of the centres of cells, x and y one after the other. */
export function placesOf({ low, high }, cells, side) {
  const middle = (low + high) / 2;
  return cells.flatMap((cell) => cell.map((at) => middle + (at + 0.5) * side));
}
