// What only adds to a training, and the odd files that a run folder may have: neither ends a training.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { checkpoints, hasProgram, latest, out, run, sleep, smallVae, start, training, until } from './support.mjs';

const options = (name, extra = []) => training(name, smallVae('small'), ['--checkpoint-every', '5', ...extra]);

test('an extra never ends a training: no temporary folder, no home, a gnuplot that fails, hangs or fills the disk', () => {
  const bin = out('bin');
  fs.mkdirSync(bin);
  const bare = { TMPDIR: '/no/such/folder', HOME: '/no/such/folder', XDG_CACHE_HOME: '/no/such/folder' };
  const trains = (name, environment, expected) => {
    const result = run(options(name, ['--epochs', '1']), environment);
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stderr, '');
    const notes = result.stdout.split('\n').filter((line) => line.startsWith('no figures: '));
    assert.equal(notes.length, expected ? 1 : 0, result.stdout);
    if (expected) assert.match(notes[0], expected);
    assert.ok(fs.existsSync(out(name, 'model.safetensors')));
    const figures = fs.readdirSync(out(name, 'figures'));
    assert.ok(!figures.some((file) => file.startsWith('.')), `${figures}`);
    return figures;
  };
  if (hasProgram('gnuplot')) assert.ok(trains('bare', bare).includes('loss.png'));
  const gnuplot = (script) => fs.writeFileSync(path.join(bin, 'gnuplot'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const withFake = { ...bare, PATH: `${bin}:${process.env.PATH}` };
  gnuplot('echo "no terminal pngcairo here" >&2; exit 1');
  assert.deepEqual(trains('failing', withFake, /^no figures: gnuplot: no terminal pngcairo here$/), []);
  gnuplot('exit 3');
  trains('silent', withFake, /^no figures: gnuplot ended with status 3$/);
  gnuplot('exit 0');
  trains('lazy', withFake, /^no figures: .*picture\.png: cannot be opened: No such file or directory$/);
  const plot = run(['plot', out('failing')], withFake);
  assert.equal(plot.status, 1);
  assert.match(plot.stderr, /no figures: gnuplot ended|picture\.png/);
  // What stands in the way of the figures is no fault of the training.
  fs.mkdirSync(out('blocked'), { recursive: true });
  fs.writeFileSync(out('blocked', 'figures'), '');
  const blocked = run(options('blocked', ['--epochs', '1']), bare);
  assert.equal(blocked.status, 0, blocked.stderr);
  assert.match(blocked.stdout, /^no figures: .*figures: .*$/m);
});

test('a signal while figures are drawn ends the program at once, after everything else is written', async () => {
  const bin = out('slow-bin');
  fs.mkdirSync(bin);
  fs.writeFileSync(path.join(bin, 'gnuplot'), '#!/bin/sh\necho begun >gnuplot-is-here\nexec sleep 60\n', {
    mode: 0o755,
  });
  const trainer = start(options('slow', ['--epochs', '1']), { PATH: `${bin}:${process.env.PATH}` });
  await until(
    () => fs.existsSync(out('slow', 'figures')) && fs.readdirSync(out('slow', 'figures')).length > 0,
    'gnuplot to begin',
  );
  await sleep(200);
  trainer.child.kill('SIGTERM');
  const { signal } = await trainer.ended;
  assert.equal(signal, 'SIGTERM');
  assert.ok(fs.existsSync(out('slow', 'model.safetensors')));
});

test('a run folder with odd files is gone on with, and each is named in a line', () => {
  const argv = options('odd', ['--epochs', '2']);
  assert.equal(run(latest([...argv, '--max-time', '0.001s'])).status, 0);
  const finish = () => run([...argv, '--resume', 'auto']);
  const list = {
    picture: '../../etc/passwd',
    columns: 16,
    width: 28,
    height: 28,
    every: 1,
    epochs: Array(70).fill(1),
  };
  assert.equal(finish().status, 0);
  // From the first epoch's end on, with the list in the way.
  const first = checkpoints('odd')[0];
  fs.writeFileSync(out('odd', 'epochs.json'), JSON.stringify(list));
  fs.appendFileSync(out('odd', 'log.jsonl'), 'odd\n{"step": "x"}\n');
  const result = run([...argv, '--resume', out('odd', 'checkpoints', first)]);
  assert.equal(result.status, 0, result.stderr);
  assert.match(result.stderr, /warning: .*epochs\.json: "epochs" must be a list of 1 to 64 epochs$/m);
  assert.match(result.stderr, /warning: .*log\.jsonl, line \d+: .*; this and 1 more lines are left out$/m);
});
