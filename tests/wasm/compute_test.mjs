// Sampling, decoding, encoding and walking, held against the native core's results.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { loadModel } from '../../web/engine/module/latentwalk-node.js';
import { fixture, floatsOf, largestDifference, readSafetensors, wasmUrl } from './support.mjs';

const names = ['tiny-gan', 'tiny-vae', 'tiny-cgan', 'tiny-cvae'];

async function withModel(name, body) {
  const model = await loadModel(fixture(`${name}.safetensors`), { wasmUrl });
  try {
    await body(model, await readSafetensors(fixture(`${name}.safetensors`)));
  } finally {
    model.close();
  }
}

test('a seed gives the same latents as natively, bit for bit', async () => {
  const streams = JSON.parse(await readFile(fixture('latents.json'), 'utf8'));
  assert.ok(streams.length >= names.length);
  for (const { model: name, prior, seed, count, float_bits } of streams) {
    await withModel(name, async (model) => {
      const latents = await model.sampleLatents(seed, count, { prior });
      assert.deepEqual(Array.from(new Uint32Array(latents.buffer)), float_bits, `${name}, ${prior}, seed ${seed}`);
    });
  }
});

test('a seed may be a BigInt of 64 bits, whose halves both count', async () => {
  await withModel('tiny-gan', async (model) => {
    assert.deepEqual(await model.sampleLatents(7n, 3), await model.sampleLatents(7, 3));
    assert.notDeepEqual(await model.sampleLatents(7n + (1n << 40n), 3), await model.sampleLatents(7, 3));
    assert.deepEqual(await model.sampleLatents(2 ** 40 + 7, 3), await model.sampleLatents((1n << 40n) + 7n, 3));
    assert.equal((await model.sampleLatents((1n << 64n) - 1n, 3)).length, 3 * model.latentDim);
  });
});

test('the fitted prior depends on the class, and a walk on it leaves the straight way and keeps its ends', async () => {
  await withModel('tiny-cvae', async (model) => {
    assert.ok(model.hasFittedPrior);
    const draw = (classLabels) => model.sampleLatents(5, 3, { prior: 'fitted', classLabels });
    assert.deepEqual(await draw([0, 1, 2]), await draw());
    const [ends, others] = [await draw([0, 1, 2]), await draw([0, 2, 2])];
    assert.deepEqual(others.slice(0, 4), ends.slice(0, 4));
    assert.notDeepEqual(others.slice(4, 8), ends.slice(4, 8));
    const walk = (prior) => model.walk(ends, { frames: 9, interpolation: 'lerp', prior, classLabels: [0, 1, 2] });
    const [kept, straight] = [await walk('fitted'), await walk('standard')];
    assert.equal(kept.length, straight.length);
    assert.ok(largestDifference(kept, straight) > 0.01);
    for (const s of [0, 1, 2]) assert.deepEqual(kept.slice(s * 32, s * 32 + 4), ends.slice(s * 4, s * 4 + 4));
  });
});

test('the first samples do not depend on how many are drawn', async () => {
  await withModel('tiny-vae', async (model) => {
    const [few, many] = [await model.sampleLatents(11, 2), await model.sampleLatents(11, 50)];
    assert.deepEqual(few, many.slice(0, few.length));
  });
});

for (const name of names) {
  test(`${name} gives the outputs of its layers, the last of which is the picture`, () =>
    withModel(name, async (model) => {
      const latent = await model.sampleLatents(3, 1);
      const classLabel = model.classCount > 0 ? 1 : undefined;
      const { decoder_layers: layers } = model.info;
      const outputs = await model.decoderActivations(latent, { classLabel });
      assert.deepEqual(
        outputs.map(({ length }) => length),
        layers.map(({ shape }) => shape.reduce((size, axis) => size * axis)),
      );
      const chosen = { layers: [layers[0].layer, layers.at(-1).layer], classLabel };
      assert.deepEqual(await model.decoderActivations(latent, chosen), [outputs[0], outputs.at(-1)]);
      const pixels = await model.decode(latent, 1, {
        classLabels: classLabel === undefined ? undefined : [classLabel],
      });
      const [low, high] = [Math.min(...outputs.at(-1)), Math.max(...outputs.at(-1))];
      const [paper, ink] = [Math.min(...pixels), Math.max(...pixels)];
      const scaled = pixels.map((value) => low + ((value - paper) / (ink - paper)) * (high - low));
      assert.ok(largestDifference(outputs.at(-1), scaled) < 1e-4);
    }));

  test(`${name} draws the pictures of its self-test`, () =>
    withModel(name, async (model, { tensors }) => {
      const expected = floatsOf(tensors['selftest.images']);
      const labels = tensors['selftest.labels'];
      const options = labels ? { classLabels: Array.from(floatsOf(labels)) } : {};
      const latents = floatsOf(tensors['selftest.latents']);
      const pixels = await model.decode(latents, latents.length / model.latentDim, options);
      assert.ok(largestDifference(pixels, expected) < 1e-5);
      assert.ok(pixels.every((value) => value >= 0 && value <= 1));
      assert.ok(Math.max(...pixels) - Math.min(...pixels) > 0.1, 'the pictures are not blank');
    }));
}

