// Makes what the detector (digit-detector.json) learns from: the digits of MNIST, labelled 1, and pictures that are none,
// labelled 0, as IDX files. The others are letters and figures drawn with strokes, pictures with much ink, noise, and
// digits that were turned, cut and laid over each other.
// node assets/classifier/make-others.mjs DATA OUT WASM, where DATA holds MNIST and WASM is latentwalk-explore.wasm.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { loadExplore } from '../../web/engine/module/explore.js';
import { kLetters } from './letters.mjs';

const kSide = 28;
const kPixels = kSide * kSide;
const kPad = 112; // a drawing, as on the page
const [data, out, wasm] = process.argv.slice(2);
if (!wasm) {
  console.error('make-others.mjs: expected DATA OUT WASM');
  process.exit(2);
}
const explore = await loadExplore({ wasmUrl: pathToFileURL(wasm) });

// ---- Random numbers: mulberry32, so that the files are the same each time.
let seed;
function random() {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
const between = (low, high) => low + (high - low) * random();
const below = (count) => Math.floor(random() * count);
const oneOf = (list) => list[below(list.length)];
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

// ---- Strokes: lists of [x, y] in the unit square.

/** A smooth curve through the points (Catmull-Rom). */
function smooth(points) {
  const at = (i) => points[Math.min(Math.max(i, 0), points.length - 1)];
  const curve = [];
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let k = 0; k < 8; k++) {
      const t = k / 8;
      const mix = (j) =>
        0.5 *
        (2 * b[j] +
          (c[j] - a[j]) * t +
          (2 * a[j] - 5 * b[j] + 4 * c[j] - d[j]) * t * t +
          (3 * b[j] - a[j] - 3 * c[j] + d[j]) * t * t * t);
      curve.push([mix(0), mix(1)]);
    }
  }
  return [...curve, points.at(-1)];
}

/** Strokes as a hand of its own would draw them: slanted, stretched, shaken. */
function byHand(strokes, shake) {
  const [slant, turn, wide] = [between(-0.35, 0.35), between(-0.2, 0.2), between(0.65, 1.2)];
  const [cosine, sine] = [Math.cos(turn), Math.sin(turn)];
  const scale = between(0.5, 0.9);
  const [dx, dy] = [between(0.45, 0.55), between(0.45, 0.55)];
  return strokes.map((stroke) =>
    stroke.map(([x, y]) => {
      const [u, v] = [(x - 0.5) * wide + slant * (0.5 - y) + shake * normal(), y - 0.5 + shake * normal()];
      return [dx + scale * (cosine * u - sine * v), dy + scale * (sine * u + cosine * v)];
    }),
  );
}

/** A drawing of the strokes, `width` pixels of the pad wide, prepared as the page prepares drawings. */
function drawn(strokes, width) {
  const pad = new Float32Array(kPad * kPad);
  const radius = width / 2;
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < Math.max(stroke.length, 2); i++) {
      const [x0, y0] = stroke[i].map((value) => value * kPad);
      const [x1, y1] = (stroke[i + 1] ?? stroke[i]).map((value) => value * kPad);
      const steps = Math.ceil(Math.hypot(x1 - x0, y1 - y0)) + 1;
      for (let k = 0; k <= steps; k++) {
        const [cx, cy] = [x0 + ((x1 - x0) * k) / steps, y0 + ((y1 - y0) * k) / steps];
        for (let y = Math.max(0, Math.floor(cy - radius)); y < Math.min(kPad, cy + radius + 1); y++) {
          for (let x = Math.max(0, Math.floor(cx - radius)); x < Math.min(kPad, cx + radius + 1); x++) {
            if (Math.hypot(x + 0.5 - cx, y + 0.5 - cy) <= radius) pad[y * kPad + x] = 1;
          }
        }
      }
    }
  }
  return explore.prepareDrawing(pad, { centred: true }).digit;
}
const withPen = (strokes) => drawn(strokes, between(5, 14));

function letter() {
  const strokes = byHand(oneOf(kLetters).strokes, between(0, 0.03));
  return withPen(random() < 0.5 ? strokes.map(smooth) : strokes);
}

const point = () => [between(0.1, 0.9), between(0.1, 0.9)];
const polygon = (corners, turn, inner = 1) =>
  Array.from({ length: corners + 1 }, (_, i) => {
    const angle = turn + (2 * Math.PI * i) / corners;
    const radius = 0.42 * (i % 2 ? inner : 1);
    return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
  });

/** Scribbles of two to four strokes, polygons, stars, spirals, ladders and faces. */
function figure() {
  const kind = below(7);
  if (kind < 2) {
    const count = 2 + below(3);
    return withPen(Array.from({ length: count }, () => smooth(Array.from({ length: 3 + below(4) }, point))));
  }
  if (kind === 2) return withPen([polygon(3 + below(4), between(0, 6.3))]);
  if (kind === 3) return withPen([polygon(2 * (4 + below(3)), between(0, 6.3), between(0.3, 0.6))]);
  if (kind === 4) {
    const turns = between(2, 4);
    const spiral = Array.from({ length: 60 }, (_, i) => {
      const [angle, radius] = [(i / 59) * turns * 2 * Math.PI, (i / 59) * 0.42];
      return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
    });
    return withPen([spiral]);
  }
  if (kind === 5) {
    const lines = 3 + below(4);
    const bars = Array.from({ length: lines }, (_, i) => {
      const at = 0.15 + (0.7 * i) / (lines - 1);
      return random() < 0.8
        ? [
            [0.15, at],
            [0.85, at],
          ]
        : [
            [at, 0.15],
            [at, 0.85],
          ];
    });
    return withPen(byHand(bars, 0.02));
  }
  return drawn(
    [
      polygon(24, 0),
      [[0.35, 0.4]],
      [[0.65, 0.4]],
      smooth([
        [0.32, 0.6],
        [0.5, 0.72],
        [0.68, 0.6],
      ]),
    ],
    6,
  );
}

