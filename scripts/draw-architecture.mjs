#!/usr/bin/env node
// Draws docs/images/architecture.svg: which folder's code includes which other's, read from the code itself.
//   node scripts/draw-architecture.mjs [--check]     --check: writes nothing, and fails where the picture is not of today's code
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const kPicture = 'docs/images/architecture.svg';

// The parts, row by row: those above may use those below. [folder, its name, what it is, what it brings from outside]
const kRows = [
  [['web', 'web', 'page, element, frame', 'no library'], ['native/viewer', 'viewer', 'latentwalk-viewer', 'Dear ImGui, GLFW'], null, ['latentwalk-train', 'train', 'the trainer\'s commands', 'CLI11']],
  [['shared/c', 'c', 'liblatentwalk, .wasm', 'Emscripten'], ['native/cli', 'cli', 'latentwalk', 'CLI11'], null, ['native/evaluate', 'evaluate', 'metrics, study', 'LibTorch']],
  [null, ['native/onnx', 'onnx', 'export', 'ONNX'], null, ['native/trainer', 'trainer', 'networks, losses, runs', 'LibTorch']],
  [null, ['native/manual', 'manual', 'man pages, completions', 'CLI11'], ['native/data', 'data', 'IDX digits, fetching', 'zlib, OpenSSL'], null],
  [null, null, ['native/support', 'support', 'files, PNG, GIF', 'zlib, cgif'], null],
  [['shared', 'shared', 'the core: model files, networks, latents', 'xtensor, Highway, nlohmann-json']],
];
const parts = kRows.flat().filter(Boolean);
const folders = parts.map(([folder]) => folder);
// The program's commands lie beside the library that they use with everything else.
const isCommand = (path) => /^native\/trainer\/(main|command_\w+|commands)\.[ch]pp$/.test(path);

