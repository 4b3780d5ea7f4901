// Writes PNGs: ink on nothing, and greys.

import { deflateSync } from 'node:zlib';

/** A square picture of one colour whose opacity is the ink: a PNG with a palette of 256 opacities. */
export function inkPng(ink, side, colour) {
  const palette = Buffer.alloc(3 * 256, Buffer.from(colour.slice(1), 'hex'));
  const opacity = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  return pngOf([
    ['IHDR', headerOf(side, side, 3)],
    ['PLTE', palette],
    ['tRNS', opacity],
    ['IDAT', rowsOf(ink, side, side)],
    ['IEND', Buffer.alloc(0)],
  ]);
}

/** A picture of greys, 0 black to 255 white. */
export function greyPng(shades, width, height) {
  return pngOf([
    ['IHDR', headerOf(width, height, 0)],
    ['IDAT', rowsOf(shades, width, height)],
    ['IEND', Buffer.alloc(0)],
  ]);
}

function headerOf(width, height, colourType) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourType, 0, 0, 0], 8); // 8 bits a pixel
  return header;
}

// Each row opens with its filter, none: a palette's numbers are no shades, and drawn digits are mostly plain paper.
function rowsOf(pixels, width, height) {
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return deflateSync(rows, { level: 9 });
}

const pngOf = (chunks) =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks.map(([type, data]) => pngChunk(type, data))]);

function pngChunk(type, data) {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), data.length + 8);
  return chunk;
}

// node:zlib has crc32 only from Node 22 on.
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
