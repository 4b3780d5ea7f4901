// Follows docs/tutorial.md: every command of its blocks, in their order, in a folder that looks like a clone. Blocks marked
// `sh no-test` are left out: they serve, open a window, or install.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

import { loadMarkdown, readDocument } from '../../web/build/markdown.mjs';
import { installPackages } from '../../web/build/packages.mjs';

const kRoot = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
const kFashion = '/usr/share/datasets/fashion-mnist';
const bin = process.env.LATENTWALK_BIN;
assert.ok(bin, 'CTest sets LATENTWALK_BIN, the folder with the programs');
assert.equal(installPackages(path.join(kRoot, 'web')), '');
assert.ok(fs.existsSync(kFashion), `${kFashion} is not there: run scripts/setup --for test`);
const hasModule = fs.existsSync(path.join(kRoot, 'build/wasm/bin/latentwalk.wasm'));

// What a test cannot wait for, or reach: [in the document, here].
const kSmaller = [
  ['data --fetch data/mnist', 'data --help'], // tests/cli/fetch_test.cpp fetches from servers of its own
  ['--epochs 10', '--epochs 1'],
  [kFashion, 'data/fashion'],
];

const clone = fs.mkdtempSync(path.join(os.tmpdir(), 'latentwalk-tutorial-'));
after(() => fs.rmSync(clone, { recursive: true }));
fs.mkdirSync(path.join(clone, 'build'));
fs.symlinkSync(bin, path.join(clone, 'build/bin'));
for (const folder of ['configs', 'web', 'scripts']) fs.symlinkSync(path.join(kRoot, folder), path.join(clone, folder));

/// 10,000 pictures and labels, as many as the metrics ask for: the first ones of a set, over and over where it has fewer.
function cut(from, prefix, to, as) {
  const count = 10000;
  fs.mkdirSync(to, { recursive: true });
  for (const [kind, header, size] of [
    ['images-idx3', 16, 784],
    ['labels-idx1', 8, 1],
  ]) {
    const source = gunzipSync(fs.readFileSync(path.join(from, `${prefix}-${kind}-ubyte.gz`)));
    const bytes = Buffer.concat([source.subarray(0, header), Buffer.alloc(count * size, source.subarray(header))]);
    bytes.writeUInt32BE(count, 4);
    fs.writeFileSync(path.join(to, `${as}-${kind}-ubyte`), bytes);
  }
}
for (const set of ['train', 't10k']) {
  cut(path.join(kRoot, 'assets/digits'), 't10k', path.join(clone, 'data/mnist'), set);
  cut(kFashion, set, path.join(clone, 'data/fashion'), set);
}
let said = '';

const markdown = await loadMarkdown();
const { tokens } = readDocument(markdown, fs.readFileSync(path.join(kRoot, 'docs/tutorial.md'), 'utf8'));
const blocks = tokens.filter(({ type, info }) => type === 'fence' && info.trim() === 'sh');
const marked = tokens.filter(({ type, info }) => type === 'fence' && info.trim() === 'sh no-test');
const commands = blocks.flatMap(({ content }) => content.trim().split('\n'));

test('the tutorial has commands to follow, few that are not, and no block of another kind', () => {
  assert.ok(commands.length >= 15, `${commands.length}`);
  assert.equal(blocks.length + marked.length, tokens.filter(({ type }) => type === 'fence').length);
  assert.ok(marked.length < 6);
});

test('every command works as written', async (t) => {
  for (const command of commands) {
    const line = kSmaller.reduce((text, [from, to]) => text.replaceAll(from, to), command);
    const skip = !hasModule && line.includes('build-site') ? 'the preset wasm is not built' : false;
    await t.test(command, { skip }, () => {
      const { status, stdout, stderr } = spawnSync('bash', ['-ec', line], { cwd: clone, encoding: 'utf8' });
      assert.equal(status, 0, `${line}\n${stdout}${stderr}`);
      said += `${line}\n${stdout}${stderr}`;
    });
  }
});

test('what the tutorial promises is there', () => {
  for (const file of [
    'my-digits.png',
    'my-walk.gif',
    'clothes.png',
    'runs/my-vae/samples',
    'my-models/clothes.safetensors',
  ])
    assert.ok(fs.existsSync(path.join(clone, file)), file);
  assert.match(
    said,
    /train .*clothes[^]*reads only \d+ % of these pictures as they are labelled: the samples are not read/,
  );
  assert.match(
    said,
    /evaluate .*clothes[^]*reads only \d+ % of these pictures as they are labelled; metrics that use the classifier/,
  );
  assert.doesNotMatch(said.split('data/fashion')[0], /reads only/);
  if (!hasModule) return;
  const { models } = JSON.parse(fs.readFileSync(path.join(clone, 'build/my-site/models/manifest.json'), 'utf8'));
  assert.deepEqual(
    models.map(({ name }) => name),
    ['clothes', 'my-vae'],
  );
});
