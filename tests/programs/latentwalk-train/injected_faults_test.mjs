// A checkpoint's save, stopped or refused at each of its system calls (strace injects the fault): what was saved before
// stays, nothing half-written is left, and the run that goes on ends bit for bit as one that never stopped.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { before, test } from 'node:test';
import {
  checkpoints,
  lastStep,
  latest,
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

const small = smallVae('small');
// 20 steps, checkpoints at 5, 10, 15 and 20; the two newest are kept
const options = (name, extra = []) =>
  training(name, small, ['--epochs', '1', '--checkpoint-every', '5', '--resume', 'auto', ...extra]);

const step = (number) => `step-${String(number).padStart(12, '0')}.safetensors`;

before(() => {
  assert.equal(spawnSync('strace', ['-V']).status, 0, 'strace is missing: run scripts/setup --for test');
  assert.equal(run(options('undisturbed')).status, 0);
});

/// Trains with `fault` injected into `call` on `file` of the run's checkpoints: step 15's temporary file, a checkpoint, or the
/// folder (""). The tracer is the grandchild (-D), so that the shell's process number is the trainer's.
function trainWith(name, call, file, fault) {
  fs.rmSync(out(name), { recursive: true, force: true });
  fs.mkdirSync(out(name, 'checkpoints'), { recursive: true });
  const script =
    'folder=$1 file=$2 call=$3 fault=$4; shift 4; ' +
    'exec strace -D -f -qq -o "$folder/../trace" -P "$folder/$file" -e trace="$call" -e inject="$call:$fault" "$@"';
  const result = spawnSync(
    'bash',
    ['-c', script, 'bash', out(name, 'checkpoints'), file, call, fault, program, ...options(name)],
    { encoding: 'utf8' },
  );
  return { ...result, trace: fs.readFileSync(out(name, 'trace'), 'utf8') };
}

function goesOn(name, savedAtLeast) {
  const steps = checkpoints(name).map((file) => Number(file.slice(5, 17)));
  assert.ok(steps.at(-1) >= savedAtLeast, `step ${savedAtLeast} was saved, there are ${steps}`);
  const resumed = run(options(name));
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.doesNotMatch(resumed.stderr, /damaged/);
  assert.match(resumed.stdout, new RegExp(`resumed from .* at step ${steps.at(-1)}\\b`));
  same(newest(name), newest('undisturbed'));
  assert.deepEqual(
    fs.readdirSync(out(name, 'checkpoints')).sort(),
    fs.readdirSync(out('undisturbed', 'checkpoints')).sort(),
  );
}

const temporary = `.${step(15)}.latentwalk.tmp`;
const points = [
  ['before its temporary file is made', 'openat', temporary, 10],
  ['before the first byte is written', 'write', temporary, 10],
  ['before the bytes are on the disk', 'fsync', temporary, 10],
  ['before the temporary file is closed', 'close', temporary, 10],
  ['before it has its name', 'rename', temporary, 10],
  // The folder is looked through at the start, and after each save it is opened to be synced, and looked through again.
  ['when it has its name, before the folder is opened', 'openat', '', 15, 6],
  ['when it has its name, before the folder is on the disk', 'fsync', '', 15, 3],
  ['before the oldest checkpoint is removed', 'unlink', step(5), 15],
];
for (const [i, [when, call, file, saved, nth = 1]] of points.entries()) {
  test(`killed ${when}, a run has lost nothing that was saved`, () => {
    const name = `killed-${i}`;
    const result = trainWith(name, call, file, `signal=SIGKILL:when=${nth}`);
    assert.ok(
      result.signal === 'SIGKILL' || result.status === 137,
      `${result.status} ${result.signal} ${result.stderr}\n${result.trace}`,
    );
    goesOn(name, saved);
  });
}

for (const [call, file] of [
  ['openat', temporary],
  ['write', temporary],
  ['fsync', temporary],
  ['close', temporary],
  ['rename', temporary],
]) {
  for (const [error, text] of [
    ['EIO', 'Input/output error'],
    ['ENOSPC', 'No space left on device'],
  ]) {
    test(`${call} refused with ${error} ends the run with one line that names the file, and loses nothing`, () => {
      const name = `${call}-${error}`;
      const result = trainWith(name, call, file, `error=${error}:when=1`);
      assert.equal(result.status, 1, `${result.stderr}\n${result.trace}`);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1, result.stderr);
      assert.ok(result.stderr.includes(`${step(15)}: cannot be written: ${text}`), result.stderr);
      assert.deepEqual(checkpoints(name), [step(5), step(10)]);
      assert.deepEqual(
        fs.readdirSync(out(name, 'checkpoints')).filter((entry) => entry.endsWith('.tmp')),
        [],
      );
      goesOn(name, 10);
    });
  }
}

test('a write that a signal interrupts is taken up again', () => {
  const result = trainWith('interrupted', 'write', temporary, 'error=EINTR:when=1');
  assert.match(result.trace, /EINTR/);
  assert.equal(result.status, 0, result.stderr);
  same(newest('interrupted'), newest('undisturbed'));
});

test('a clock that jumps ten years to and fro changes nothing: the newest checkpoint is the one with the most steps', () => {
  assert.equal(run(options('clock')).status, 0);
  const saved = Number(checkpoints('clock').at(-1).slice(5, 17));
  const [older, newer] = checkpoints('clock');
  const years = (count) => new Date(Date.now() + count * 365 * 86_400_000);
  fs.utimesSync(out('clock', 'checkpoints', older), years(10), years(10));
  fs.utimesSync(out('clock', 'checkpoints', newer), years(-10), years(-10));
  const again = run(options('clock'));
  assert.equal(again.status, 0, again.stderr);
  assert.match(again.stdout, new RegExp(`resumed from .* at step ${saved}\\b`));
});

test('a storm of SIGTERM ends the run; what was saved is whole, and it goes on from there', async () => {
  const argv = latest([...options('storm'), '--epochs', '100000']);
  const trainer = start(argv);
  await until(() => lastStep('storm') >= 12, 'the training');
  for (let i = 0; i < 40 && trainer.child.exitCode === null; ++i) {
    trainer.child.kill('SIGTERM');
    await sleep(1);
  }
  const { code, signal } = await trainer.ended;
  assert.ok(code === 143 || code === 130 || code === 0 || signal === 'SIGTERM', `${code} ${signal}`);
  const resumed = run([...argv, '--max-time', '0.1s']);
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.doesNotMatch(resumed.stderr, /damaged/);
  assert.match(resumed.stdout, /resumed from .* at step \d+/);
  assert.deepEqual(
    fs.readdirSync(out('storm'), { recursive: true }).filter((entry) => entry.endsWith('.tmp')),
    [],
  );
});
