// The data set as a part of a run: what its files say, checked before training starts and compared when a run goes on.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import zlib from 'node:zlib';
import { checkpoints, configuration, data, latest, newest, out, root, run, smallVae } from './support.mjs';

const word = (...values) => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeUInt32BE(value, 4 * i));
  return bytes;
};
const unpacked = (name) => zlib.gunzipSync(fs.readFileSync(path.join(root, 'assets/digits', `t10k-${name}-ubyte.gz`)));
const pixels = unpacked('images-idx3').subarray(16);
const labels = unpacked('labels-idx1').subarray(8);

/// A folder of the first `count` digits, with `change` applied to pixels and labels; `split` train or t10k.
function digits(name, count, { label = (n) => labels[n], pixel = (at) => pixels[at], split = 'train' } = {}) {
  const folder = out(name);
  fs.mkdirSync(folder, { recursive: true });
  const images = Uint8Array.from({ length: 784 * count }, (_, at) => pixel(at));
  fs.writeFileSync(path.join(folder, `${split}-images-idx3-ubyte`), Buffer.concat([word(2051, count, 28, 28), images]));
  const named = Buffer.from(Array.from({ length: count }, (_, n) => label(n)));
  fs.writeFileSync(path.join(folder, `${split}-labels-idx1-ubyte`), Buffer.concat([word(2049, count), named]));
  return folder;
}

const train = (name, folder, extra = [], config = smallVae('small')) =>
  run(
    latest(
      `train --config ${config} --data ${folder} --out ${out(name)} --threads 1 --batch-size 50 --epochs 1`
        .split(' ')
        .concat(['--classifier', 'none', ...extra]),
    ),
  );
function refused(result, ...parts) {
  assert.equal(result.status, 1, result.stdout);
  assert.equal(result.stderr.trimEnd().split('\n').length, 1, result.stderr);
  for (const part of parts) assert.ok(result.stderr.includes(part), `${part} in ${result.stderr}`);
}

const transposed = (at) => pixels[784 * Math.floor(at / 784) + 28 * (at % 28) + Math.floor((at % 784) / 28)];
const classes = (count) =>
  configuration('cvae', `classes-${count}`, (json) => {
    json.class_count = count;
    json.networks.encoder.input = [784 + count];
    json.networks.decoder.input = [20 + count];
    for (const network of Object.values(json.networks))
      for (const layer of network.layers) if (layer.out === 512) layer.out = 16;
  });

test('a run goes on with its own data only, and names what differs', () => {
  const folder = digits('data-a', 600);
  assert.equal(train('run', folder).status, 0);
  const log = fs.readFileSync(out('run', 'log.jsonl'), 'utf8');
  const resumed = (other, ...extra) =>
    run(['train', '--data', other, '--out', out('run'), '--resume', 'auto', '--threads', '1', ...extra]);
  refused(resumed(digits('data-b', 300)), 'other data', 'the training digits', '600 of 28 x 28', '300 of 28 x 28');
  const one = digits('data-c', 600, { label: (n) => (n === 7 ? 9 - labels[n] : labels[n]) });
  refused(resumed(one), 'the training digits', '600 of 28 x 28, SHA-256');
  refused(resumed(one, '--dry-run'), 'the training digits');
  const again = digits('data-d', 600);
  assert.equal(resumed(again).status, 0, 'the same digits in another folder');
  digits('data-d', 100, { split: 't10k' });
  refused(resumed(again), 'the test digits', 'none', '100 of 28 x 28');
  assert.equal(fs.readFileSync(out('run', 'log.jsonl'), 'utf8'), log);
});

test('a checkpoint that does not say which data it was trained on is continued, which is said', () => {
  const folder = digits('data-old', 200);
  assert.equal(train('old', folder).status, 0);
  const bytes = newest('old');
  const name = checkpoints('old').at(-1);
  const size = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, size));
  assert.ok(header.__metadata__.data);
  delete header.__metadata__.data;
  header.__metadata__.crc32 = checksum(header, bytes.subarray(size));
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  fs.writeFileSync(out('old', 'checkpoints', name), Buffer.concat([length, text, bytes.subarray(size)]));
  const result = run(['train', '--data', folder, '--out', out('old'), '--resume', 'auto', '--threads', '1']);
  assert.equal(result.status, 0, result.stderr);
  assert.match(result.stdout, /does not say which data it was trained on/);
});

