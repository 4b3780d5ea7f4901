// One model trained by several processes, on loopback: the same model as by one, and a word when one is lost.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { test } from 'node:test';
import {
  checkpoints,
  configuration,
  data,
  hasProgram,
  lastStep,
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
  training(name, config, ['--batch-size', '100', '--rank-timeout', '60', ...extra]);

const freePort = () =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/// As torchrun would: one process a rank, told by its environment.
async function group(size, argv, { port, ranks = size, of = () => argv } = {}) {
  port ??= await freePort();
  return Array.from({ length: ranks }, (_, rank) =>
    start(of(rank), {
      WORLD_SIZE: `${size}`,
      RANK: `${rank}`,
      LOCAL_RANK: `${rank}`,
      MASTER_ADDR: '127.0.0.1',
      MASTER_PORT: `${port}`,
    }),
  );
}
const endOf = (processes) => Promise.all(processes.map((one) => one.ended));

const losses = (name) =>
  lines(name)
    .filter((line) => !line.means)
    .map((line) => line.loss);

/// The bound that docs/distributed.md states: sums of floats in another order, widened by Adam over 30 steps.
const kTolerance = 1e-4;

test('two processes train as one with the same whole batch, to a relative 1e-4 in every loss', async () => {
  assert.equal(run(options('one', ['--epochs', '3'])).status, 0);
  const [first, second] = await endOf(await group(2, options('two', ['--epochs', '3'])));
  assert.equal(first.code, 0, first.errors);
  assert.equal(second.code, 0, second.errors);
  assert.match(first.text, /in 2 processes/);
  assert.equal(second.text, '', 'one process speaks');
  const one = losses('one'),
    two = losses('two');
  assert.equal(two.length, 30);
  const worst = Math.max(...one.map((loss, i) => Math.abs(two[i] - loss) / Math.abs(loss)));
  assert.ok(worst < kTolerance, `they differ by ${worst}`);
  console.log(`# largest relative difference of a loss: ${worst}`);
  assert.ok(two.at(-1) < 0.95 * two[0], `and the loss falls, from ${two[0]} to ${two.at(-1)}`);
});

test('three processes share a batch that they can share evenly, and refuse another', async () => {
  const results = await endOf(await group(3, options('three', ['--epochs', '1', '--batch-size', '90'])));
  for (const { code, errors } of results) assert.equal(code, 0, errors);
  const refused = await endOf(await group(3, options('uneven', ['--epochs', '1'])));
  for (const { code, errors } of refused) {
    assert.equal(code, 1);
    assert.match(errors, /batch_size is 100, which 3 processes cannot share evenly/);
  }
});

test('mpirun starts a group too', { skip: !hasProgram('mpirun') && 'no mpirun' }, async () => {
  const port = await freePort();
  const environment = {
    ...process.env,
    OMPI_ALLOW_RUN_AS_ROOT: '1',
    OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: '1',
    MASTER_PORT: `${port}`,
  };
  const argv = ['-np', '2', '--oversubscribe', '-x', 'MASTER_PORT', program, ...options('mpi', ['--epochs', '1'])];
  const child = spawn('mpirun', argv, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += chunk;
    });
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(code, 0, text);
  assert.match(text, /in 2 processes/);
  assert.equal(losses('mpi').length, 10);
});

test('a signal to one process stops all after the same step; the resumed run ends as an uninterrupted one', async () => {
  const uninterrupted = await endOf(await group(2, options('uninterrupted', ['--epochs', '4'])));
  for (const { code, errors } of uninterrupted) assert.equal(code, 0, errors);
  const processes = await group(2, options('stopped', ['--epochs', '4']));
  await until(() => lastStep('stopped') >= 5, 'five steps');
  processes[1].child.kill('SIGTERM');
  const [first, second] = await endOf(processes);
  assert.equal(first.code, 143, first.errors);
  assert.equal(second.code, 143, second.errors);
  assert.match(first.text, /stopped by signal 15/);
  const resumed = await endOf(await group(2, options('stopped', ['--epochs', '4', '--resume', 'auto'])));
  for (const { code, errors } of resumed) assert.equal(code, 0, errors);
  same(newest('stopped'), newest('uninterrupted'));
});