test('a label changes what a conditional model draws', () =>
  withModel('tiny-cgan', async (model) => {
    const latents = await model.sampleLatents(3, 1);
    const [zero, one] = [
      await model.decode(latents, 1, { classLabels: [0] }),
      await model.decode(latents, 1, { classLabels: Int32Array.of(1) }),
    ];
    assert.ok(largestDifference(zero, one) > 1e-3);
  }));

test('encoding gives the codes of the self-test', () =>
  withModel('tiny-vae', async (model, { tensors }) => {
    const images = floatsOf(tensors['selftest.images']);
    const codes = floatsOf(tensors['selftest.codes']);
    const count = images.length / (model.imageWidth * model.imageHeight);
    const { mean, logVariance } = await model.encodeDistribution(images, count);
    const dim = model.latentDim;
    for (let n = 0; n < count; n++) {
      const row = codes.subarray(2 * n * dim, 2 * (n + 1) * dim);
      assert.ok(largestDifference(mean.subarray(n * dim, (n + 1) * dim), row.subarray(0, dim)) < 1e-4);
      assert.ok(largestDifference(logVariance.subarray(n * dim, (n + 1) * dim), row.subarray(dim)) < 1e-4);
    }
    assert.deepEqual(await model.encode(images, count), mean);
  }));

test('many samples at once are the same as one at a time', () =>
  withModel('tiny-gan', async (model) => {
    const latents = await model.sampleLatents(1, 150);
    const size = model.imageWidth * model.imageHeight;
    const all = await model.decode(latents, 150);
    for (const i of [0, 63, 64, 149]) {
      const one = await model.decode(latents.subarray(i * model.latentDim, (i + 1) * model.latentDim), 1);
      assert.ok(largestDifference(one, all.subarray(i * size, (i + 1) * size)) < 1e-6);
    }
  }));

test('plain arrays do for latents, and the count may be left out', () =>
  withModel('tiny-gan', async (model) => {
    const latents = await model.sampleLatents(1, 2);
    assert.deepEqual(await model.decode(Array.from(latents)), await model.decode(latents, 2));
  }));

test('a walk begins and ends at its stations, keeps its length on the sphere and cuts across on the line', () =>
  withModel('tiny-gan', async (model) => {
    const dim = model.latentDim;
    const stations = await model.sampleLatents(4, 3);
    const round = await model.walk(stations, { frames: 11 });
    assert.equal(round.length, (2 * 10 + 1) * dim);
    for (const [frame, station] of [
      [0, 0],
      [10, 1],
      [20, 2],
    ]) {
      const at = round.subarray(frame * dim, (frame + 1) * dim);
      assert.ok(largestDifference(at, stations.subarray(station * dim, (station + 1) * dim)) < 1e-5);
    }
    const straight = await model.walk(stations, { frames: 11, interpolation: 'lerp' });
    const middle = straight.subarray(5 * dim, 6 * dim);
    const mean = Float32Array.from(middle, (_, i) => (stations[i] + stations[dim + i]) / 2);
    assert.ok(largestDifference(middle, mean) < 1e-5);
    assert.ok(Math.hypot(...round.subarray(5 * dim, 6 * dim)) > Math.hypot(...middle) + 0.1);
    const loop = await model.walk(stations, { frames: 11, loop: true });
    assert.equal(loop.length, 3 * 10 * dim);
    assert.deepEqual(loop.subarray(0, 20 * dim), round.subarray(0, 20 * dim));
  }));