/// The checksum of native/trainer/record/checkpoint.cpp.
function checksum(header, tensors) {
  const table = Uint32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; ++k) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  let crc = ~0;
  const bytesOf = (value) => {
    for (const byte of value) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  };
  const size = (value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    return bytes;
  };
  const add = (value) => {
    bytesOf(value);
    bytesOf(size(value.length));
  };
  const sorted = (object) => Object.entries(object).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  for (const [key, value] of sorted(header.__metadata__)) {
    if (key === 'crc32') continue;
    add(Buffer.from(key));
    add(Buffer.from(value));
  }
  for (const [key, value] of sorted(header)) {
    if (key === '__metadata__') continue;
    add(Buffer.from(key));
    add(Buffer.concat(value.shape.map(size)));
    add(tensors.subarray(...value.data_offsets));
  }
  return (~crc >>> 0).toString(16).padStart(8, '0');
}

test('a conditional model takes as many classes as it says, and refuses a label beyond them before it trains', () => {
  const letters = (n) => (n * 7) % 53;
  const folder = digits('letters', 200, { label: letters });
  digits('letters', 100, { label: letters, split: 't10k' });
  const trained = train('letters-run', folder, [], classes(53));
  assert.equal(trained.status, 0, trained.stderr);
  refused(train('few', folder, ['--dry-run'], classes(52)), folder, 'expected labels 0 to 51, found 52');
  digits('letters', 100, { label: () => 53, split: 't10k' });
  refused(train('few', folder, ['--dry-run'], classes(53)), 't10k', 'expected labels 0 to 52, found 53');
  assert.equal(train('any', folder).status, 0, 'an unconditional model ignores labels');
  assert.ok(!fs.existsSync(out('few')));
});

test('--dry-run finds what training would, and writes nothing', () => {
  const folder = digits('dry-data', 60);
  const dry = (...extra) => train('dry', folder, ['--dry-run', ...extra]);
  assert.equal(dry().status, 0);
  refused(dry('--batch-size', '100'), '100', '60');
  const small = digits('dry-small', 60);
  fs.writeFileSync(
    path.join(small, 't10k-images-idx3-ubyte'),
    Buffer.concat([word(2051, 1, 20, 20), Buffer.alloc(400)]),
  );
  fs.writeFileSync(path.join(small, 't10k-labels-idx1-ubyte'), Buffer.concat([word(2049, 1), Buffer.alloc(1)]));
  refused(train('dry', small, ['--dry-run']), 't10k', '20 x 20');
  fs.writeFileSync(path.join(small, 't10k-images-idx3-ubyte'), '<!doctype html>');
  refused(train('dry', small, ['--dry-run']), 't10k-images-idx3-ubyte', 'a web page');
  fs.writeFileSync(out('file'), '');
  refused(dry('--out', out('file', 'run')), out('file'), 'expected a folder, found a file');
  refused(dry('--out', '/proc/latentwalk'), '/proc/latentwalk', 'cannot be written');
  refused(dry('--evaluate-every', '1'), 't10k');
  assert.equal(train('dry-before', folder).status, 0);
  refused(train('dry-before', folder, ['--dry-run']), '--resume auto');
  refused(train('dry-before', folder, ['--dry-run', '--resume', 'auto', '--lr', '0.5']), 'lr" is 0.5 here and');
  assert.ok(!fs.existsSync(out('dry')));
});

test("EMNIST's transposed pictures are noticed and can be turned; upright digits are not", () => {
  const folder = digits('sideways', 500, { pixel: transposed });
  const noticed = train('sideways-run', folder, ['--dry-run']);
  assert.equal(noticed.status, 0, noticed.stderr);
  assert.match(noticed.stderr, /wider than high.*EMNIST.*data --transpose/);
  assert.doesNotMatch(train('upright-run', data, ['--dry-run']).stderr, /EMNIST/);
  refused(run(['data', '--transpose', folder, '--out', folder]), 'another one');
  const turned = run(['data', '--transpose', folder, '--out', out('turned')]);
  assert.equal(turned.status, 0, turned.stderr);
  const upright = digits('upright', 500);
  for (const file of fs.readdirSync(upright))
    assert.ok(fs.readFileSync(path.join(upright, file)).equals(fs.readFileSync(out('turned', file))), file);
});