for (const [what, signal, victim] of [
  ['is killed', 'SIGKILL', 1],
  ['hangs', 'SIGSTOP', 1],
  ['0, which the others meet at, is killed,', 'SIGKILL', 0],
  ['0, which the others meet at, hangs,', 'SIGSTOP', 0],
]) {
  test(`where rank ${victim === 0 ? '' : '1 '}${what} the others end soon, and name it`, async () => {
    const name = `lost-${signal}-${victim}`;
    const processes = await group(
      3,
      options(name, ['--epochs', '100000', '--batch-size', '90', '--rank-timeout', '15']),
    );
    await until(() => lastStep(name) >= 3, 'three steps');
    processes[victim].child.kill(signal);
    const start = Date.now();
    const others = await endOf(processes.filter((_, rank) => rank !== victim));
    const seconds = (Date.now() - start) / 1000;
    processes[victim].child.kill('SIGKILL');
    await processes[victim].ended;
    // One deadline of 15 s for all, and some seconds to find out which rank it was.
    assert.ok(seconds < 35, `it took ${seconds} s`);
    console.log(`# rank ${victim} ${signal}: the others ended after ${seconds} s`);
    for (const { code, errors } of others) {
      assert.equal(code, 1, errors);
      assert.match(errors, new RegExp(`rank ${victim}( of 3)? has died or hangs`));
      assert.equal(
        errors
          .trimEnd()
          .split('\n')
          .filter((line) => line.startsWith('latentwalk-train:')).length,
        1,
        errors,
      );
    }
  });
}

test('a rank 0 that hangs before all have met is named in the time that was given', async () => {
  const processes = await group(3, options('hangs-early', ['--epochs', '1', '--rank-timeout', '8']), { ranks: 2 });
  await sleep(1500);
  processes[0].child.kill('SIGSTOP');
  const { code, errors } = await processes[1].ended;
  processes[0].child.kill('SIGKILL');
  assert.equal(code, 1);
  assert.match(errors, /rank 0/);
});

test('two processes with the same rank are named as that, by all and at once', async () => {
  const port = await freePort();
  const began = Date.now();
  const processes = [0, 1, 1].map((rank) =>
    start(options('twice', ['--epochs', '1', '--batch-size', '90', '--rank-timeout', '60']), {
      WORLD_SIZE: '3',
      RANK: `${rank}`,
      MASTER_ADDR: '127.0.0.1',
      MASTER_PORT: `${port}`,
    }),
  );
  for (const { code, errors } of await endOf(processes)) {
    assert.equal(code, 1);
    assert.match(
      errors,
      /two processes were started as rank 1 \(RANK=1 twice\)|another process was started as rank 1 too|rank 0 has died/,
    );
  }
  assert.ok(processes.some((one) => /\(RANK=1 twice\)/.test(one.errors())));
  assert.ok(Date.now() - began < 50_000);
  assert.ok(!fs.existsSync(out('twice')), 'nothing is written');
});

test('a rank that never comes is named, in the time that was given', async () => {
  const processes = await group(3, options('absent', ['--epochs', '1', '--rank-timeout', '10']), { ranks: 2 });
  for (const { code, errors } of await endOf(processes)) {
    assert.equal(code, 1);
    assert.match(errors, /rank 2 of 3 did not come within 10 s/);
  }
});

for (const [when, greets] of [
  ['before it has said who it is', false],
  ['after it has said that it is there', true],
])
  test(`where rank 2 sends garbage ${when}, the others end in the time that was given, and name it`, async () => {
    const port = await freePort(),
      name = `garbage-${greets}`;
    const processes = await group(3, options(name, ['--epochs', '1', '--batch-size', '90', '--rank-timeout', '10']), {
      ranks: 2,
      port,
    });
    const start = Date.now();
    // What meeting.cpp speaks: a length and so many bytes; a request is an operation, a key's length, the key, a value.
    const request = (operation, key, value) => {
      const lengths = [5 + key.length + value.length, key.length].map((size) =>
        Buffer.from(Uint32Array.of(size).buffer),
      );
      return Buffer.concat([lengths[0], Buffer.from(operation), lengths[1], Buffer.from(key), Buffer.from(value)]);
    };
    const rank = await new Promise((resolve, reject) => {
      const attempt = (tries) => {
        const socket = net.connect(port, '127.0.0.1', () => resolve(socket));
        socket.on('error', (error) => (socket.pending && tries ? setTimeout(attempt, 50, tries - 1) : reject(error)));
      };
      attempt(400);
    });
    rank.removeAllListeners('error').on('error', () => {});
    if (greets) rank.write(Buffer.concat([request('h', '', [2, 0, 0, 0]), request('s', 'here/2', [1])]));
    rank.write(Buffer.alloc(5000, 0xff));
    for (const { code, errors } of await endOf(processes)) {
      assert.equal(code, 1, errors);
      assert.match(errors, greets ? /rank 2 of 3 has died or hangs/ : /rank 2 of 3 did not come within 10 s/);
    }
    rank.destroy();
    assert.ok(Date.now() - start < 45_000, `it took ${Date.now() - start} ms`);
  });

