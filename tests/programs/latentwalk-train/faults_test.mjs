// What goes wrong while a model trains: impatience, full disks, two trainers in one folder. Nothing saved is lost.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  checkpoints,
  lastStep,
  latest,
  lines,
  newest,
  out,
  program,
  run,
  same,
  sleep,
  smallVae,
  start,
  training,
  until,
} from './support.mjs';

const options = (name, extra = [], config = smallVae('small')) =>
  training(name, config, ['--checkpoint-every', '5', ...extra]);
const isPending = (pid, signal) =>
  [...fs.readFileSync(`/proc/${pid}/status`, 'utf8').matchAll(/^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)$/gm)].some(
    ([, set]) => (BigInt(`0x${set}`) >> BigInt(signal - 1)) & 1n,
  );
const oneLine = (text) => assert.equal(text.trimEnd().split('\n').length, 1, text);
const leftovers = (name) => fs.readdirSync(out(name), { recursive: true }).filter((file) => file.endsWith('.tmp'));

test(
  'killed 50 times at random moments, a run loses at most the work since its last checkpoint and ends bit for bit as if undisturbed',
  { timeout: 300_000 },
  async () => {
    assert.equal(run(options('undisturbed', ['--epochs', '12'])).status, 0);
    let random = 2024; // a fixed sequence of delays
    const below = (bound) => (random = (random * 1103515245 + 12345) % 2147483648) % bound;
    const argv = options('killed', ['--epochs', '12', '--resume', 'auto']);
    const saved = () =>
      fs.existsSync(out('killed', 'checkpoints')) && checkpoints('killed').length > 0
        ? Number(checkpoints('killed').at(-1).slice(5, 17))
        : 0;
    let kills = 0,
      rounds = 0,
      inTraining = 0;
    while (kills < 50) {
      assert.ok(++rounds < 200);
      const before = saved();
      const trainer = start(argv);
      // Some kills come while the program starts, most while it trains.
      const early = below(8) === 0;
      const ended = trainer.ended.then((result) => ({ result }));
      while (!early && !trainer.text().includes('LibTorch') && trainer.child.exitCode === null) await sleep(2);
      await Promise.race([ended, sleep(below(60))]);
      trainer.child.kill('SIGKILL');
      const { result } = await ended;
      assert.ok(saved() >= before, `step ${before} was saved, ${saved()} is left`);
      if (result.signal === 'SIGKILL') {
        kills += 1;
        if (lastStep('killed') > 0) inTraining += 1;
        const resumed = result.text.match(/at step (\d+)/);
        if (resumed) assert.equal(Number(resumed[1]), before, 'it went on from the newest checkpoint');
        // The log is ahead of the checkpoints by what was lost.
        assert.ok(lastStep('killed') - saved() <= 5 || !resumed, `${lastStep('killed') - saved()} steps lost`);
      } else {
        assert.equal(result.code, 0, result.errors);
        same(newest('killed'), newest('undisturbed'));
        fs.rmSync(out('killed'), { recursive: true });
      }
      assert.doesNotMatch(result.errors, /damaged/);
    }
    assert.ok(inTraining >= 25, `only ${inTraining} kills hit a run that had begun to train`);
    const last = run(argv);
    assert.equal(last.status, 0, last.stderr);
    same(newest('killed'), newest('undisturbed'));
    const steps = (name) => lines(name).map((line) => line.step);
    assert.deepEqual(steps('killed'), steps('undisturbed'));
    const strip = (name) => JSON.parse(fs.readFileSync(out(name, 'epochs.json'), 'utf8'));
    assert.deepEqual(strip('killed'), strip('undisturbed'));
    const csv = (name) =>
      fs
        .readFileSync(out(name, 'log.csv'), 'utf8')
        .split('\n')
        .map((line) =>
          line
            .split(',')
            .filter((_, i) => i !== 2)
            .join(),
        );
    assert.deepEqual(csv('killed'), csv('undisturbed'), 'but for the seconds');
  },
);

