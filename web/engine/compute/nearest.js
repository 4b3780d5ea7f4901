// The nearest of many digits, kept as one bit a pixel.

/** Eight pixels to a byte, the first in the highest bit; ink from half on. */
export function packBits(pixels) {
  const bits = new Uint8Array(Math.ceil(pixels.length / 8));
  for (let i = 0; i < pixels.length; i++) if (pixels[i] >= 0.5) bits[i >> 3] |= 0x80 >> (i & 7);
  return bits;
}

/** Pixels 0 and 1. */
export const unpackBits = (bits, count) =>
  Float32Array.from({ length: count }, (_, i) => (bits[i >> 3] >> (7 - (i & 7))) & 1);

/**
 * The digit with the smallest squared distance to a picture, among those from `first` to before `last`.
 *
 * @param {Uint8Array} bits digits of `size` pixels each, whole bytes a digit
 * @param {Float32Array} picture size values from 0 to 1
 * @returns {{index: number, distance: number}} distance: squared, summed over the pixels
 */
export function nearestDigit(bits, picture, first, last) {
  const bytes = Math.ceil(picture.length / 8);
  // |x - b|^2 = |x|^2 + sum over the bits that are set of (1 - 2x): a table gives that sum for each byte at once.
  const table = new Float32Array(bytes * 256);
  let base = 0;
  picture.forEach((value) => (base += value * value));
  for (let byte = 0; byte < bytes; byte++) {
    for (let value = 1; value < 256; value++) {
      const bit = 31 - Math.clz32(value); // the highest that is set; without it the sum is known
      const pixel = 8 * byte + 7 - bit;
      const gain = pixel < picture.length ? 1 - 2 * picture[pixel] : 0;
      table[byte * 256 + value] = table[byte * 256 + (value ^ (1 << bit))] + gain;
    }
  }
  let best = { index: -1, distance: Infinity };
  for (let n = first; n < last; n++) {
    let distance = base;
    for (let byte = 0, at = n * bytes; byte < bytes; byte++) distance += table[byte * 256 + bits[at + byte]];
    if (distance < best.distance) best = { index: n, distance };
  }
  return best;
}
