// From pixels in [0, 1] to ink on a canvas.

// From this factor on the steps of the pixels would show: a softer filter hides them.
const kLarge = 6;
const kSmoothing = 0.5;

/**
 * Enlarges a picture smoothly, clamped to [0, 1]: small ones by Catmull-Rom splines, which keep strokes crisp, large
 * ones by a filter closer to the B-spline, which hides the pixels' steps.
 *
 * @param {Float32Array} pixels height x width, row-major
 * @param {number} factor a whole number
 * @param {{large?: Float32Array, rows?: Float32Array}} [room] kept for the next picture of this size; large: is returned
 * @returns {Float32Array} (factor height) x (factor width)
 */
export function enlarge(pixels, width, height, factor, room = {}) {
  const large = (room.large ??= new Float32Array(factor * factor * width * height));
  if (factor === 1) {
    for (let i = 0; i < large.length; i++) large[i] = clamp(pixels[i]);
    return large;
  }
  const phases = splinePhases(factor);
  const wide = factor * width;
  const rows = (room.rows ??= new Float32Array(wide * height));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const base = y * width;
      for (let p = 0; p < factor; p++) {
        const { shift, weights } = phases[p];
        let sum = 0;
        for (let k = 0; k < 4; k++) sum += weights[k] * pixels[base + within(x + shift + k, width)];
        rows[y * wide + x * factor + p] = sum;
      }
    }
  }
  for (let y = 0; y < height; y++) {
    for (let p = 0; p < factor; p++) {
      const { shift, weights } = phases[p];
      const [a, b, c, d] = [0, 1, 2, 3].map((k) => within(y + shift + k, height) * wide);
      const out = (y * factor + p) * wide;
      for (let x = 0; x < wide; x++) {
        const sum =
          weights[0] * rows[a + x] + weights[1] * rows[b + x] + weights[2] * rows[c + x] + weights[3] * rows[d + x];
        large[out + x] = clamp(sum);
      }
    }
  }
  return large;
}

const clamp = (value) => (value < 0 ? 0 : value > 1 ? 1 : value);
const within = (i, size) => (i < 0 ? 0 : i >= size ? size - 1 : i);

const knownPhases = new Map();

// For each of the `factor` places within a pixel: the first of the four pixels it draws on, and their weights.
function splinePhases(factor) {
  let phases = knownPhases.get(factor);
  if (!phases) {
    const blur = factor < kLarge ? 0 : kSmoothing;
    phases = Array.from({ length: factor }, (_, p) => {
      const at = (p + 0.5) / factor - 0.5;
      const shift = Math.floor(at) - 1;
      return { shift, weights: [0, 1, 2, 3].map((k) => cubic(Math.abs(at - shift - k), blur, (1 - blur) / 2)) };
    });
    knownPhases.set(factor, phases);
  }
  return phases;
}

// The cubic filters of Mitchell and Netravali (1988): b = 0, c = 1/2 is Catmull-Rom, b = 1, c = 0 the B-spline.
function cubic(x, b, c) {
  if (x < 1) return (((12 - 9 * b - 6 * c) * x + (-18 + 12 * b + 6 * c)) * x * x + (6 - 2 * b)) / 6;
  if (x < 2) return (((-b - 6 * c) * x + (6 * b + 30 * c)) * x * x + (-12 * b - 48 * c) * x + (8 * b + 24 * c)) / 6;
  return 0;
}

/**
 * The colour of ink at an element, as its theme has it.
 * @returns {[number, number, number]} red, green, blue
 */
export function inkOf(element) {
  const [red, green, blue] = getComputedStyle(element)
    .color.match(/[\d.]+/g)
    .map(Number);
  return [red, green, blue];
}

/** How many times a picture is enlarged that is shown `clientWidth` wide. */
export const factorOf = (clientWidth, width) =>
  Math.min(Math.max(Math.round((clientWidth * devicePixelRatio || width) / width), 1), 16);

/**
 * Draws a picture so that it fills the canvas as sharply as the screen shows: transparent paper, opaque ink. Who draws
 * many of one size says how wide one is: to ask each anew would lay the page out each time.
 */
export function draw(canvas, pixels, width, height, ink, clientWidth = canvas.clientWidth) {
  const factor = factorOf(clientWidth, width);
  const large = enlarge(pixels, width, height, factor);
  const image = new ImageData(width * factor, height * factor);
  const { data } = image;
  const [red, green, blue] = ink;
  for (let i = 0, o = 0; i < large.length; i++, o += 4) {
    data[o] = red;
    data[o + 1] = green;
    data[o + 2] = blue;
    data[o + 3] = 255 * large[i] + 0.5;
  }
  if (canvas.width !== image.width || canvas.height !== image.height) {
    canvas.width = image.width;
    canvas.height = image.height;
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
}

const stillness = () => matchMedia('(prefers-reduced-motion: reduce)');

export const isMotionWelcome = () => !stillness().matches;

/** Tells when that changes. @param {() => void} body @param {AbortSignal} signal */
export const onMotionChange = (body, signal) => stillness().addEventListener('change', body, { signal });

/** Pictures that lie in one array, one after the other. */
export const picturesIn = (pixels, size) =>
  Array.from({ length: pixels.length / size }, (_, i) => pixels.subarray(i * size, (i + 1) * size));

/** Pictures of one size in one array, one after the other. */
export function joinPictures(pictures) {
  const size = pictures[0].length;
  const all = new Float32Array(pictures.length * size);
  pictures.forEach((pixels, i) => all.set(pixels, i * size));
  return all;
}

/** Empties a canvas. */
export const clear = (canvas) => canvas.getContext('2d').clearRect(0, 0, canvas.width, canvas.height);
