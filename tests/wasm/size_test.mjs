// What a visitor downloads before the first digit.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { engineSize } from '../../scripts/inference/size.mjs';
import { wasmPath } from './support.mjs';

test('the engine takes at most 100 kB, gzipped: the wasm module and its JavaScript', async () => {
  const { wasm, scripts } = await engineSize(wasmPath);
  assert.ok(scripts > 2e3, `the bundle of ${scripts} bytes cannot hold the engine`);
  assert.ok(
    wasm + scripts <= 100e3,
    `${wasm} bytes of wasm and ${scripts} of JavaScript are ${wasm + scripts}, at most 100,000`,
  );
});