test('ranks with different options are refused', async () => {
  const results = await endOf(
    await group(2, null, {
      of: (rank) => options('differ', ['--epochs', '1', '--lr', `${0.001 * (rank + 1)}`, '--rank-timeout', '8']),
    }),
  );
  assert.equal(results[1].code, 1);
  assert.match(results[1].errors, /rank 1 was started with another configuration than rank 0/);
  assert.equal(results[0].code, 1);
});

test('ranks with different digits are refused', async () => {
  const other = out('other-data');
  fs.mkdirSync(other);
  for (const file of fs.readdirSync(data)) fs.copyFileSync(path.join(data, file), path.join(other, file));
  for (const kind of ['images-idx3', 'labels-idx1'])
    fs.copyFileSync(path.join(data, `train-${kind}-ubyte.gz`), path.join(other, `t10k-${kind}-ubyte.gz`));
  const results = await endOf(
    await group(2, null, {
      of: (rank) => options('digits', ['--epochs', '1', '--data', rank === 0 ? data : other, '--rank-timeout', '8']),
    }),
  );
  assert.match(results[1].errors, /rank 1 was started with another data set \(--data\) than rank 0/);
  assert.equal(results[1].code, 1);
  assert.equal(results[0].code, 1);
});

test(
  'only loopback is bound: the meeting point, and what the processes say to each other',
  { skip: !fs.existsSync('/proc/net/tcp') && 'no /proc' },
  async () => {
    const processes = await group(2, options('loopback', ['--epochs', '100000']));
    await until(() => lastStep('loopback') >= 2, 'two steps');
    const kListen = '0A',
      bound = [];
    for (const { child } of processes) {
      const sockets = fs.readdirSync(`/proc/${child.pid}/fd`).map((fd) => {
        try {
          return fs.readlinkSync(`/proc/${child.pid}/fd/${fd}`);
        } catch {
          return '';
        }
      });
      for (const table of ['tcp', 'tcp6'].filter((name) => fs.existsSync(`/proc/net/${name}`))) {
        const rows = fs.readFileSync(`/proc/net/${table}`, 'utf8').trimEnd().split('\n').slice(1);
        for (const [, local, , state, , , , , , inode] of rows.map((line) => line.trim().split(/\s+/))) {
          if (sockets.includes(`socket:[${inode}]`)) bound.push({ address: local.split(':')[0], state });
        }
      }
    }
    for (const { child } of processes) child.kill('SIGTERM');
    await endOf(processes);
    assert.ok(
      bound.some(({ state }) => state === kListen),
      'the meeting point listens',
    );
    assert.ok(bound.length >= 5, 'and each process has a connection to it, and to the other');
    for (const { address } of bound)
      assert.ok(['0100007F', '00000000000000000000000001000000'].includes(address), address);
  },
);

test("batch norm's running statistics are the mean of the processes' in what is saved", async () => {
  const tiny = configuration('fc-vae', 'norm', (json) => {
    for (const network of Object.values(json.networks))
      for (const layer of network.layers) if (layer.out === 512) layer.out = 16;
    json.networks.encoder.layers.splice(1, 0, { type: 'batch_norm' });
  });
  const results = await endOf(await group(2, options('norm', ['--epochs', '2'], tiny)));
  for (const { code, errors } of results) assert.equal(code, 0, errors);
  const again = await endOf(await group(2, options('norm-again', ['--epochs', '2'], tiny)));
  for (const { code, errors } of again) assert.equal(code, 0, errors);
  same(newest('norm'), newest('norm-again'));
  assert.equal(checkpoints('norm').length, 2);
});