/** Much ink: filled polygons with a texture, like clothes. */
function filled() {
  const corners = 4 + below(5);
  const radii = Array.from({ length: corners }, () => between(4, 15));
  const [level, wave, angle] = [between(0.2, 1), between(0, 0.5), between(0, 6.3)];
  return Float32Array.from({ length: kPixels }, (_, i) => {
    const [x, y] = [(i % kSide) - 13.5, Math.floor(i / kSide) - 13.5];
    const turn = ((Math.atan2(y, x) / (2 * Math.PI) + 1) % 1) * corners;
    const [from, share] = [Math.floor(turn), turn % 1];
    const radius = radii[from % corners] * (1 - share) + radii[(from + 1) % corners] * share;
    if (Math.hypot(x, y) > radius) return 0;
    return Math.min(1, Math.max(0, level + wave * Math.sin(x * Math.cos(angle) + y * Math.sin(angle))));
  });
}

function noise() {
  const [level, smoothness] = [between(0.1, 1), below(3)];
  let picture = Float32Array.from({ length: kPixels }, () => (random() < level * 0.5 ? random() : 0));
  for (let n = 0; n < smoothness; n++) {
    picture = picture.map((_, i) => (picture[i] + (picture[i + 1] ?? 0) + (picture[i + kSide] ?? 0)) / 2.2);
  }
  return picture.map((value) => Math.min(1, value));
}

// ---- Digits, and what is no longer one.
const read = (name) => readFileSync(join(data, name));
function digitsOf(name) {
  const [images, labels] = [read(`${name}-images-idx3-ubyte`), read(`${name}-labels-idx1-ubyte`)];
  const count = labels.length - 8;
  return {
    count,
    label: (i) => labels[8 + i],
    picture: (i) => images.subarray(16 + i * kPixels, 16 + (i + 1) * kPixels),
  };
}
const toInk = (bytes) => Float32Array.from(bytes, (value) => value / 255);
const kStillDigitsTurned = [0, 1, 8]; // by a quarter, or nearly (a 1 becomes a dash, which few write)

function broken(digits) {
  const some = () => below(digits.count);
  const [i, j] = [some(), some()];
  const [a, b] = [toInk(digits.picture(i)), toInk(digits.picture(j))];
  const kind = below(5);
  if (kind === 0 && !kStillDigitsTurned.includes(digits.label(i))) {
    return a.map((_, at) => a[(at % kSide) * kSide + (kSide - 1 - Math.floor(at / kSide))]);
  }
  if (kind === 1) {
    const [dx, dy] = [2 + below(8), 2 + below(8)]; // one over the other
    return a.map((value, at) => {
      const [x, y] = [(at % kSide) - dx, Math.floor(at / kSide) - dy];
      return Math.max(value, x >= 0 && y >= 0 ? b[y * kSide + x] : 0);
    });
  }
  if (kind === 2) {
    const size = oneOf([4, 7, 14]); // blocks in another order
    const along = kSide / size;
    const order = Array.from({ length: along * along }, (_, n) => n).sort(() => random() - 0.5);
    return a.map((_, at) => {
      const [x, y] = [at % kSide, Math.floor(at / kSide)];
      const block = order[Math.floor(y / size) * along + Math.floor(x / size)];
      return a[(Math.floor(block / along) * size + (y % size)) * kSide + (block % along) * size + (x % size)];
    });
  }
  if (kind === 3) return a.map((value) => 1 - value);
  const cross = [...Array(2 + below(3))].map(() => [point(), point()]); // crossed out
  const lines = drawn(cross, 6);
  return a.map((value, at) => Math.max(value, lines[at]));
}

const makers = [
  [0.42, letter],
  [0.2, figure],
  [0.1, filled],
  [0.06, noise],
];

function write(name, first) {
  seed = first;
  const digits = digitsOf(name);
  const images = Buffer.alloc(16 + 2 * digits.count * kPixels);
  const labels = Buffer.alloc(8 + 2 * digits.count);
  read(`${name}-images-idx3-ubyte`).copy(images, 0, 0, 16);
  read(`${name}-labels-idx1-ubyte`).copy(labels, 0, 0, 8);
  images.writeUInt32BE(2 * digits.count, 4);
  labels.writeUInt32BE(2 * digits.count, 4);
  for (let i = 0; i < digits.count; i++) {
    images.set(digits.picture(i), 16 + 2 * i * kPixels);
    labels[8 + 2 * i] = 1;
    let share = random();
    const [, make] = makers.find(([part]) => (share -= part) < 0) ?? [0, () => broken(digits)];
    images.set(
      make().map((value) => Math.round(255 * value)),
      16 + (2 * i + 1) * kPixels,
    );
  }
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, `${name}-images-idx3-ubyte`), images);
  writeFileSync(join(out, `${name}-labels-idx1-ubyte`), labels);
}

write('train', 1);
write('t10k', 2);
