// The same numbers everywhere: natively and as wasm, every shipped model, seed by seed. (The viewer draws through the same
// core: tests/native/viewer/core/jobs_test.cpp holds its worker's pictures to the core's, bit for bit.)
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { loadModel } from '../../web/engine/module/latentwalk-node.js';

const root = process.env.LATENTWALK_ROOT;
const wasmUrl = pathToFileURL(process.env.LATENTWALK_WASM);
const kSeeds = process.env.LATENTWALK_FULL ? 10_000 : 200;
// Sums of floats in another order. conv-gan's deep network widens that (docs/notes/performance.md, Error): 1.67e-5 is the
// worst of its 10,000 seeds, a 235th of the step from one grey to the next.
const tolerance = (name) => (name === 'conv-gan.safetensors' ? 2e-5 : 1e-5);
const kBatch = 50;

const models = fs.readdirSync(path.join(root, 'models')).filter((name) => name.endsWith('.safetensors'));

/** What a native program draws: {latents, pixels} of a seed after the other, from its standard output. */
async function* drawn(program, file, latentDim, pixelCount) {
  const child = spawn(program, [file, '0', `${kSeeds}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const size = 4 * (latentDim + pixelCount);
  let rest = Buffer.alloc(0);
  for await (const chunk of child.stdout) {
    rest = Buffer.concat([rest, chunk]);
    let at = 0;
    for (; at + size <= rest.length; at += size) {
      const floats = new Float32Array(Uint8Array.from(rest.subarray(at, at + size)).buffer);
      yield { latents: floats.subarray(0, latentDim), pixels: floats.subarray(latentDim) };
    }
    rest = rest.subarray(at);
  }
  assert.equal(rest.length, 0, `${program} ended within a picture`);
}

/** The largest difference between a program's pictures and wasm's; latents must be the same bits. */
async function largest(program, name) {
  const file = path.join(root, 'models', name);
  const model = await loadModel(file, { wasmUrl });
  const { latentDim, classCount } = model,
    pixelCount = model.imageWidth * model.imageHeight;
  let seed = 0,
    worst = 0,
    expected;
  for await (const { latents, pixels } of drawn(program, file, latentDim, pixelCount)) {
    const row = seed % kBatch;
    if (row === 0) {
      const count = Math.min(kBatch, kSeeds - seed),
        all = new Float32Array(count * latentDim),
        labels = [];
      for (let i = 0; i < count; ++i) {
        const classLabels = classCount ? [(seed + i) % classCount] : undefined;
        const prior = model.hasFittedPrior ? 'fitted' : 'standard';
        all.set(await model.sampleLatents(seed + i, 1, { prior, classLabels }), i * latentDim);
        if (classCount) labels.push(...classLabels);
      }
      expected = { latents: all, pixels: await model.decode(all, count, classCount ? { classLabels: labels } : {}) };
    }
    const bits = (floats) => Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength);
    assert.ok(
      bits(latents).equals(bits(expected.latents.subarray(row * latentDim, (row + 1) * latentDim))),
      `${name}, seed ${seed}: the latents differ`,
    );
    for (let i = 0; i < pixelCount; ++i)
      worst = Math.max(
        worst,
        Math.abs(pixels[i] - expected.pixels[row * pixelCount + i]) || (Number.isNaN(pixels[i]) ? Infinity : 0),
      );
    ++seed;
  }
  assert.equal(seed, kSeeds, `${name}: ${program} drew ${seed} of ${kSeeds} seeds`);
  model.close();
  return worst;
}

test('there are ten shipped models', () => assert.equal(models.length, 10));

for (const [what, program] of [
  ['natively', process.env.LATENTWALK_PICTURES],
  ['in a program that is built with fast-math', process.env.LATENTWALK_PICTURES_FAST],
])
  for (const name of models)
    test(`${name} draws the same ${what} and as wasm for ${kSeeds} seeds, to ${tolerance(name)}`, async () => {
      const worst = await largest(program, name);
      console.log(`# ${name} ${what}: ${worst}`);
      assert.ok(worst < tolerance(name), `${worst}`);
    });
