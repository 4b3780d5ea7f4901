// Follows docs/letters.md.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { follow, hasModule, makeClone } from './follow.mjs';

const clone = makeClone();
const followed = await follow('letters.md', clone, {
  smaller: [
    ['make_letters letters', 'make_letters letters 20'],
    ['--out my-models/letters.safetensors', '--out my-models/letters.safetensors --steps 300'],
  ],
  least: 9,
});

test('what the tutorial promises is there and said', () => {
  for (const file of ['data/letters/preview.png', 'a.png', 'letters.png', 'a-to-b.gif'])
    assert.ok(fs.existsSync(path.join(clone, file)), file);
  for (const words of [
    /dark ink on light paper \(100 % of 260 edges are so\)/,
    /\nZ +17 +3\n/,
    /no configuration is given, so one is proposed/,
    /classes +26: A, B, C/,
    /class A, seed 1/,
    /from station 1@0 \(A\) to station 1@1 \(B\)/,
  ])
    assert.match(followed.said, words);
  if (!hasModule) return;
  const { models } = JSON.parse(fs.readFileSync(path.join(clone, 'build/my-site/models/manifest.json'), 'utf8'));
  assert.equal(models[0].classes.join(''), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
});
