// Drawings as text.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { formatRuns, parseRuns } from '../../../../web/engine/compute/run_lengths.js';

test('runs hold a drawing as text and refuse what is none', () => {
  const pixels = Float32Array.from({ length: 112 * 112 }, (_, i) => (Math.sin(i / 50) > 0.9 || i > 12000 ? 1 : 0));
  assert.deepEqual(parseRuns(formatRuns(pixels), pixels.length), pixels);
  assert.equal(formatRuns(new Float32Array(100)), '');
  assert.deepEqual(parseRuns('', 4), new Float32Array(4));
  for (const bad of ['<b>', '/////', '_', '_____________', 'ABCD9999'])
    assert.equal(parseRuns(bad, 16), undefined, bad);
});
