// The classifier that reads digits, and drawing between classes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { kClassifier, kDigits } from '../../../../web/build/places.mjs';
import { loadClassifier } from '../../../../web/engine/module/classifier.js';
import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import { fixture, largestDifference, root, wasmUrl } from '../../../wasm/support.mjs';

const file = join(root, kClassifier);

async function realDigits(count) {
  const read = async (name, head) => gunzipSync(await readFile(join(root, kDigits, `${name}.gz`))).subarray(head);
  const pixels = (await read('t10k-images-idx3-ubyte', 16)).subarray(0, count * 784);
  return {
    pixels: Float32Array.from(pixels, (value) => value / 255),
    labels: (await read('t10k-labels-idx1-ubyte', 8)).subarray(0, count),
  };
}

test('the classifier reads 300 real test digits with at most six mistakes, its answers summing to 1', async () => {
  const reader = await loadClassifier(file, { wasmUrl });
  assert.deepEqual([reader.imageWidth, reader.imageHeight, reader.classCount], [28, 28, 10]);
  const { pixels, labels } = await realDigits(300);
  const all = await reader.read(pixels, 300);
  let wrong = 0;
  for (let n = 0; n < 300; n++) {
    const row = all.subarray(10 * n, 10 * n + 10);
    assert.ok(Math.abs(row.reduce((a, b) => a + b) - 1) < 1e-5);
    if (row.indexOf(Math.max(...row)) !== labels[n]) wrong++;
  }
  assert.ok(wrong <= 6, `${wrong} mistakes`);
  // One at a time gives what many at once give, past the batches it is cut into.
  const one = await reader.read(pixels.slice(100 * 784, 101 * 784), 1);
  assert.ok(largestDifference(one, all.subarray(1000, 1010)) < 1e-5);
  reader.close();
  await assert.rejects(reader.read(pixels, 300), /the classifier is closed/);
});

test('a file that is no classifier is refused by name, and so are pixels of another size', async () => {
  await assert.rejects(
    loadClassifier(fixture('tiny-gan.safetensors'), { wasmUrl }),
    /^Error: tiny-gan\.safetensors: not a digit classifier: format is "latentwalk"/,
  );
  const bytes = await readFile(file);
  await assert.rejects(loadClassifier(bytes.subarray(0, 5000), { wasmUrl, name: 'half' }), /^Error: half: /);
  await assert.rejects(
    loadModel(file, { wasmUrl }),
    /digit-classifier\.safetensors: not a latentwalk model: format is "latentwalk-classifier"/,
  );
  const reader = await loadClassifier(file, { wasmUrl });
  await assert.rejects(reader.read(new Float32Array(783), 1), /pixels has 783 numbers, expected 1 x 784/);
  await assert.rejects(reader.read(new Float32Array(784), 0), /expected 0 x 784|pixels has 784/);
  reader.close();
});

test('one-hot class weights draw what the label draws, and halves lie between', async () => {
  const model = await loadModel(fixture('tiny-cgan.safetensors'), { wasmUrl });
  const z = await model.sampleLatents(3, 1);
  const of = (classWeights) => model.decode(z, 1, { classWeights: Float32Array.from(classWeights) });
  const [zero, two] = [await model.decode(z, 1, { classLabels: [0] }), await model.decode(z, 1, { classLabels: [2] })];
  assert.deepEqual(await of([1, 0, 0]), zero);
  assert.deepEqual(await of([0, 0, 1]), two);
  const half = await of([0.5, 0, 0.5]);
  assert.ok(largestDifference(half, zero) > 1e-3 && largestDifference(half, two) > 1e-3);
  await assert.rejects(of([1, 0]), /classWeights has 2 numbers, expected 1 x 3 = 3/);
  await assert.rejects(of([NaN, 0, 0]), /class weights: element 0 is not a finite number/);
  model.close();
  const plain = await loadModel(fixture('tiny-gan.safetensors'), { wasmUrl });
  await assert.rejects(
    plain.decode(await plain.sampleLatents(1, 1), 1, { classWeights: [1] }),
    /unconditional and takes no class weights/,
  );
  plain.close();
});
