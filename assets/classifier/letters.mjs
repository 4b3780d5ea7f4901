// Letters as strokes, each a list of points in the unit square, top left first. Those that look like digits in some hand
// (B, D, G, I, O, Q, S, Z, a, b, g, i, l, o, q, r, s, y, z) are not here.

const polyline = (text) =>
  text.split(' ').map((stroke) => stroke.match(/../g).map(([x, y]) => [Number(x) / 9, Number(y) / 9]));

/** Each pair of figures is a point: x, y from 0 to 9. */
const kStrokes = {
  A: '0940 4089 1565',
  C: '7240021417397786',
  E: '700009 0444 0979 7080',
  F: '700009 0454',
  H: '0009 8089 0484',
  J: '60674827190615',
  K: '0009 7005 2379',
  L: '000979',
  M: '0900458089',
  N: '09008980',
  P: '090060728364500515',
  R: '0900607263045579 3579',
  T: '0080 4049',
  U: '000628496886 8680',
  V: '004980',
  W: '0029436980',
  X: '0089 8009',
  Y: '004580 4549',
  c: '72402114173968',
  d: '8089 8363422336 36486786',
  e: '155572522415184978',
  f: '7240204029 0464',
  h: '0009 0532527479',
  k: '0009 6313 1369',
  m: '0409 0522334449 4562738489',
  n: '0409 0532527479',
  p: '0309 0432537576284806',
  t: '4047586867 1373',
  u: '040829597774 7479',
  v: '044984',
  w: '0429456984',
  x: '0479 7409',
};

/** @type {{name: string, strokes: number[][][]}[]} */
export const kLetters = Object.entries(kStrokes).map(([name, text]) => ({ name, strokes: polyline(text) }));
