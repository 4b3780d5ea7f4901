// What the tests under Node share.

import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const wasmPath = process.env.LATENTWALK_WASM ?? join(root, 'build/wasm/bin/latentwalk.wasm');
export const wasmUrl = pathToFileURL(wasmPath);
export const exploreUrl = new URL('latentwalk-explore.wasm', wasmUrl); // built beside it
export const fixture = (name) => join(root, 'tests/fixtures', name);

/** A safetensors file taken apart: its header, and each tensor's bytes. */
export async function readSafetensors(path) {
  const bytes = await readFile(path);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const { __metadata__: metadata, ...tensors } = JSON.parse(bytes.subarray(8, 8 + headerLength).toString());
  const data = bytes.subarray(8 + headerLength);
  for (const tensor of Object.values(tensors)) tensor.bytes = Buffer.from(data.subarray(...tensor.data_offsets));
  return { metadata, tensors };
}

/** The file again, offsets counted anew. */
export function writeSafetensors({ metadata, tensors }) {
  const header = { __metadata__: metadata };
  const parts = [];
  let offset = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [offset, offset + bytes.length] };
    parts.push(bytes);
    offset += bytes.length;
  }
  let text = JSON.stringify(header);
  text += ' '.repeat((8 - (text.length % 8)) % 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, Buffer.from(text), ...parts]);
}

/** The values of an F32 tensor. */
export const floatsOf = ({ bytes }) =>
  Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(4 * i));

export function largestDifference(a, b) {
  if (a.length !== b.length) throw new Error(`lengths ${a.length} and ${b.length}`);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}
