// What the tests of the trainer's program share: a small configuration, the committed digits, files read back.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';

export const program = process.env.LATENTWALK_TRAIN;
export const root = process.env.LATENTWALK_ROOT;
assert.ok(program && root, 'CTest sets LATENTWALK_TRAIN and LATENTWALK_ROOT');

export const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latentwalk-run-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

export const data = path.join(folder, 'data');
fs.mkdirSync(data);
for (const kind of ['images-idx3', 'labels-idx1']) {
  // The committed test digits play the training set.
  fs.copyFileSync(path.join(root, 'assets/digits', `t10k-${kind}-ubyte.gz`), path.join(data, `train-${kind}-ubyte.gz`));
}

/// configs/NAME.json with its layers changed, as a file.
export function configuration(name, as, change) {
  const json = JSON.parse(fs.readFileSync(path.join(root, 'configs', `${name}.json`), 'utf8'));
  change(json);
  const file = path.join(folder, `${as}.json`);
  fs.writeFileSync(file, JSON.stringify(json));
  return file;
}

/// fc-vae with hidden layers of `width`: 32 trains an epoch of the 1,000 digits in a fraction of a second.
export const smallVae = (as, width = 32) =>
  configuration('fc-vae', as, (json) => {
    for (const network of Object.values(json.networks))
      for (const layer of network.layers) if (layer.out === 512) layer.out = width;
  });

/// A command line in which an option given again takes the place of the first.
export function latest([command, ...argv]) {
  const given = new Map();
  for (let i = 0; i < argv.length; ++i) {
    const hasValue = i + 1 < argv.length && !argv[i + 1].startsWith('--');
    given.set(argv[i], hasValue ? [argv[i + 1]] : []);
    if (hasValue) ++i;
  }
  return [command, ...[...given].flatMap(([option, value]) => [option, ...value])];
}

/// A small training on one thread that logs each step, as a command line; `extra` may give its options again.
export const training = (name, config, extra = []) =>
  latest([
    ...['train', '--config', config, '--data', data, '--out', out(name)],
    ...['--threads', '1', '--batch-size', '50', '--log-every', '1', '--classifier', 'none'],
    ...extra,
  ]);

export const out = (name, ...parts) => path.join(folder, name, ...parts);
export const run = (argv, environment = {}) =>
  spawnSync(program, argv, { encoding: 'utf8', env: { ...process.env, ...environment } });

/// Starts the program; `ended` resolves to its status and output, `text()` is the output so far.
export function start(argv, environment = {}) {
  const child = spawn(program, argv, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  let text = '',
    errors = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, text, errors })));
  return { child, ended, text: () => text, errors: () => errors };
}

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/// Waits until `condition` holds.
export async function until(condition, what, seconds = 60) {
  const end = Date.now() + 1000 * seconds;
  while (!condition()) {
    assert.ok(Date.now() < end, `waited ${seconds} s for ${what}`);
    await sleep(10);
  }
}

export const lines = (name) => {
  try {
    return fs
      .readFileSync(out(name, 'log.jsonl'), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
};
export const lastStep = (name) => lines(name).at(-1)?.step ?? 0;
export const checkpoints = (name) =>
  fs
    .readdirSync(out(name, 'checkpoints'))
    .filter((file) => file.endsWith('.safetensors'))
    .sort();
export const newest = (name) => fs.readFileSync(out(name, 'checkpoints', checkpoints(name).at(-1)));

/// The tensors of a safetensors file, without the metadata: that holds times.
export function tensors(bytes) {
  const size = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + size).toString());
  delete header.__metadata__;
  return new Map(
    Object.entries(header).map(
      ([
        name,
        {
          data_offsets: [from, to],
        },
      ]) => [name, bytes.subarray(8 + size + from, 8 + size + to)],
    ),
  );
}

export function same(a, b) {
  const left = tensors(a),
    right = tensors(b);
  assert.deepEqual([...left.keys()].sort(), [...right.keys()].sort());
  for (const [name, bytes] of left) assert.ok(bytes.equals(right.get(name)), `${name} differs`);
}

/// An 8-bit grey or RGB PNG, by its specification: {width, height, channels, pixels}.
export function readPng(file) {
  const bytes = fs.readFileSync(file);
  assert.equal(bytes.subarray(0, 8).toString('hex'), '89504e470d0a1a0a', file);
  let at = 8;
  let header;
  const packed = [];
  for (let type = ''; type !== 'IEND';) {
    const length = bytes.readUInt32BE(at);
    type = bytes.toString('latin1', at + 4, at + 8);
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = chunk;
    if (type === 'IDAT') packed.push(chunk);
    at += 12 + length;
  }
  const width = header.readUInt32BE(0),
    height = header.readUInt32BE(4);
  const channels = { 0: 1, 2: 3, 6: 4 }[header[9]];
  assert.ok(header[8] === 8 && channels, '8 bits, grey or RGB');
  const raw = zlib.inflateSync(Buffer.concat(packed)),
    stride = width * channels,
    pixels = Buffer.alloc(stride * height);
  for (let y = 0; y < height; ++y) {
    const filter = raw[y * (stride + 1)];
    for (let x = 0; x < stride; ++x) {
      const left = x >= channels ? pixels[y * stride + x - channels] : 0;
      const up = y > 0 ? pixels[(y - 1) * stride + x] : 0;
      const corner = x >= channels && y > 0 ? pixels[(y - 1) * stride + x - channels] : 0;
      const p = left + up - corner;
      const [a, b, c] = [left, up, corner].map((value) => Math.abs(p - value));
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      const guess = [0, left, up, (left + up) >> 1, paeth][filter];
      pixels[y * stride + x] = (raw[y * (stride + 1) + 1 + x] + guess) & 255;
    }
  }
  return { width, height, channels, pixels };
}

export const hasProgram = (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
