// A decimal comma changes nothing that is read, computed or written: neither where a person's settings ask for it, nor where
// the program around the core has taken it for its own (comma_locale.cpp, preloaded).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

const {
  LATENTWALK_ROOT: root,
  LATENTWALK_PROGRAM: program,
  LATENTWALK_UNIT_TESTS: unitTests,
  LATENTWALK_COMMA_LOCALE: library,
  LATENTWALK_TRAIN: trainer,
} = process.env;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'latentwalk-locale-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

// The locale is made here: a machine need not have it.
const kName = 'de_DE.UTF-8';
const made = spawnSync('localedef', ['--no-archive', '-i', 'de_DE', '-f', 'UTF-8', path.join(folder, kName)], {
  encoding: 'utf8',
});
assert.ok(
  fs.existsSync(path.join(folder, kName, 'LC_NUMERIC')),
  `localedef (package locales): ${made.error ?? made.stderr}`,
);

const plain = { ...process.env, LC_ALL: 'C' };
const settings = { ...process.env, LOCPATH: folder, LC_ALL: kName, LANG: kName };
const ways = {
  'where the settings ask for it': settings,
  'where the program has taken it': { ...settings, LD_PRELOAD: library, LATENTWALK_LOCALE: kName },
};

const model = path.join(root, 'tests/fixtures/tiny-cgan.safetensors');
const run = (argv, env, what = program) => {
  const { status, stdout, stderr } = spawnSync(what, argv, { encoding: 'utf8', env });
  assert.equal(status, 0, `${argv.join(' ')}: ${stderr}`);
  return stdout;
};
/** What a command writes to the file OUT in its arguments. */
function written(argv, env, extension) {
  const out = path.join(folder, `out.${extension}`);
  run(
    argv.map((argument) => (argument === 'OUT' ? out : argument)),
    env,
  );
  return fs.readFileSync(out);
}

for (const [when, env] of Object.entries(ways)) {
  test(`pictures, walks, converted models and descriptions are the same bytes ${when}`, () => {
    assert.equal(run(['inspect', model, '--json'], env), run(['inspect', model, '--json'], plain));
    // What is printed for people follows a program's own locale; ours never take one.
    if (!env.LD_PRELOAD) assert.equal(run(['inspect', model], env), run(['inspect', model], plain));
    for (const [extension, ...argv] of [
      ['png', 'sample', model, '--count', '20', '--out', 'OUT'],
      ['gif', 'walk', model, '--frames', '9', '--out', 'OUT'],
      ['safetensors', 'convert', model, 'OUT', '--storage', 'i8'],
      ['onnx', 'export-onnx', model, 'OUT'],
    ])
      assert.ok(written(argv, env, extension).equals(written(argv, plain, extension)), argv.join(' '));
  });

  test(`every test of the core passes ${when}`, () => {
    const { status, stdout } = spawnSync(unitTests, [], { encoding: 'utf8', env, maxBuffer: 1 << 26 });
    assert.equal(status, 0, stdout.slice(-3000));
  });

  // Our programs never take a locale of their own: their options, which CLI11 reads, would then want a comma.
  if (!env.LD_PRELOAD)
    test(`a training is the same ${when}`, { skip: !trainer && 'no trainer in this tree' }, () => {
      const data = path.join(folder, 'data');
      fs.mkdirSync(data, { recursive: true });
      for (const kind of ['images-idx3', 'labels-idx1'])
        fs.copyFileSync(
          path.join(root, 'assets/digits', `t10k-${kind}-ubyte.gz`),
          path.join(data, `train-${kind}-ubyte.gz`),
        );
      const trained = (name, environment) => {
        const out = path.join(folder, name);
        run(
          [
            'train',
            '--config',
            path.join(root, 'configs/fc-vae.json'),
            '--data',
            data,
            '--out',
            out,
            '--epochs',
            '1',
            '--batch-size',
            '250',
            '--lr',
            '0.0015',
            '--threads',
            '1',
            '--log-every',
            '1',
            '--classifier',
            'none',
          ],
          environment,
          trainer,
        );
        const rows = fs.readFileSync(path.join(out, 'log.csv'), 'utf8').trim().split('\n');
        const times = rows[0].split(',').map((column) => /time|second|elapsed/.test(column));
        return {
          losses: fs
            .readFileSync(path.join(out, 'log.jsonl'), 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
            .map(({ step, loss }) => ({ step, loss })),
          table: rows.map((row) => row.split(',').filter((_, i) => !times[i])),
        };
      };
      assert.deepEqual(trained(`run-${when.length}`, env), trained(`plain-${when.length}`, plain));
    });
}
