// The classifier that reads digits, and drawing between classes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { kLetters } from '../../../../assets/classifier/letters.mjs';
import { kClassifier, kDetector, kDigits } from '../../../../web/build/places.mjs';
import { loadClassifier } from '../../../../web/engine/module/classifier.js';
import { loadExplore } from '../../../../web/engine/module/explore.js';
import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import { exploreUrl, fixture, largestDifference, root, wasmUrl } from '../../../wasm/support.mjs';

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

test('the detector takes 98 of 100 real digits for digits, and neither letters nor noise', async () => {
  const detector = await loadClassifier(join(root, kDetector), { wasmUrl });
  const areDigits = async (pixels) =>
    (await detector.read(pixels, pixels.length / 784))
      .filter((_, i) => i % 2 === 1)
      .map((share) => Number(share >= 0.5));
  const sum = (values) => values.reduce((a, b) => a + b);
  const { pixels } = await realDigits(1000);
  assert.ok(sum(await areDigits(pixels)) >= 980);
  const explore = await loadExplore({ wasmUrl: exploreUrl });
  const letters = new Float32Array(kLetters.length * 784);
  kLetters.forEach(({ strokes }, i) => letters.set(explore.prepareDrawing(drawn(strokes)).digit, 784 * i));
  const taken = await areDigits(letters);
  assert.ok(sum(taken) <= 2, `taken for digits: ${kLetters.filter((_, i) => taken[i]).map(({ name }) => name)}`);
  let seed = 1;
  const noise = Float32Array.from({ length: 20 * 784 }, () => (seed = (seed * 16807) % 2147483647) / 2147483647);
  assert.equal(sum(await areDigits(noise)), 0);
  detector.close();
});

/** Strokes of 9 pixels on a pad of 112 x 112, with a margin. */
function drawn(strokes) {
  const pad = new Float32Array(112 * 112);
  const at = ([x, y]) => [16 + 80 * x, 16 + 80 * y];
  for (const stroke of strokes) {
    for (let i = 0; i + 1 < stroke.length; i++) {
      const [[x0, y0], [x1, y1]] = [at(stroke[i]), at(stroke[i + 1])];
      for (let k = 0; k <= 200; k++) {
        const [cx, cy] = [x0 + ((x1 - x0) * k) / 200, y0 + ((y1 - y0) * k) / 200];
        for (let y = Math.ceil(cy - 4.5); y <= cy + 4.5; y++) {
          for (let x = Math.ceil(cx - 4.5); x <= cx + 4.5; x++)
            if (Math.hypot(x - cx, y - cy) <= 4.5) pad[112 * y + x] = 1;
        }
      }
    }
  }
  return pad;
}

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
