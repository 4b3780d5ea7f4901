// The folders of web/: what imports what leads one way.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path/posix';
import { test } from 'node:test';

import { filesUnder } from '../../web/build/folder.mjs';
import { kWeb } from '../../web/build/places.mjs';

/** Which folders of web/ each of them imports, made of [path, source] pairs. */
function foldersUsed(sources) {
  const uses = new Map();
  for (const [path, source] of sources) {
    const folder = dirname(path);
    if (!uses.has(folder)) uses.set(folder, new Set());
    for (const [, target] of source.matchAll(/(?:\bfrom |\bimport |\bawait import\()'(\.[^']+)'/g)) {
      const used = dirname(join(folder, target));
      if (used !== folder) uses.get(folder).add(used);
    }
  }
  return uses;
}

/** A way from a folder back to itself; empty where there is none. */
function turnIn(uses) {
  const isDone = new Set();
  const visit = (folder, way) => {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
    if (isDone.has(folder)) return [];
    for (const next of uses.get(folder) ?? []) {
      const turn = visit(next, [...way, folder]);
      if (turn.length > 0) return turn;
    }
    isDone.add(folder);
    return [];
  };
  for (const folder of uses.keys()) {
    const turn = visit(folder, []);
    if (turn.length > 0) return turn;
  }
  return [];
}

const paths = (await filesUnder(kWeb)).filter((path) => /^(engine|page|build)\/.*\.m?js$/.test(path));
const uses = foldersUsed(
  await Promise.all(paths.map(async (path) => [path, await readFile(join(kWeb, path), 'utf8')])),
);

test('no two folders of web/ import each other, by any way', () => {
  assert.ok(uses.size > 10, `${uses.size} folders were looked at`);
  assert.deepEqual(turnIn(uses), []);
});

test('the engine knows no page, and neither of them the build', () => {
  const room = (folder) => folder.split('/')[0];
  const allowed = { engine: ['engine'], page: ['engine', 'page', 'vendor'], build: ['engine', 'page', 'build'] };
  for (const [folder, used] of uses) {
    for (const other of used) assert.ok(allowed[room(folder)].includes(room(other)), `${folder} imports ${other}`);
  }
});

test('a turn is found where there is one', () => {
  const turning = foldersUsed([
    ['a/x.js', "import '../b/y.js';"],
    ['b/y.js', "import { c } from '../c/z.js';"],
    ['c/z.js', "await import('../a/x.js')"],
  ]);
  assert.deepEqual(turnIn(turning), ['a', 'b', 'c', 'a']);
});
