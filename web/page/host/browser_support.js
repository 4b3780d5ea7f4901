// Whether this browser can draw at all.

import * as text from '../words/text.js';

// A module of one function that makes a vector of 16 zeros: a browser without WebAssembly SIMD does not take it.
const kVector = Uint8Array.of(
  0x00,
  0x61,
  0x73,
  0x6d,
  1,
  0,
  0,
  0, //    \0asm, version 1
  1,
  5,
  1,
  0x60,
  0,
  1,
  0x7b, //             one type: () -> v128
  3,
  2,
  1,
  0, //                            one function of it
  10,
  8,
  1,
  6,
  0,
  0x41,
  0,
  0xfd,
  0x0f,
  0x0b, // i32.const 0, i8x16.splat, end
);

/** The sentence that says why not; empty where it can. */
export function whyUnsupported() {
  if (typeof WebAssembly !== 'object') return text.failure.noWasm;
  return WebAssembly.validate(kVector) ? '' : text.failure.noSimd;
}
