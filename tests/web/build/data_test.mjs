// What the site holds besides models: real digits, training digits, the classifier, histories.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { unpackBits } from '../../../web/engine/compute/bits.js';
import { addData } from '../../../web/build/data.mjs';
import { kClassifier, kDetector, kDigits, kRoot } from '../../../web/build/places.mjs';
import { greyPng } from '../../../web/build/png.mjs';

const folder = await mkdtemp(join(tmpdir(), 'latentwalk-data-'));
after(() => rm(folder, { recursive: true }));

async function add(places) {
  const site = new Map();
  const manifest = {};
  await addData(site, manifest, places);
  return { site, manifest };
}
const idx = async (name, head) => gunzipSync(await readFile(join(kRoot, kDigits, `${name}.gz`))).subarray(head);

test('without MNIST the committed test digits are there, exactly, and no training digits', async () => {
  // A checkout as it is cloned: this one may have fetched MNIST.
  const root = join(folder, 'checkout');
  for (const part of [kDigits, kClassifier, kDetector]) {
    await cp(join(kRoot, part), join(root, part), { recursive: true });
  }
  const { site, manifest } = await add({ root });
  const { test: digits, train } = manifest.digits;
  assert.deepEqual([digits.count, digits.width, digits.height], [1000, 28, 28]);
  assert.equal(train, undefined);
  const bytes = gunzipSync(site.get(digits.file));
  assert.ok(bytes.subarray(0, 1000).equals((await idx('t10k-labels-idx1-ubyte', 8)).subarray(0, 1000)));
  assert.ok(bytes.subarray(1000).equals((await idx('t10k-images-idx3-ubyte', 16)).subarray(0, 784000)));
  assert.equal(digits.bytes, site.get(digits.file).length);
  assert.ok(site.has(manifest.classifier.file));
  assert.ok(site.has(manifest.detector.file));
});

test('with MNIST the training digits come as one bit a pixel', async () => {
  for (const set of ['t10k', 'train'])
    for (const kind of ['images-idx3', 'labels-idx1'])
      await cp(join(kRoot, kDigits, `t10k-${kind}-ubyte.gz`), join(folder, `${set}-${kind}-ubyte.gz`));
  const { site, manifest } = await add({ mnist: folder });
  const { train } = manifest.digits;
  const bytes = gunzipSync(site.get(train.file));
  assert.equal(bytes.length, 1000 * (1 + 98));
  const pixels = (await idx('t10k-images-idx3-ubyte', 16)).subarray(7 * 784, 8 * 784);
  assert.deepEqual(
    unpackBits(bytes.subarray(1000 + 7 * 98, 1000 + 8 * 98), 784),
    Float32Array.from(pixels, (value) => (value / 255 >= 0.5 ? 1 : 0)),
  );
});

test('files that are not what they say are refused by name', async () => {
  const empty = join(folder, 'none');
  await assert.rejects(add({ mnist: empty }), /none: found neither t10k-images-idx3-ubyte nor/);
  const bad = await mkdtemp(join(folder, 'bad-'));
  await writeFile(join(bad, 't10k-images-idx3-ubyte'), Buffer.alloc(20));
  await writeFile(join(bad, 't10k-labels-idx1-ubyte'), Buffer.alloc(20));
  await assert.rejects(add({ mnist: bad }), /t10k-images-idx3-ubyte: not an IDX file of bytes with 3 axes/);
});

test('histories are listed with their pictures; another format is refused', async () => {
  const history = await mkdtemp(join(folder, 'history-'));
  const run = { format: 'latentwalk-epochs', version: 1, model: 'm', preset: 'best', picture: 'm-best.png' };
  await writeFile(join(history, 'm-best.json'), JSON.stringify(run));
  await writeFile(join(history, 'm-best.png'), greyPng(new Uint8Array(6), 3, 2));
  const { site, manifest } = await add({ history });
  assert.deepEqual(manifest.history, [
    { model: 'm', preset: 'best', data: 'history/m-best.json', picture: 'history/m-best.png' },
  ]);
  assert.equal(site.get('history/m-best.png').readUInt32BE(16), 3);
  await writeFile(join(history, 'x.json'), JSON.stringify({ ...run, format: 'other' }));
  await assert.rejects(add({ history }), /x\.json: format is 'other', expected 'latentwalk-epochs'/);
  await writeFile(join(history, 'x.json'), JSON.stringify({ ...run, picture: '../secret.png' }));
  await assert.rejects(add({ history }), /the name '\.\.\/secret\.png' may contain only letters/);
});