test('a second SIGINT stops at once, in the middle of a step, and loses nothing that was saved', async () => {
  // Steps of about a second, so that the second signal comes within one.
  const wide = smallVae('wide', 3000);
  const argv = options('impatient', ['--epochs', '2', '--batch-size', '500', '--checkpoint-every', '1'], wide);
  const trainer = start(argv);
  await until(
    () =>
      lastStep('impatient') >= 1 &&
      fs.existsSync(out('impatient', 'checkpoints')) &&
      checkpoints('impatient').length > 0,
    'a checkpoint',
  );
  trainer.child.kill('SIGINT');
  // Two that wait, while a file is synced, are one: the first must have come.
  await until(() => !isPending(trainer.child.pid, 2), 'the first signal to come');
  trainer.child.kill('SIGINT');
  const { code, text } = await trainer.ended;
  assert.equal(code, 130, text);
  assert.doesNotMatch(text, /saved; continue/, 'it did not wait for the step');
  const resumed = run(latest([...argv, '--resume', 'auto']));
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.match(resumed.stdout, /resumed from .* at step [1-4]/);
  assert.deepEqual(leftovers('impatient'), []);
});

test('a full disk ends the run with one line; the last checkpoint stays and the run can go on', () => {
  assert.equal(run(options('whole', ['--epochs', '40'])).status, 0);
  const argv = options('full', ['--epochs', '40']);
  assert.equal(run([...argv, '--max-time', '0.2s']).status, 0);
  const kept = checkpoints('full');
  // A limit on the size of files, in blocks of 1024 bytes, that the logs stay below and checkpoints do not.
  const blocks = Math.floor(fs.statSync(out('full', 'checkpoints', kept.at(-1))).size / 1024 / 2);
  const result = spawnSync(
    'bash',
    ['-c', `ulimit -f ${blocks} && exec "$0" "$@"`, program, ...argv, '--resume', 'auto'],
    { encoding: 'utf8' },
  );
  assert.equal(result.status, 1, result.stderr);
  oneLine(result.stderr);
  assert.match(result.stderr, /checkpoints\/step-\d+\.safetensors: cannot be written: File too large/);
  assert.deepEqual(checkpoints('full'), kept);
  assert.deepEqual(leftovers('full'), []);
  const resumed = run(latest([...argv, '--resume', 'auto']));
  assert.equal(resumed.status, 0, resumed.stderr);
  same(newest('full'), newest('whole'));
});

test('a log that cannot be written to is named', { skip: !fs.existsSync('/dev/full') && 'no /dev/full' }, () => {
  for (const name of ['log.csv', 'tensorboard/events.out.tfevents.latentwalk']) {
    fs.rmSync(out('dev-full'), { recursive: true, force: true });
    fs.mkdirSync(path.dirname(out('dev-full', name)), { recursive: true });
    fs.symlinkSync('/dev/full', out('dev-full', name));
    const result = run(options('dev-full', ['--epochs', '1']));
    assert.equal(result.status, 1, result.stdout);
    oneLine(result.stderr);
    assert.ok(result.stderr.includes(name) && result.stderr.includes('is the disk full?'), result.stderr);
  }
});

test('a second trainer in the same folder is refused, and the first not disturbed', async () => {
  const first = start(options('shared', ['--epochs', '100000']));
  await until(() => lastStep('shared') >= 3, 'the first trainer');
  const second = run(options('shared', ['--epochs', '100000', '--resume', 'auto']));
  assert.equal(second.status, 1);
  oneLine(second.stderr);
  assert.match(second.stderr, /another latentwalk-train is training into this folder/);
  fs.rmSync(out('shared', '.lock'), { force: true });
  assert.equal(run(options('shared', ['--epochs', '100000', '--resume', 'auto'])).status, 1, 'without .lock');
  const step = lastStep('shared');
  await until(() => lastStep('shared') > step, 'the first trainer to go on');
  first.child.kill('SIGKILL');
  await first.ended;
  // Nothing is left behind that would keep the next one out. Its own lock does, where a file in the folder is removed.
  const third = run([...options('shared', ['--epochs', '100000', '--resume', 'auto']), '--max-time', '0.2s']);
  assert.equal(third.status, 0, third.stderr);
});

