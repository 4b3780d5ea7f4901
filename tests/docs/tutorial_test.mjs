// Follows docs/tutorial.md.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { follow, hasModule, kRoot, makeClone } from './follow.mjs';

const kFashion = '/usr/share/datasets/fashion-mnist';
assert.ok(fs.existsSync(kFashion), `${kFashion} is not there: run scripts/setup --for test`);

// What a test cannot wait for, or reach: [in the document, here].
/** @type {[string, string][]} */
const kSmaller = [
  ['data --fetch data/mnist', 'data --help'], // tests/cli/fetch_test.cpp fetches from servers of its own
  ['--epochs 10', '--epochs 1'],
  [kFashion, 'data/fashion'],
];

const clone = makeClone();

/// 10,000 pictures and labels, as many as the metrics ask for: the first ones of a set, over and over where it has fewer.
function cut(from, prefix, to, as) {
  const count = 10000;
  fs.mkdirSync(to, { recursive: true });
  for (const [kind, header, size] of [
    ['images-idx3', 16, 784],
    ['labels-idx1', 8, 1],
  ]) {
    const source = gunzipSync(fs.readFileSync(path.join(from, `${prefix}-${kind}-ubyte.gz`)));
    const bytes = Buffer.concat([source.subarray(0, header), Buffer.alloc(count * size, source.subarray(header))]);
    bytes.writeUInt32BE(count, 4);
    fs.writeFileSync(path.join(to, `${as}-${kind}-ubyte`), bytes);
  }
}
for (const set of ['train', 't10k']) {
  cut(path.join(kRoot, 'assets/digits'), 't10k', path.join(clone, 'data/mnist'), set);
  cut(kFashion, set, path.join(clone, 'data/fashion'), set);
}
const followed = await follow('tutorial.md', clone, { smaller: kSmaller, least: 15 });

test('what the tutorial promises is there', () => {
  for (const file of [
    'my-digits.png',
    'my-walk.gif',
    'clothes.png',
    'runs/my-vae/samples',
    'my-models/clothes.safetensors',
  ])
    assert.ok(fs.existsSync(path.join(clone, file)), file);
  assert.match(
    followed.said,
    /train .*clothes[^]*reads only \d+ % of these pictures as they are labelled: the samples are not read/,
  );
  assert.match(
    followed.said,
    /evaluate .*clothes[^]*reads only \d+ % of these pictures as they are labelled; metrics that use the classifier/,
  );
  assert.doesNotMatch(followed.said.split('data/fashion')[0], /reads only/);
  if (!hasModule) return;
  const { models } = JSON.parse(fs.readFileSync(path.join(clone, 'build/my-site/models/manifest.json'), 'utf8'));
  assert.deepEqual(
    models.map(({ name }) => name),
    ['clothes', 'my-vae'],
  );
});
