// Training in Node's threads: the same bits with any number of workers, and a run that goes on when a worker is lost.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test } from 'node:test';

import { createLearner, createLineGan } from '../../../../web/engine/learn/learn-node.js';
import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import { learnUrl, wasmUrl } from '../../../wasm/support.mjs';
import { config, tinyVae, realDigits } from './digits.mjs';

const digits = await realDigits();
const open = [];
after(() => open.forEach((learner) => learner.close()));

async function learnerOf(given, options = {}) {
  const learner = await createLearner(given, digits, { wasmUrl: learnUrl, ...options });
  open.push(learner);
  return learner;
}

const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

for (const name of ['tiny-vae', 'small-gan']) {
  test(`${name}: 1, 2 and 4 workers give the same bits`, async () => {
    const given = name === 'tiny-vae' ? tinyVae : await config(name);
    const hashes = [];
    for (const workers of [1, 2, 4]) {
      const learner = await learnerOf(given, { seed: 5, workers });
      await learner.step(6);
      hashes.push(hashOf(await learner.checkpoint()));
      learner.close();
    }
    assert.deepEqual(hashes, [hashes[0], hashes[0], hashes[0]]);
  });
}

test('a seed gives the same run again, and another seed another one', async () => {
  const [first, again, other] = await Promise.all([1, 1, 2].map((seed) => learnerOf(tinyVae, { seed })));
  await Promise.all([first, again, other].map((learner) => learner.step(3)));
  assert.deepEqual(first.losses, again.losses);
  assert.notDeepEqual(first.losses, other.losses);
});

test('a VAE learns: its loss falls, and the exported model draws what the learner draws', async () => {
  const learner = await learnerOf(tinyVae, { seed: 1 });
  const { loss: start } = await learner.step();
  const { loss: end } = await learner.step(150);
  assert.ok(end < 0.7 * start, `${start} to ${end}`);
  assert.equal(learner.steps, 151);
  const model = await loadModel(await learner.exportModel(), { wasmUrl });
  const latents = await learner.sampleLatents(7, 4);
  assert.deepEqual(latents, await model.sampleLatents(7, 4));
  const [mine, its] = [await learner.sample(latents), await model.decode(latents)];
  assert.ok(mine.every((value, i) => Math.abs(value - its[i]) < 2e-3));
  const { mean } = await learner.encode(mine.slice(0, 784));
  const code = await model.encode(mine.slice(0, 784));
  assert.ok(mean.every((value, i) => Math.abs(value - code[i]) < 2e-2));
  model.close();
});

test('digits of one bit a pixel train', async () => {
  const pixels = new Uint8Array(digits.labels.length * 98);
  digits.pixels.forEach((value, i) => (pixels[i >> 3] |= value >= 128 ? 0x80 >> (i & 7) : 0));
  const learner = await createLearner(tinyVae, { pixels, labels: digits.labels, depth: 1 }, { wasmUrl: learnUrl });
  open.push(learner);
  const { loss } = await learner.step();
  assert.ok((await learner.step(60)).loss < 0.8 * loss);
});

test('a rate that changes in mid-run takes effect, and a checkpoint goes on with the same bits', async () => {
  const learner = await learnerOf(tinyVae, { seed: 3 });
  await learner.step(5);
  await learner.set({ lr: 0.0001, klWeight: 2 });
  assert.equal(learner.info.config.training.optimisers.decoder.lr, 0.0001);
  assert.equal(learner.info.config.objective.kl_weight, 2);
  const checkpoint = await learner.checkpoint();
  await learner.step(5);
  const expected = hashOf(await learner.checkpoint());
  await learner.restore(checkpoint);
  assert.equal(learner.steps, 5);
  await learner.step(5);
  assert.equal(hashOf(await learner.checkpoint()), expected);
});

test('a lost worker is replaced, and the run ends with the same bits', async () => {
  const { makeWorker, workers } = await spies();
  const learner = await learnerOf(tinyVae, { seed: 4, workers: 2, makeWorker });
  const plain = await learnerOf(tinyVae, { seed: 4 });
  await learner.step(4);
  await learner.set({ klWeight: 0.5 });
  await plain.step(4);
  await plain.set({ klWeight: 0.5 });
  const going = learner.step(40);
  workers[1].terminate();
  await going;
  assert.ok(workers.length > 2, 'new workers were made');
  await plain.step(40);
  assert.equal(learner.steps, 44);
  assert.equal(hashOf(await learner.checkpoint()), hashOf(await plain.checkpoint()));
});

async function spies() {
  const { Worker } = await import('node:worker_threads');
  const workers = [];
  const makeWorker = () => {
    const thread = new Worker(new URL('../../../../web/engine/learn/learn_worker-node.js', import.meta.url));
    const worker = { postMessage: thread.postMessage.bind(thread), terminate: () => thread.terminate() };
    thread.on('message', (data) => worker.onmessage({ data }));
    thread.on('exit', () => worker.onerror?.({ message: 'ended' }));
    workers.push(worker);
    return worker;
  };
  return { makeWorker, workers };
}

