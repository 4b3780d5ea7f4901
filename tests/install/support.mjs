// What the tests of the installation share.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

export const { LATENTWALK_BUILD: build, LATENTWALK_ROOT: root, LATENTWALK_VERSION: version } = process.env;
export const programs = (process.env.LATENTWALK_PROGRAMS ?? '').split(' ').filter(Boolean); // paths

/** Runs a program to its end; its output, or an Error with what it said. */
export function run(program, argv, options = {}) {
  return execFileSync(program, argv, {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
}

/** { width, height, pixels } of an 8-bit grey PGM. */
export function readPgm(path) {
  const bytes = readFileSync(path);
  const [header, width, height] = /^P5 (\d+) (\d+) 255\n/.exec(bytes.subarray(0, 40).toString('latin1'));
  return { width: Number(width), height: Number(height), pixels: bytes.subarray(header.length) };
}

/** The same of an 8-bit grey PNG that is not interlaced. */
export function readPng(path) {
  const bytes = readFileSync(path);
  const parts = [];
  let width, height;
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at),
      type = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') [width, height] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const raw = inflateSync(Buffer.concat(parts)),
    pixels = Buffer.alloc(width * height);
  for (let y = 0; y < height; ++y) {
    const filter = raw[y * (width + 1)];
    for (let x = 0; x < width; ++x) {
      const left = x ? pixels[y * width + x - 1] : 0,
        up = y ? pixels[(y - 1) * width + x] : 0;
      const corner = x && y ? pixels[(y - 1) * width + x - 1] : 0,
        guess = left + up - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      const nearest = a <= b && a <= c ? left : b <= c ? up : corner;
      pixels[y * width + x] = raw[y * (width + 1) + 1 + x] + [0, left, up, (left + up) >> 1, nearest][filter];
    }
  }
  return { width, height, pixels };
}
