// What a run leaves in its folder besides the model: tables, TensorBoard's file, sheets, the strip of epochs, figures.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import zlib from 'node:zlib';
import { configuration, data, hasProgram, lines, out, readPng, root, run, smallVae, training } from './support.mjs';

const classifier = path.join(root, 'assets/classifier/digit-classifier.safetensors');

before(() => {
  const result = run(training('run', smallVae('small'), ['--epochs', '3']));
  assert.equal(result.status, 0, result.stderr);
});

const steps = () => lines('run').filter((line) => !line.means);
const epochs = () => lines('run').filter((line) => line.means);

test('log.csv has the steps of log.jsonl', () => {
  const [header, ...rows] = fs.readFileSync(out('run', 'log.csv'), 'utf8').trimEnd().split('\n');
  assert.equal(header, 'step,epoch,seconds,loss,reconstruction,kl');
  assert.equal(rows.length, 60);
  rows.forEach((row, i) => {
    const line = steps()[i];
    assert.deepEqual(
      row.split(',').map(Number),
      header.split(',').map((key) => line[key]),
    );
  });
});

function crc32c(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; ++bit) {
      const low = (crc ^ (byte >> bit)) & 1;
      crc = low ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    }
  }
  return ~crc >>> 0;
}

/// TensorBoard's files as its documentation has them, by code that shares nothing with the writer's.
function readEvents(file) {
  const unmask = (masked) => {
    const rotated = (masked - 0xa282ead8) >>> 0;
    return ((rotated >>> 17) | (rotated << 15)) >>> 0;
  };
  const fields = (bytes) => {
    const found = [];
    let at = 0;
    const varint = () => {
      let value = 0n;
      for (let shift = 0n; ; shift += 7n) {
        const byte = bytes[at++];
        value |= BigInt(byte & 127) << shift;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) {
      const key = Number(varint()),
        type = key & 7;
      if (type === 0) found.push([key >> 3, varint()]);
      else {
        const size = type === 1 ? 8 : type === 5 ? 4 : Number(varint());
        assert.ok(at + size <= bytes.length, 'a field ends within its message');
        found.push([key >> 3, bytes.subarray(at, at + size)]);
        at += size;
      }
    }
    return found;
  };
  const bytes = fs.readFileSync(file),
    events = [];
  for (let at = 0; at < bytes.length;) {
    const size = Number(bytes.readBigUInt64LE(at));
    assert.equal(unmask(bytes.readUInt32LE(at + 8)), crc32c(bytes.subarray(at, at + 8)), 'checksum of the length');
    const record = bytes.subarray(at + 12, at + 12 + size);
    assert.equal(unmask(bytes.readUInt32LE(at + 12 + size)), crc32c(record), 'checksum of the data');
    const event = { scalars: {} };
    for (const [field, value] of fields(record)) {
      if (field === 1) event.time = value.readDoubleLE(0);
      if (field === 2) event.step = Number(value);
      if (field === 3) event.version = value.toString();
      if (field !== 5) continue;
      for (const [one, summary] of fields(value)) {
        assert.equal(one, 1);
        const parts = Object.fromEntries(fields(summary));
        event.scalars[parts[1].toString()] = parts[2].readFloatLE(0);
      }
    }
    events.push(event);
    at += 16 + size;
  }
  return events;
}

test("TensorBoard's file holds the same numbers, framed and checksummed as documented", () => {
  const [first, ...events] = readEvents(out('run', 'tensorboard', 'events.out.tfevents.latentwalk'));
  assert.equal(first.version, 'brain.Event:2');
  const log = lines('run');
  assert.equal(events.length, log.length);
  events.forEach((event, i) => {
    const line = log[i];
    assert.equal(event.step, line.step);
    assert.ok(Math.abs(event.time - Date.now() / 1000) < 3600);
    const [prefix, values] = line.means
      ? ['epoch/', line.means]
      : ['step/', { loss: line.loss, reconstruction: line.reconstruction, kl: line.kl }];
    for (const [name, value] of Object.entries(values)) assert.equal(event.scalars[prefix + name], Math.fround(value));
  });
});

test('epochs.json names a strip with one row an epoch, the same latents in each', () => {
  const json = JSON.parse(fs.readFileSync(out('run', 'epochs.json'), 'utf8'));
  assert.deepEqual(json.epochs, [1, 2, 3]);
  const strip = readPng(out('run', json.picture));
  assert.deepEqual([strip.width, strip.height, strip.channels], [16 * 28, 3 * 28, 1]);
  const row = (i) => strip.pixels.subarray(i * 28 * strip.width, (i + 1) * 28 * strip.width);
  assert.ok(!row(0).equals(row(2)), 'training changes the pictures');
  assert.ok(fs.statSync(out('run', json.picture)).size < 40_000);
  // The last row is what the model file gives for the same latents: the first 16 of the last sheet.
  const sheet = readPng(out('run', 'samples', 'epoch-0003.png'));
  let difference = 0;
  for (let n = 0; n < 8; ++n) {
    let ink = 0,
      sheetInk = 0;
    for (let y = 0; y < 28; ++y) {
      for (let x = 0; x < 28; ++x) ink += 255 - row(2)[y * strip.width + n * 28 + x];
    }
    for (let y = 0; y < 56; ++y) {
      for (let x = 0; x < 56; ++x) sheetInk += 250 - sheet.pixels[(8 + y) * sheet.width + 8 + n * 64 + x];
    }
    difference = Math.max(difference, Math.abs(ink / 255 - sheetInk / 4 / 224) / (ink / 255));
  }
  assert.ok(difference < 0.02, `ink differs by ${difference}`);
});

test('originals stand over their reconstructions, which come to resemble them', () => {
  const distance = (epoch) => {
    const sheet = readPng(out('run', 'reconstructions', `epoch-000${epoch}.png`));
    assert.deepEqual([sheet.width, sheet.height], [10 * 64 + 8, 4 * 64 + 8]);
    let sum = 0;
    for (const top of [8, 8 + 2 * 64]) {
      for (let y = top; y < top + 56; ++y) {
        for (let x = 0; x < sheet.width; ++x) {
          sum += Math.abs(sheet.pixels[y * sheet.width + x] - sheet.pixels[(y + 64) * sheet.width + x]);
        }
      }
    }
    return sum;
  };
  assert.ok(distance(3) < distance(1), `${distance(3)} after three epochs, ${distance(1)} after one`);
});

test(
  'figures are drawn at the end, and by plot; without gnuplot a line says so',
  { skip: !hasProgram('gnuplot') && 'no gnuplot' },
  () => {
    for (const [name, width] of [
      ['loss', 1120],
      ['epochs', 1040],
      ['samples', 520],
      ['reconstructions', 648],
    ]) {
      const figure = readPng(out('run', 'figures', `${name}.png`));
      assert.equal(figure.width, width, name);
      const colours = new Set();
      for (let i = 0; i < figure.pixels.length; i += figure.channels) colours.add(figure.pixels.readUIntBE(i, 3));
      assert.ok(colours.size > 20, `${name} is not blank`);
      if (name === 'loss') assert.ok(colours.has(0xd9480f), 'the accent colour is in the plot');
    }
    const plotted = run(['plot', out('run'), '--out', out('elsewhere'), '--epochs', '1,2,3']);
    assert.equal(plotted.status, 0, plotted.stderr);
    assert.equal(readPng(out('elsewhere', 'epochs.png')).width, 3 * 520);
    const missing = run(['plot', out('run'), '--epochs', '7']);
    assert.equal(missing.status, 1);
    assert.match(missing.stderr, /no sheet of epoch 7/);
  },
);

test('a run is not lost where there is no gnuplot', () => {
  const result = run(training('plain', smallVae('small'), ['--epochs', '1']), { PATH: '/nowhere' });
  assert.equal(result.status, 0, result.stderr);
  assert.match(result.stdout, /no figures: gnuplot is not installed/);
  const plot = run(['plot', out('plain')], { PATH: '/nowhere' });
  assert.equal(plot.status, 1);
  assert.match(plot.stderr, /gnuplot-nox/);
});

test('a folder without a run is named', () => {
  const result = run(['plot', data]);
  assert.equal(result.status, 1);
  assert.match(result.stderr, /log\.jsonl: there is no log here/);
});

test(
  "the classifier's reading is logged, and a model that makes one digit is called collapsed",
  { skip: !fs.existsSync(classifier) && 'no classifier' },
  () => {
    const collapsed = configuration('fc-vae', 'collapsed', (json) => {
      for (const network of Object.values(json.networks))
        for (const layer of network.layers) if (layer.out === 512) layer.out = 32;
      json.objective.kl_weight = 1000; // the posterior becomes the prior: the latents carry nothing
    });
    const result = run(training('collapsed', collapsed, ['--epochs', '3', '--classifier', classifier]));
    assert.equal(result.status, 0, result.stderr);
    const last = lines('collapsed')
      .filter((line) => line.means)
      .at(-1);
    for (const key of ['modes', 'entropy', 'confidence']) assert.equal(typeof last[key], 'number', key);
    assert.ok(last.modes < 6);
    assert.match(result.stderr, /warning: .*(mode collapse|posterior has collapsed)/);
  },
);

test('history writes the strip and the numbers of each epoch for the page', () => {
  const result = run(['history', out('run'), '--note', 'A sentence.', '--out', out('history')]);
  assert.equal(result.status, 0, result.stderr);
  const { picture, losses, measures, ...facts } = JSON.parse(
    fs.readFileSync(out('history', 'fc-vae-best.json'), 'utf8'),
  );
  const { picture: original, ...strip } = JSON.parse(fs.readFileSync(out('run', 'epochs.json'), 'utf8'));
  assert.deepEqual(facts, { ...strip, model: 'fc-vae', preset: 'best', note: 'A sentence.' });
  assert.ok(fs.readFileSync(out('history', picture)).equals(fs.readFileSync(out('run', original))));
  assert.deepEqual(losses.epoch, [1, 2, 3]);
  epochs().forEach(({ means }, i) => assert.ok(Math.abs(losses.kl[i] - means.kl) <= 5e-4 * means.kl));
  assert.deepEqual(measures, {}, 'no classifier read these samples');
});

test(
  '--evaluate-every writes the Fréchet classifier distance into the log',
  { skip: !fs.existsSync(classifier) && 'no classifier' },
  () => {
    // The metric asks for 10,000 digits of either kind: the committed ones, ten times over.
    const many = out('many');
    fs.mkdirSync(many);
    for (const [kind, header] of [
      ['images-idx3', 16],
      ['labels-idx1', 8],
    ]) {
      const one = zlib.gunzipSync(fs.readFileSync(path.join(data, `train-${kind}-ubyte.gz`)));
      const bytes = Buffer.concat([one.subarray(0, header), ...Array(10).fill(one.subarray(header))]);
      bytes.writeUInt32BE(10_000, 4);
      for (const set of ['train', 't10k']) fs.writeFileSync(path.join(many, `${set}-${kind}-ubyte`), bytes);
    }
    const argv = training('measured', smallVae('small'), [
      '--data',
      many,
      '--epochs',
      '2',
      '--batch-size',
      '1000',
      '--classifier',
      classifier,
      '--evaluate-every',
      '2',
    ]);
    const result = run(argv);
    assert.equal(result.status, 0, result.stderr);
    const [first, second] = lines('measured').filter((line) => line.means);
    assert.equal(first.fcd10k, undefined);
    assert.ok(second.fcd10k > 100, 'hardly trained samples are far from digits');
  },
);
