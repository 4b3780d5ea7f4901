// What lies on the digits of a map: numerals of real digits, a path, and the ring around the point.

const kApart = 0.6; // of a cell, between two numerals
const kReach = 14; // pixels of the page from the middle of a numeral that still hit it

/** @typedef {{x: number, y: number, label: number, name: string, n: number}} Mark a real digit: its place, label, class and number */
/** @typedef {{scale: number, ink: string, paper: string, accent: string, font: string,
 *   pixelAt: (x: number, y: number) => [number, number]}} Look */

/**
 * The real digits whose numerals are shown: the first in each cell, unless it lies on one beside it, so that the picture is
 * seen between them.
 * @param {Mark[]} digits
 * @param {{low: number, high: number}} plane
 * @param {Pick<import('./mosaic_grid.js').Tiles, 'left' | 'top' | 'columns' | 'rows' | 'side'>} cells
 */
export function marksOf(digits, { low, high }, { left, top, columns, rows, side }) {
  const middle = (low + high) / 2;
  const taken = new Map(); // cell -> mark
  const isNear = (mark, other) => other && Math.hypot(mark.x - other.x, mark.y - other.y) < kApart * side;
  for (const mark of digits) {
    const column = Math.floor((mark.x - middle) / side) - left;
    const row = top - Math.floor((mark.y - middle) / side);
    if (column < 0 || column >= columns || row < 0 || row >= rows || taken.has(row * columns + column)) continue;
    const around = [-1, 0, 1].flatMap((down) => [-1, 0, 1].map((right) => (row + down) * columns + column + right));
    if (!around.some((cell) => isNear(mark, taken.get(cell)))) taken.set(row * columns + column, mark);
  }
  return [...taken.values()];
}

/** The mark nearest to a place of the page, null where none is near. */
export function markAt(marks, pixelAt, left, top) {
  let [best, least] = [null, kReach];
  for (const mark of marks) {
    const [x, y] = pixelAt(mark.x, mark.y);
    const distance = Math.hypot(x - left, y - top);
    if (distance < least) [best, least] = [mark, distance];
  }
  return best;
}

/**
 * Numerals on chips of paper with an edge of ink: they stand out from paper and ink alike.
 * @param {CanvasRenderingContext2D} context
 * @param {Mark[]} marks
 * @param {Mark | null} held
 * @param {Look} look
 */
export function drawNumerals(context, marks, held, { scale, ink, paper, accent, font, pixelAt }) {
  const height = 16 * scale;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = `600 ${12 * scale}px ${font}`;
  const draw = (mark) => {
    const [x, y] = pixelAt(mark.x, mark.y);
    const width = Math.max(14 * scale, context.measureText(mark.name).width + 6 * scale);
    context.beginPath();
    context.roundRect(Math.round(x - width / 2), Math.round(y - height / 2), width, height, 3 * scale);
    context.fillStyle = paper;
    context.fill();
    context.lineWidth = (mark === held ? 3 : 1) * scale;
    context.strokeStyle = mark === held ? accent : ink;
    context.stroke();
    context.fillStyle = ink;
    context.fillText(mark.name, Math.round(x), Math.round(y) + scale);
  };
  for (const mark of marks) if (mark !== held) draw(mark);
  if (held && marks.includes(held)) draw(held);
}

/** @param {CanvasRenderingContext2D} context @param {{x: number, y: number}[]} points @param {Look} look */
export function drawTrail(context, points, { scale, paper, accent, pixelAt }) {
  if (points.length < 2) return;
  context.lineJoin = context.lineCap = 'round';
  for (const { width, colour } of [
    { width: 6, colour: paper },
    { width: 3, colour: accent },
  ]) {
    context.beginPath();
    for (const { x, y } of points) context.lineTo(...pixelAt(x, y));
    context.lineWidth = width * scale;
    context.strokeStyle = colour;
    context.stroke();
  }
}

/** @param {CanvasRenderingContext2D} context @param {{x: number, y: number}} point @param {Look} look */
export function drawRing(context, { x, y }, { scale, paper, accent, pixelAt }) {
  for (const { width, colour } of [
    { width: 6, colour: paper },
    { width: 3, colour: accent },
  ]) {
    context.beginPath();
    context.arc(...pixelAt(x, y), 11 * scale, 0, 2 * Math.PI);
    context.lineWidth = width * scale;
    context.strokeStyle = colour;
    context.stroke();
  }
}
