// latentwalk-train as a person and an operating system meet it: options, signals, kills, damage, bad input.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { checkpoints, data, lastStep, lines, newest, out, root, run, same, start, until } from './support.mjs';

const config = (name) => path.join(root, 'configs', `${name}.json`);
const options = (name, extra = []) => [
  'train',
  '--config',
  config('fc-vae'),
  '--data',
  data,
  '--out',
  out(name),
  '--threads',
  '1',
  '--batch-size',
  '50',
  '--checkpoint-every',
  '3',
  '--log-every',
  '1',
  ...extra,
];

test('a run leaves its configuration, log, samples, model and the two newest checkpoints', () => {
  const result = run(options('whole', ['--epochs', '3']));
  assert.equal(result.status, 0, result.stderr);
  const saved = JSON.parse(fs.readFileSync(out('whole', 'config.json'), 'utf8'));
  assert.equal(saved.training.epochs, 3);
  assert.equal(saved.training.batch_size, 50);
  assert.equal(saved.preset, 'best');
  assert.match(result.stdout, /"batch_size": 50/);
  assert.deepEqual(checkpoints('whole'), ['step-000000000057.safetensors', 'step-000000000060.safetensors']);
  assert.deepEqual(fs.readdirSync(out('whole', 'samples')), ['epoch-0001.png', 'epoch-0002.png', 'epoch-0003.png']);
  assert.deepEqual(
    lines('whole')
      .filter((line) => !line.means)
      .map((line) => line.step),
    Array.from({ length: 60 }, (_, i) => i + 1),
  );
  const epochs = lines('whole').filter((line) => line.means);
  assert.equal(epochs.length, 3);
  assert.ok(epochs[2].means.loss < epochs[0].means.loss, 'the loss falls');
  assert.ok(fs.statSync(out('whole', 'model.safetensors')).size > 1e6);
});

test('a run is not overwritten by another without being asked', () => {
  const result = run(options('whole', ['--epochs', '3']));
  assert.equal(result.status, 1);
  assert.match(result.stderr, /--resume auto/);
});

test("resume goes on with the run's own configuration, and refuses another", () => {
  const finished = run(['train', '--data', data, '--out', out('whole'), '--resume', 'auto', '--threads', '1']);
  assert.equal(finished.status, 0, finished.stderr);
  assert.match(finished.stdout, /finished already/);
  const other = run(options('whole', ['--epochs', '3', '--resume', 'auto', '--lr', '0.5']));
  assert.equal(other.status, 1);
  assert.match(other.stderr, /"training\.optimisers\.\w+\.lr" is 0\.5 here and [\d.]+ there/);
});

for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  test(`${signal} finishes the step, saves and exits ${status}; the resumed run ends as the uninterrupted one`, async () => {
    const name = signal.toLowerCase();
    const trainer = start(options(name, ['--epochs', '3']));
    await until(() => lastStep(name) >= 22, 'step 22');
    trainer.child.kill(signal);
    const stopped = await trainer.ended;
    assert.equal(stopped.code, status, stopped.errors);
    assert.match(stopped.text, /saved; continue with --resume auto/);
    const resumed = run(options(name, ['--epochs', '3', '--resume', 'auto']));
    assert.equal(resumed.status, 0, resumed.stderr);
    assert.match(resumed.stdout, /resumed from .*step-/);
    same(newest(name), newest('whole'));
    assert.deepEqual(
      lines(name).map((line) => line.step),
      lines('whole').map((line) => line.step),
    );
  });
}

test('a damaged checkpoint is named, and the run goes on from the one before', () => {
  fs.cpSync(out('whole'), out('damaged'), { recursive: true });
  const victim = out('damaged', 'checkpoints', checkpoints('damaged').at(-1));
  fs.truncateSync(victim, 1000);
  const result = run(options('damaged', ['--epochs', '3', '--resume', 'auto']));
  assert.equal(result.status, 0, result.stderr);
  assert.ok(result.stderr.includes(victim));
  assert.match(result.stdout, /at step 57/);
  same(newest('damaged'), newest('whole'));
});

test("export writes a checkpoint's model as F16 and as F32", () => {
  const sizes = ['f16', 'f32'].map((dtype) => {
    const file = out(`${dtype}.safetensors`);
    const result = run(['export', out('whole'), '--out', file, '--storage', dtype]);
    assert.equal(result.status, 0, result.stderr);
    return fs.statSync(file).size;
  });
  assert.ok(sizes[1] > 1.9 * sizes[0] && sizes[1] < 2.1 * sizes[0]);
});