function filesUnder(folder) {
  return readdirSync(join(kRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules') return [];
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

/** Every use of one part by another: a Map of a folder to the folders that it includes. */
export function readUses() {
  const sources = folders.filter((folder) => folder !== 'latentwalk-train').flatMap((folder) => filesUnder(folder)
    .filter((path) => folder === 'shared/c' || !path.startsWith('shared/c/')) // the C interface is a part of its own
    .filter((path) => /\.(cpp|hpp|h|hpp\.in|js)$/.test(path))
    .map((path) => ({ folder: isCommand(path) ? 'latentwalk-train' : folder, path })));
  const homes = (name) => sources.filter(({ path }) => `/${path.replace(/\.in$/, '')}`.endsWith(`/${name}`)).map(({ folder }) => folder);
  const partOf = (name, from) => {
    if (name.startsWith('latentwalk/')) return 'shared';
    const found = homes(name);
    return found.includes(from) ? from : found[0];
  };
  const uses = new Map(folders.map((folder) => [folder, new Set()]));
  for (const { folder, path } of sources) {
    const text = readFileSync(join(kRoot, path), 'utf8');
    for (const [, name] of text.matchAll(/^#include "([^"]+)"/gm)) {
      const other = partOf(name, folder);
      if (other && other !== folder) uses.get(folder).add(other);
    }
    if (path.endsWith('.js') && text.includes('latentwalk.wasm')) uses.get(folder).add('shared/c');
  }
  return uses;
}

const unknown = readdirSync(join(kRoot, 'native'), { withFileTypes: true }).filter((entry) => entry.isDirectory() && !folders.includes(`native/${entry.name}`));
if (unknown.length > 0) throw new Error(`native/${unknown[0].name} has no place in the rows of scripts/draw-architecture.mjs`);

/** Without what follows from the rest: an arrow that leads where others lead as well says nothing. */
function shown(uses) {
  const reach = (from, seen = new Set()) => {
    for (const next of uses.get(from)) if (!seen.has(next)) reach(next, seen.add(next));
    return seen;
  };
  return folders.flatMap((from) => [...uses.get(from)].filter((to) => ![...uses.get(from)].some((other) => other !== to && reach(other).has(to))).map((to) => [from, to]));
}

function draw(uses) {
  const width = 912, boxHeight = 72, rowStep = 120, column = 224, boxWidth = 192;
  const places = new Map();
  kRows.forEach((row, y) => row.forEach((part, x) => {
    if (part) places.set(part[0], { x: 16 + x * column, y: 16 + y * rowStep, width: row.length === 1 ? width - 32 : boxWidth });
  }));
  const row = (folder) => kRows.findIndex((one) => one.some((part) => part?.[0] === folder));
  const edges = shown(uses);
  for (const [from, to] of edges) if (row(from) >= row(to)) throw new Error(`${from} uses ${to}, which stands beside or above it: a turn in the dependence, or the rows of this script are to be changed`);
  const lines = edges.map(([from, to]) => {
    const a = places.get(from), b = places.get(to);
    const x1 = a.x + a.width / 2, y1 = a.y + boxHeight;
    const x2 = b.width > boxWidth ? x1 : b.x + b.width / 2 + Math.max(-64, Math.min(64, (x1 - b.x - b.width / 2) / 6)), y2 = b.y - 3;
    // Past a row with a box in the way: out to the gap beside it.
    const blocked = row(to) - row(from) > 1 && kRows.slice(row(from) + 1, row(to)).some((one) => one.some((part) => part && Math.abs(places.get(part[0]).x + boxWidth / 2 - x1) < boxWidth / 2));
    if (blocked) {
      const gap = a.x + a.width + (column - boxWidth) / 2 + 4 * (1 - 2 * (row(from) % 2)); // each row its own way down
      const end = b.width > boxWidth ? gap : x2;
      return `<path class="line" d="M${x1 + 64} ${y1} C ${gap} ${y1 + 24}, ${gap} ${y1 + 32}, ${gap} ${y1 + 56} L ${gap} ${y2 - 48} C ${gap} ${y2 - 24}, ${end} ${y2 - 24}, ${end} ${y2}" marker-end="url(#tip)"/>`;
    }
    return `<path class="line" d="M${x1} ${y1} C ${x1} ${y1 + 28}, ${x2} ${y2 - 28}, ${x2} ${y2}" marker-end="url(#tip)"/>`;
  });
  const boxes = parts.map(([folder, name, what, library]) => {
    const { x, y, width: w } = places.get(folder);
    return `<rect class="box" x="${x}" y="${y}" width="${w}" height="${boxHeight}" rx="4"/><text class="name" x="${x + 12}" y="${y + 26}">${folder}</text><text x="${x + 12}" y="${y + 45}">${what}</text><text class="quiet" x="${x + 12}" y="${y + 62}">${library}</text>`;
  });
  const height = 32 + (kRows.length - 1) * rowStep + boxHeight;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Which folder uses which: the arrows lead from web over wasm, and from the native programs, down to shared">
<!-- made by scripts/draw-architecture.mjs from the includes of the code -->
<style>
.ground { fill: #efeeeb } .box { fill: #fcfbf9 } text { font: 14px system-ui, sans-serif; fill: #1d1b1a } .name { font-weight: 650; font-size: 16px } .quiet { fill: #5d5a56 } .line { fill: none; stroke: #8d8984; stroke-width: 1.5 } .tip { fill: #8d8984 }
@media (prefers-color-scheme: dark) { .ground { fill: #151413 } .box { fill: #1e1d1b } text { fill: #efece7 } .quiet { fill: #aaa59e } .line { stroke: #7a756e } .tip { fill: #7a756e } }
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>
<rect class="ground" width="${width}" height="${height}"/>
${lines.join('\n')}
${boxes.join('\n')}
</svg>
`;
}

const picture = draw(readUses());
if (process.argv.includes('--check')) {
  let there = '';
  try {
    there = readFileSync(join(kRoot, kPicture), 'utf8');
  } catch { /* told below */ }
  if (there !== picture) {
    console.error(`${kPicture} is not of today's code: run node scripts/draw-architecture.mjs`);
    process.exit(1);
  }
} else {
  writeFileSync(join(kRoot, kPicture), picture);
  for (const [from, to] of readUses()) console.log(from, '->', [...to].join(' '));
}
