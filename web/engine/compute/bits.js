// Digits of one bit a pixel, as the site keeps the training digits.

/** Eight pixels to a byte, the first in the highest bit; ink from half on. */
export function packBits(pixels) {
  const bits = new Uint8Array(Math.ceil(pixels.length / 8));
  for (let i = 0; i < pixels.length; i++) if (pixels[i] >= 0.5) bits[i >> 3] |= 0x80 >> (i & 7);
  return bits;
}

/** Pixels 0 and 1. */
export const unpackBits = (bits, count) =>
  Float32Array.from({ length: count }, (_, i) => (bits[i >> 3] >> (7 - (i & 7))) & 1);