test('going on from an older checkpoint keeps what it saves, and sets the newer ones aside', () => {
  const argv = options('back', ['--epochs', '1']); // 20 steps, a checkpoint every 5
  assert.equal(run(argv).status, 0);
  const [older, newer] = checkpoints('back');
  const back = run([...argv, '--resume', out('back', 'checkpoints', older), '--max-time', '0.001s']);
  assert.equal(back.status, 0, back.stderr);
  oneLine(back.stderr);
  assert.match(back.stderr, /warning: the checkpoints of later steps .* kept in .*set-aside-1$/m);
  assert.deepEqual(fs.readdirSync(out('back', 'checkpoints', 'set-aside-1')), [newer]);
  const saved = checkpoints('back').at(-1);
  assert.ok(saved > older && saved < newer, `${saved} is saved`);
  const resumed = run([...argv, '--resume', 'auto']);
  assert.match(resumed.stdout, new RegExp(`resumed from .*${saved}`));
  assert.ok(newest('back').length > 0);
  assert.equal(checkpoints('back').at(-1), newer);
});

test('--deterministic changes nothing on the CPU, where every run is', () => {
  for (const [name, extra] of [
    ['as-is', []],
    ['again', []],
    ['deterministic', ['--deterministic']],
  ]) {
    const result = run(options(name, ['--epochs', '1', ...extra]));
    assert.equal(result.status, 0, result.stderr);
  }
  same(newest('as-is'), newest('again'));
  same(newest('as-is'), newest('deterministic'));
});

test('--max-time stops in time and can go on; --dry-run writes nothing, whatever is asked besides', () => {
  const argv = options('timed', ['--epochs', '100000']);
  const start = Date.now();
  const result = run([...argv, '--max-time', '1s']);
  assert.equal(result.status, 0, result.stderr);
  assert.ok(Date.now() - start < 60_000);
  assert.match(result.stdout, /stopped after --max-time at step (\d+)/);
  const step = Number(result.stdout.match(/--max-time at step (\d+)/)[1]);
  assert.equal(Number(checkpoints('timed').at(-1).slice(5, 17)), step, 'the step it stopped at is saved');
  assert.match(
    run([...argv, '--resume', 'auto', '--max-time', '0.1s']).stdout,
    new RegExp(`resumed from .* at step ${step}\\b`),
  );
  const dry = run([...options('dry'), '--dry-run', '--resume', 'auto', '--evaluate-every', '1']);
  assert.equal(dry.status, 0, dry.stderr);
  assert.ok(!fs.existsSync(out('dry')));
});

test('--channels-last and --amp bf16 train too, and close to plain floats', () => {
  const loss = (name, config, extra) => {
    const result = run(options(name, ['--epochs', '1', '--batch-size', '250', ...extra], config));
    assert.equal(result.status, 0, result.stderr);
    return lines(name)
      .filter((line) => !line.means)
      .at(-1).loss;
  };
  const plain = loss('plain', smallVae('small'), []);
  const bf16 = loss('bf16', smallVae('small'), ['--amp', 'bf16']);
  assert.notEqual(bf16, plain);
  assert.ok(Math.abs(bf16 - plain) < 0.02 * plain, `${bf16} beside ${plain}`);
  const conv = path.join(process.env.LATENTWALK_ROOT, 'configs/conv-vae.json');
  const convolutions = loss('nchw', conv, []);
  for (const [name, extra] of [
    ['nhwc', ['--channels-last']],
    ['conv-bf16', ['--amp', 'bf16', '--channels-last']],
  ]) {
    const other = loss(name, conv, extra);
    assert.ok(Math.abs(other - convolutions) < 0.02 * convolutions, `${name}: ${other} beside ${convolutions}`);
  }
});