test('a VAE whose training ends has a prior fitted to its digits, as export and fit-prior fit it', () => {
  const trained = fs.readFileSync(out('whole', 'model.safetensors'));
  const file = out('exported.safetensors');
  assert.equal(run(['export', out('whole'), '--out', file, '--data', data]).status, 0);
  same(fs.readFileSync(file), trained);
  const fitted = run(['fit-prior', out('f16.safetensors'), '--data', data, '--out', file]);
  assert.equal(fitted.status, 0, fitted.stderr);
  assert.match(fitted.stdout, /^prior: 10 components give held-out codes a mean log density of -?\d/);
  same(fs.readFileSync(file), trained);
  const header = (bytes) => JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString());
  assert.equal(header(trained).__metadata__.format_version, '2');
  assert.equal(header(trained)['prior.means'].shape[2], 20);
  assert.equal(header(fs.readFileSync(out('f16.safetensors'))).__metadata__.format_version, '1');
});

/// One line on standard error that has every part, and status 1 (CLI11's own for a wrong command line differ).
function refused(argv, ...parts) {
  const result = run(argv);
  assert.notEqual(result.status, 0, result.stdout);
  assert.equal(result.signal, null);
  assert.equal(result.stderr.trimEnd().split('\n').length, 1, result.stderr);
  for (const part of parts) assert.ok(result.stderr.includes(part), `${part}: ${result.stderr}`);
}

test('a prior cannot be fitted to a GAN', () => {
  const gan = path.join(root, 'models/fc-gan.safetensors');
  refused(['fit-prior', gan, '--data', data, '--out', out('x.safetensors')], 'fc-gan', 'codes of a VAE');
  assert.ok(!fs.existsSync(out('x.safetensors')));
});

test('bad input gets one clear line and leaves nothing half-written', () => {
  const bad = out('bad.json');
  const text = JSON.parse(fs.readFileSync(config('fc-vae'), 'utf8'));
  const withConfig = (change) => {
    const copy = structuredClone(text);
    change(copy);
    fs.writeFileSync(bad, JSON.stringify(copy));
    return ['train', '--config', bad, '--data', data, '--out', out('bad'), '--epochs', '1'];
  };
  refused(
    withConfig((json) => {
      json.training.epoch = 3;
    }),
    bad,
    '"epoch"',
    'epochs',
  );
  refused(
    withConfig((json) => {
      json.networks.decoder.layers[0].out = -3;
    }),
    bad,
    'decoder',
  );
  refused(
    withConfig((json) => {
      json.networks.decoder.layers.pop();
      json.networks.decoder.layers.pop();
    }),
    bad,
    'decoder',
  );
  fs.writeFileSync(bad, '{"name": ');
  refused(['train', '--config', bad, '--data', data, '--out', out('bad')], bad);
  refused(['train', '--config', out('none.json'), '--data', data, '--out', out('bad')], 'none.json');
  refused(options('bad', ['--preset', 'nonesuch']), 'nonesuch', 'best');
  refused(options('bad', ['--device', 'tpu']), 'tpu', 'auto, cpu');
  refused(options('bad', ['--max-time', 'soon']), 'soon', '90s');
  refused(options('bad', ['--set', 'training.batch_size=5000']), '5000', '1000');
  refused(['train', '--config', config('fc-vae'), '--data', out('nowhere'), '--out', out('bad')], 'nowhere');
  refused(['train', '--config', config('fc-vae'), '--data', data, '--out', '/proc/latentwalk'], '/proc/latentwalk');
  refused(options('bad', ['--resume', path.join(root, 'tests/fixtures/tiny-gan.safetensors')]), 'not a checkpoint');
  refused(['export', out('data'), '--out', out('x.safetensors')], 'no checkpoint');
  assert.ok(!fs.existsSync(out('x.safetensors')));
  assert.ok(!fs.existsSync(out('bad', 'model.safetensors')));
});

test('a run that diverges ends with one line and keeps its sound checkpoints', () => {
  const result = run(options('diverged', ['--epochs', '50', '--lr', '10']));
  assert.equal(result.status, 1);
  assert.match(result.stderr, /training diverged/);
  assert.equal(result.stderr.trimEnd().split('\n').length, 1);
});
