// A LibTorch that computes wrongly, in the program's own run: what lies below it is made to (wrong_arithmetic.cpp, preloaded).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { configuration, data, lines, out, run } from './support.mjs';

const wrong = process.env.LATENTWALK_WRONG_ARITHMETIC;

/// The convolutional VAE, an eighth as wide: convolutions, which go to oneDNN, and products, which go to BLAS.
const config = configuration('conv-vae', 'narrow', (json) => {
  for (const network of Object.values(json.networks))
    for (const layer of network.layers) if (layer.type === 'conv2d') layer.out = 8;
});
const train = (name, environment) =>
  run(
    [
      'train',
      '--config',
      config,
      '--data',
      data,
      '--out',
      out(name),
      '--epochs',
      '1',
      '--batch-size',
      '250',
      '--threads',
      '1',
      '--log-every',
      '1',
      '--classifier',
      'none',
    ],
    environment,
  );
const warning =
  /LibTorch's oneDNN computes wrong results here \((transposed )?convolution .* is off by .*\); it is switched off, training is slower/;
const losses = (name) =>
  lines(name)
    .filter((line) => !line.means)
    .map((line) => line.loss);

test('sound arithmetic is not warned of', () => {
  let { status, stdout, stderr } = train('sound', { LD_PRELOAD: wrong });
  // Debian 13's own oneDNN is wrong, but for the instructions of old processors.
  if (warning.test(stdout + stderr)) {
    fs.rmSync(out('sound'), { recursive: true });
    ({ status, stdout, stderr } = train('sound', { LD_PRELOAD: wrong, ONEDNN_MAX_CPU_ISA: 'AVX' }));
  }
  assert.equal(status, 0, stderr);
  assert.doesNotMatch(stdout + stderr, /oneDNN/);
});

test('where oneDNN computes wrongly it is switched off, which is said, and what is trained is right', () => {
  const { status, stdout, stderr } = train('fallback', { LD_PRELOAD: wrong, LATENTWALK_WRONG: 'onednn' });
  assert.equal(status, 0, stderr);
  assert.match(stdout + stderr, warning);
  const [sound, fallback] = [losses('sound'), losses('fallback')];
  assert.equal(fallback.length, sound.length);
  assert.ok(sound.length >= 3);
  // The same network on the same digits, by other routines: floats summed in another order, over few steps.
  fallback.forEach((loss, i) =>
    assert.ok(Math.abs(loss - sound[i]) < 1e-3 * Math.abs(sound[i]), `step ${i + 1}: ${loss}, expected ${sound[i]}`),
  );
});

test('where everything computes wrongly training is refused in one line, and nothing is written', () => {
  const { status, stdout, stderr } = train('refused', { LD_PRELOAD: wrong, LATENTWALK_WRONG: 'all' });
  assert.equal(status, 1, stdout);
  assert.match(
    stderr,
    /^latentwalk-train: LibTorch computes wrong results here, with oneDNN \(.* is off by .*\) and without \(.* is off by .*\)[^\n]*\n$/,
  );
  assert.ok(!fs.existsSync(out('refused')), 'no folder was made');
});
