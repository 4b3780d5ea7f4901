// The command as a user meets it, on the shipped models: the 1,000 committed test digits, ten times over, stand in for
// both sets of MNIST.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test, before, after } from 'node:test';
import zlib from 'node:zlib';

const root = process.env.LATENTWALK_ROOT;
const model = (name) => path.join(root, 'models', `${name}.safetensors`);
let folder, data;

const run = (...args) => {
  const { status, stdout, stderr } = spawnSync(process.env.LATENTWALK_TRAIN, args, { encoding: 'utf8' });
  return { status, stdout, stderr };
};
const evaluate = (...args) => run('evaluate', ...args, '--data', data, '--json');

/** An IDX file with its items `times` over; `header` bytes before them. */
function repeat(bytes, header, times) {
  const items = bytes.subarray(header);
  const head = Buffer.from(bytes.subarray(0, header));
  head.writeUInt32BE(head.readUInt32BE(4) * times, 4);
  return Buffer.concat([head, ...Array(times).fill(items)]);
}

before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latentwalk-evaluate-'));
  data = path.join(folder, 'data');
  fs.mkdirSync(data);
  for (const [name, header] of [
    ['images-idx3-ubyte', 16],
    ['labels-idx1-ubyte', 8],
  ]) {
    const bytes = zlib.gunzipSync(fs.readFileSync(path.join(root, 'assets/digits', `t10k-${name}.gz`)));
    for (const split of ['t10k', 'train'])
      fs.writeFileSync(path.join(data, `${split}-${name}`), repeat(bytes, header, 10));
  }
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

test('an unknown metric, and one that is of none of the models, end the program before the data is read', () => {
  for (const [metrics, message] of [
    ['fcd10k,fid', /^latentwalk-train: unknown metric "fid"; known metrics: all, fcd10k, .*code10k\n$/],
    ['code10k', /^latentwalk-train: the metric code10k applies to none of these models/],
  ]) {
    const { status, stderr, stdout } = run(
      'evaluate',
      model('fc-vae'),
      '--data',
      path.join(folder, 'nowhere'),
      '--metrics',
      metrics,
    );
    assert.equal(status, 1);
    assert.match(stderr, message);
    assert.equal(stdout, '');
  }
});

test('each model gets the named metrics that are of its kind, and they are sane', () => {
  const { status, stdout, stderr } = evaluate(
    model('fc-vae'),
    model('fc-gan'),
    '--metrics',
    'fcd10k,sharpness10k,elbo10k,active10k,fcd10k_reconstructed',
  );
  assert.equal(status, 0, stderr);
  const { models } = JSON.parse(stdout);
  const vae = models[model('fc-vae')],
    gan = models[model('fc-gan')];
  assert.deepEqual(Object.keys(gan), ['fcd10k', 'sharpness10k']);
  assert.deepEqual(Object.keys(vae).sort(), ['active10k', 'elbo10k', 'fcd10k', 'fcd10k_reconstructed', 'sharpness10k']);
  const { value, reconstruction, kl } = vae.elbo10k;
  assert.ok(Math.abs(value - reconstruction - kl) < 1e-9);
  assert.ok(value > 85 && value < 115, `bound ${value}`); // nats; untrained: 543
  assert.ok(vae.active10k.value > 5 && vae.active10k.value <= vae.active10k.of);
  // Test and training digits are the same here: nothing lies between them.
  assert.ok(Math.abs(vae.fcd10k.floor) < 1e-3);
  assert.ok(vae.fcd10k_reconstructed.value < vae.fcd10k.value, 'reconstructions are nearer than samples');
  assert.ok(vae.sharpness10k.value < vae.sharpness10k.floor, 'a VAE blurs');
});

test('recorded figures are in the file, which still loads, and on its card', () => {
  const copy = path.join(folder, 'fc-vae.safetensors');
  fs.copyFileSync(model('fc-vae'), copy);
  const { status, stdout, stderr } = evaluate(copy, '--metrics', 'elbo10k,sharpness10k,classes10k', '--record');
  assert.equal(status, 0, stderr);
  const measured = JSON.parse(stdout).models[copy];
  const card = run('card', copy);
  assert.equal(card.status, 0, card.stderr);
  const figure = (value) => Number(value.toPrecision(4));
  const [, value, kl, reconstruction] = card.stdout.match(/\| `elbo10k` \| (\S+); kl: (\S+); reconstruction: (\S+) \|/);
  assert.equal(Number(value), figure(measured.elbo10k.value));
  assert.equal(Number(kl), figure(measured.elbo10k.kl));
  assert.equal(Number(reconstruction), figure(measured.elbo10k.reconstruction));
  const [, sharpness, real] = card.stdout.match(/\| `sharpness10k` \| (\S+) \(real digits: (\S+)\) \|/);
  assert.equal(Number(sharpness), figure(measured.sharpness10k.value));
  assert.equal(Number(real), figure(measured.sharpness10k.floor));
  const [, digits, entropy, share] = card.stdout.match(
    /\| `classes10k` \| (\d+); confidence: \S+; entropy: (\S+); share: ([^|]+) \|/,
  );
  assert.equal(Number(digits), measured.classes10k.modes);
  assert.equal(Number(entropy), figure(measured.classes10k.entropy));
  assert.deepEqual(share.split(' ').map(Number), measured.classes10k.share.map(figure));
});

test("each shipped model's card is what its file says, with the checksum of that file and the command that trains it", () => {
  const names = fs.readdirSync(path.join(root, 'models')).filter((name) => name.endsWith('.safetensors'));
  assert.ok(names.length > 0);
  for (const name of names) {
    const file = path.join(root, 'models', name),
      card = run('card', file);
    assert.equal(card.status, 0, card.stderr);
    assert.equal(
      fs.readFileSync(file.replace(/safetensors$/, 'md'), 'utf8'),
      card.stdout,
      `${name}: latentwalk-train card models/${name} --out …`,
    );
    assert.ok(card.stdout.includes(crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex')), name);
    const [program, ...command] = card.stdout.match(/\| command \| `([^`]+)` \|/)[1].split(' ');
    const words = command.map((word) => {
      if (word === 'data/mnist') return data;
      return /^runs\/|\.safetensors$/.test(word) ? path.join(folder, word) : word;
    });
    // The core's program has no dry run, and makes one step in no time.
    const short = program === 'latentwalk' ? ['--steps', '1'] : ['--dry-run'];
    const beside = path.join(path.dirname(process.env.LATENTWALK_TRAIN), program);
    const dry = spawnSync(beside, [...words, ...short], { encoding: 'utf8', cwd: root });
    assert.equal(dry.status, 0, dry.stderr);
  }
});

test('the traversal of an InfoGAN has a row for each value of its code, and a model without codes is told apart', () => {
  const out = path.join(folder, 'codes.png');
  const done = run('traverse', model('infogan'), '--out', out, '--columns', '5');
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /codes\.png: style 1, style 2, from left to right through 5 values/);
  const png = fs.readFileSync(out);
  // Two sheets of 5 columns side by side, ten rows; digits of 56 pixels, 8 between and round them.
  assert.equal(png.readUInt32BE(16), 2 * (5 * 64 + 8));
  assert.equal(png.readUInt32BE(20), 10 * 64 + 8);
  const refused = run('traverse', model('fc-gan'), '--out', path.join(folder, 'no.png'));
  assert.equal(refused.status, 1);
  assert.match(
    refused.stderr,
    /^latentwalk-train: .*fc-gan\.safetensors: the model "fc-gan" has no continuous code .*\n$/,
  );
  assert.ok(!fs.existsSync(path.join(folder, 'no.png')));
});