test('no command writes over the file that it reads', () => {
  const folder = digits('over-data', 100);
  assert.equal(train('over', folder).status, 0);
  const checkpoint = out('over', 'checkpoints', checkpoints('over').at(-1));
  const model = out('over', 'model.safetensors');
  const before = [checkpoint, model].map((file) => fs.readFileSync(file));
  refused(run(['export', checkpoint, '--out', checkpoint]), 'would be written over');
  refused(run(['export', out('over'), '--out', checkpoint]), 'would be written over');
  refused(run(['card', model, '--out', model]), 'would be written over');
  [checkpoint, model].forEach((file, i) => assert.ok(fs.readFileSync(file).equals(before[i])));
});

test('without --config a run is proposed for its data, also of 64 x 64 pixels, and evaluate leaves out what cannot be read', () => {
  const folder = out('proposed-data');
  fs.mkdirSync(folder, { recursive: true });
  const count = 120;
  const images = Buffer.alloc(64 * 64 * count, 0);
  for (let n = 0; n < count; n++)
    for (let i = 0; i < 300; i++) images[4096 * n + 64 * (10 + (i % 20)) + 20 + (n % 3) * 8 + Math.floor(i / 20)] = 255;
  for (const split of ['train', 't10k']) {
    fs.writeFileSync(
      path.join(folder, `${split}-images-idx3-ubyte`),
      Buffer.concat([word(2051, count, 64, 64), images]),
    );
    const named = Buffer.from(Array.from({ length: count }, (_, n) => n % 3));
    fs.writeFileSync(path.join(folder, `${split}-labels-idx1-ubyte`), Buffer.concat([word(2049, count), named]));
  }
  fs.writeFileSync(path.join(folder, 'classes.json'), '{"classes": ["A", "B", "C"]}');
  const trained = run(latest(`train --data ${folder} --out ${out('proposed')} --threads 1 --epochs 2`.split(' ')));
  assert.equal(trained.status, 0, trained.stderr);
  assert.match(trained.stdout, /no configuration is given, so one is proposed/);
  const config = JSON.parse(fs.readFileSync(out('proposed', 'config.json'), 'utf8'));
  assert.deepEqual(config.classes, ['A', 'B', 'C']);
  assert.equal(config.training.epochs, 2);
  const model = out('proposed', 'model.safetensors');
  const measured = run(['evaluate', model, '--data', folder, '--json']);
  assert.equal(measured.status, 0, measured.stderr);
  assert.match(
    measured.stderr,
    /64 x 64, which the digit classifier cannot read; left out, because they use it: fcd10k, /,
  );
  assert.match(measured.stderr, /120 training and 120 test pictures; with fewer than 10,000/);
  const [metrics] = Object.values(JSON.parse(measured.stdout).models);
  for (const name of ['nearest1k', 'sharpness10k', 'elbo10k', 'active10k', 'mmd10k']) assert.ok(name in metrics, name);
  assert.ok(!('fcd10k' in metrics));
  const asked = run(['evaluate', model, '--data', folder, '--metrics', 'fcd10k']);
  assert.equal(asked.status, 1);
  assert.match(asked.stderr, /the metric fcd10k needs a classifier that reads these pictures/);
  const classifier = out('letters-classifier.safetensors');
  const learned = run(`classifier --data ${folder} --out ${classifier} --epochs 8 --threads 1`.split(' '));
  assert.equal(learned.status, 0, learned.stderr);
  const read = run([
    'evaluate',
    model,
    '--data',
    folder,
    '--classifier',
    classifier,
    '--metrics',
    'fcd10k,classes10k',
    '--json',
  ]);
  assert.equal(read.status, 0, read.stderr);
  const [own] = Object.values(JSON.parse(read.stdout).models);
  assert.equal(own.classes10k.share.length, 3);
});
