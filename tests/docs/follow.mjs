// Follows a tutorial: every command of its blocks, in their order, in a folder that looks like a clone. Blocks marked
// `sh no-test` are left out: they serve, open a window, or install.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { loadMarkdown, readDocument } from '../../web/build/markdown.mjs';
import { installPackages } from '../../web/build/packages.mjs';

export const kRoot = path.join(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const hasModule = fs.existsSync(path.join(kRoot, 'build/wasm/bin/latentwalk.wasm'));

/** A folder with the programs and what of the repository they read; it is removed at the end. */
export function makeClone() {
  const bin = process.env.LATENTWALK_BIN;
  assert.ok(bin, 'CTest sets LATENTWALK_BIN, the folder with the programs');
  assert.equal(installPackages(path.join(kRoot, 'web')), '');
  const clone = fs.mkdtempSync(path.join(os.tmpdir(), 'latentwalk-tutorial-'));
  after(() => fs.rmSync(clone, { recursive: true }));
  fs.mkdirSync(path.join(clone, 'build'));
  fs.symlinkSync(bin, path.join(clone, 'build/bin'));
  for (const folder of ['configs', 'web', 'scripts'])
    fs.symlinkSync(path.join(kRoot, folder), path.join(clone, folder));
  return clone;
}

/**
 * Tests that a document's commands work as written.
 * @param {string} document its file in docs/
 * @param {string} clone
 * @param {{smaller?: [string, string][], least: number}} settings smaller: what a test cannot wait for, or reach, as [in
 *   the document, here]; least: the number of commands that there must be
 * @returns {Promise<{said: string}>} what the programs have said so far
 */
export async function follow(document, clone, { smaller = [], least }) {
  const markdown = await loadMarkdown();
  const { tokens } = readDocument(markdown, fs.readFileSync(path.join(kRoot, 'docs', document), 'utf8'));
  const fences = tokens.filter(({ type }) => type === 'fence');
  const blocks = fences.filter(({ info }) => info.trim() === 'sh');
  const marked = fences.filter(({ info }) => info.trim() === 'sh no-test');
  const commands = blocks.flatMap(({ content }) => content.trim().split('\n'));
  const result = { said: '' };

  test('the tutorial has commands to follow, few that are not, and no block of another kind', () => {
    assert.ok(commands.length >= least, `${commands.length}`);
    assert.equal(blocks.length + marked.length, fences.length);
    assert.ok(marked.length < 6);
  });

  test('every command works as written', async (t) => {
    for (const command of commands) {
      const line = smaller.reduce((text, [from, to]) => text.replaceAll(from, to), command);
      const skip = !hasModule && line.includes('build-site') ? 'the preset wasm is not built' : false;
      await t.test(command, { skip }, () => {
        const { status, stdout, stderr } = spawnSync('bash', ['-ec', line], { cwd: clone, encoding: 'utf8' });
        assert.equal(status, 0, `${line}\n${stdout}${stderr}`);
        result.said += `${line}\n${stdout}${stderr}`;
      });
    }
  });
  return result;
}