test('a run that diverges ends with a sentence and keeps its last good weights', async () => {
  const learner = await learnerOf(tinyVae, { seed: 1, workers: 2 });
  await learner.step(2);
  await learner.set({ lr: 1 });
  await learner.set({ lr: { encoder: 1, decoder: 1 }, klWeight: 1000 });
  await assert.rejects(
    async () => {
      for (let i = 0; i < 50; i++) await learner.step(20);
    },
    (/** @type {Error} */ error) =>
      /^training diverged: .* at step \d+; the weights are those of step/.test(error.message) &&
      !/\n/.test(error.message),
  );
  const latents = await learner.sampleLatents(1, 2);
  assert.ok((await learner.sample(latents)).every(Number.isFinite));
});

/** @type {[string, () => string | Promise<string>, object, object, RegExp][]} */
const refusals = [
  ['an objective that the core cannot train', () => config('infogan'), {}, {}, /infogan|core/],
  ['no digits', () => tinyVae, { pixels: new Uint8Array(0), labels: new Uint8Array(0) }, {}, /number of digits is 0/],
  ['digits of another size', () => tinyVae, { width: 14, height: 56 }, {}, /28/],
  ['pixels that do not fit the labels', () => tinyVae, { labels: new Uint8Array(3) }, {}, /3 pictures of 784 bytes/],
  ['a label beyond the classes', () => config('cvae'), { labels: new Uint8Array(1000).fill(10) }, {}, /label/],
  ['workers that are no power of 2', () => tinyVae, {}, { workers: 3 }, /workers is 3/],
  ['more workers than shards', () => tinyVae, {}, { workers: 8 }, /4 shards/],
  ['a rate of 0', () => tinyVae, {}, { patch: { training: { optimisers: { encoder: { lr: 0 } } } } }, /lr/],
  ['a batch that the shards do not divide', () => tinyVae, {}, { patch: { training: { batch_size: 30 } } }, /shards/],
  ['an unknown key', () => tinyVae, {}, { patch: { training: { rate: 1 } } }, /rate/],
  ['text that is no JSON', () => '{', {}, {}, /the configuration/],
];
for (const [what, given, change, options, pattern] of refusals) {
  test(`${what} is refused in one line`, async () => {
    await assert.rejects(
      async () => createLearner(await given(), { ...digits, ...change }, { wasmUrl: learnUrl, ...options }),
      (/** @type {Error} */ error) => {
        assert.match(error.message, pattern);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      },
    );
  });
}

test('a closed learner says so', async () => {
  const learner = await learnerOf(tinyVae);
  const going = learner.step(1000);
  learner.close();
  learner.close();
  await assert.rejects(going, /closed/);
  await assert.rejects(learner.step(), /closed/);
});

test('what spoils a training is named on real digits; a training that goes well has no trouble', async () => {
  const troubleOf = async (name, settings) => {
    const learner = await learnerOf(await config(name), { patch: { training: { schedule: null } } });
    await learner.set(settings);
    await learner.step(99);
    assert.equal(await learner.trouble(), null);
    await learner.step(21);
    return learner.trouble();
  };
  assert.equal(await troubleOf('small-vae', { klWeight: 10 }), 'posterior_collapse');
  assert.equal(await troubleOf('small-vae', { klWeight: 1 }), null);
  assert.equal(await troubleOf('small-gan', { lr: { generator: 0.2, discriminator: 0.1 } }), 'mode_collapse');
  assert.equal(await troubleOf('small-gan', {}), null);
});

test('a GAN on a line: its discriminator approaches D*, a seed repeats it, and what makes no sense is refused', async () => {
  const [p, q] = [-1, 1].map((centre) => ({ shape: /** @type {const} */ ('normal'), centre, width: 1 }));
  const make = (options) => createLineGan(p, q, { wasmUrl: learnUrl, ...options });
  const [one, same] = await Promise.all([make(), make()]);
  await one.step(300);
  for (let i = 0; i < 3; i++) await same.step(100);
  const { discriminator, density, lesson } = await one.curves();
  assert.deepEqual((await same.curves()).discriminator, discriminator);
  assert.equal(one.steps, 300);
  // D* of these two is the logistic function of −2x.
  const errors = discriminator.map((value, i) => Math.abs(value - 1 / (1 + Math.exp(2 * (i / 20 - 4)))));
  assert.ok(Math.max(...errors.subarray(40, 121)) < 0.1, `off by ${Math.max(...errors)}`);
  assert.ok(Math.abs(density[100] - 1 / Math.sqrt(2 * Math.PI)) < 1e-6);
  assert.equal(lesson.length, 161);
  for (const gan of [one, same]) gan.close();
  await assert.rejects(make({ loss: 'hinge' }), /loss is .hinge., expected 'minimax' or 'non_saturating'/);
  await assert.rejects(make({ seed: -1 }), /seed is -1/);
  await assert.rejects(createLineGan({ ...p, centre: 9 }, q, { wasmUrl: learnUrl }), /centre/);
});
