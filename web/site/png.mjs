// Writes a PNG of ink on nothing.

import { deflateSync } from 'node:zlib';

/** A square picture of one colour whose opacity is the ink: a PNG with a palette of 256 opacities. */
export function inkPng(ink, side, colour) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits, palette
  const palette = Buffer.alloc(3 * 256, Buffer.from(colour.slice(1), 'hex'));
  const opacity = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  const rows = Buffer.alloc(side * (side + 1)); // each row opens with its filter, none: a palette's numbers are no shades
  for (let y = 0; y < side; y++) rows.set(ink.subarray(y * side, (y + 1) * side), y * (side + 1) + 1);
  const chunks = [['IHDR', header], ['PLTE', palette], ['tRNS', opacity], ['IDAT', deflateSync(rows, { level: 9 })], ['IEND', Buffer.alloc(0)]];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks.map(([type, data]) => pngChunk(type, data))]);
}

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
