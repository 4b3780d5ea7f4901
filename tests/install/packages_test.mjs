// The packages of build/packages, unpacked into a folder and run from there. scripts/package runs this.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { spawnSync } from 'node:child_process';

import { readPng, root, run } from './support.mjs';

const packages = join(root, 'build/packages');
const debs = readdirSync(packages).filter((file) => file.endsWith('.deb'));
const folder = mkdtempSync(join(tmpdir(), 'latentwalk-packages-'));
const bin = join(folder, 'usr/bin');
const field = (deb, name) => run('dpkg-deb', ['--field', join(packages, deb), name]).trim();
const deb = (name) => debs.find((file) => file.startsWith(`${name}_`));

before(() => {
  for (const file of debs) run('dpkg-deb', ['--extract', join(packages, file), folder]);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('there are the packages latentwalk, latentwalk-viewer, liblatentwalk0 and liblatentwalk-dev', () => {
  for (const name of ['latentwalk', 'latentwalk-viewer', 'liblatentwalk0', 'liblatentwalk-dev'])
    assert.ok(deb(name), `${name} is not among ${debs}`);
});

test('each names the shared libraries that it needs', () => {
  assert.match(field(deb('latentwalk'), 'Depends'), /libc6 .*libhwy/s);
  assert.match(field(deb('latentwalk-viewer'), 'Depends'), /latentwalk \(= .*libglfw3/s);
  assert.match(field(deb('liblatentwalk-dev'), 'Depends'), /liblatentwalk0 \(= /);
  if (deb('latentwalk-train')) assert.match(field(deb('latentwalk-train'), 'Depends'), /libtorch/);
});

test('the program draws a model that came with it, from where it was unpacked', () => {
  const sheet = join(folder, 'sheet.png');
  run(join(bin, 'latentwalk'), ['sample', 'conv-gan', '--seed', '7', '--out', sheet], { cwd: folder });
  assert.ok(readPng(sheet).pixels.filter((grey) => grey < 128).length > 1000, 'the sheet is blank');
});

test('the viewer draws its window from there', () => {
  const shot = join(folder, 'window.png');
  run(join(bin, 'latentwalk-viewer'), ['--fresh', '--screenshot', shot], { cwd: folder });
  assert.ok(existsSync(shot));
});

test('the trainer finds a shipped configuration', { skip: !deb('latentwalk-train') && 'built without it' }, () => {
  const { stderr } = spawnSync(
    join(bin, 'latentwalk-train'),
    ['train', '--config', 'conv-gan', '--data', join(folder, 'none'), '--out', join(folder, 'run'), '--dry-run'],
    { encoding: 'utf8' },
  );
  assert.doesNotMatch(stderr, /conv-gan/, 'what is missing is the data, not the configuration');
});

test('no program names a folder of the machine that built it', () => {
  for (const program of [
    ...readdirSync(bin).map((name) => join(bin, name)),
    ...run('find', [join(folder, 'usr/lib'), '-name', '*.so*', '-type', 'f'])
      .trim()
      .split('\n'),
  ]) {
    assert.doesNotMatch(run('readelf', ['--dynamic', program]), /RPATH|RUNPATH/, program);
    assert.equal(
      spawnSync('grep', ['--quiet', '--text', '--fixed-strings', root, program]).status,
      1,
      `${program} names ${root}`,
    );
  }
});

test(
  'lintian finds no error',
  { skip: spawnSync('lintian', ['--version']).status !== 0 && 'lintian is not installed' },
  () => {
    const { stdout } = spawnSync(
      'lintian',
      ['--tag-display-limit', '0', '--fail-on', 'none', ...debs.map((file) => join(packages, file))],
      { encoding: 'utf8' },
    );
    const errors = stdout.split('\n').filter((line) => line.startsWith('E: '));
    assert.deepEqual(errors, []);
  },
);
