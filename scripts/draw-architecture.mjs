#!/usr/bin/env node
// Draws docs/images/architecture.svg: every folder with sources, and which of them includes or imports which.
//   node scripts/draw-architecture.mjs [--check]     --check: draws nothing; fails where the picture is out of date
// Folders that use each other in a circle are an error. Drawing needs Graphviz; checking does not.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const kRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const kPicture = join(kRoot, 'docs/images/architecture.svg');
const kSource = /\.(cpp|hpp|h|hpp\.in|js|mjs)$/;

function filesUnder(folder) {
  return readdirSync(join(kRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return ['node_modules', 'vendor'].includes(entry.name) ? [] : filesUnder(path);
    return kSource.test(path) ? [path] : [];
  });
}

/** The folder of a file. A public header is defined by the source of its name (parallel.hpp by parallel_threads.cpp). */
function folderOf(path, files) {
  const header = /^(shared(?:\/c)?)\/include\/latentwalk\/(\w+)\.h/.exec(path);
  if (!header) return dirname(path);
  const source = [...files].find(
    (other) => other.startsWith(`${header[1]}/`) && new RegExp(`/${header[2]}(_\\w+)?\\.cpp$`).test(other),
  );
  return source ? dirname(source) : dirname(path);
}

/** The file that an include or an import names, or null where it is none of ours. */
function fileNamed(name, from, files) {
  const places = [
    `shared/include/${name}`,
    `shared/include/${name}.in`,
    `shared/c/include/${name}`,
    `native/${name}`,
    `shared/src/${name}`,
    name,
    normalize(join(dirname(from), name)),
  ];
  return places.find((path) => files.has(path)) ?? null;
}

/** Which folder uses which: a Map of a folder to a Set of folders. */
export function readUses() {
  const files = new Set(['shared', 'native', 'web'].flatMap(filesUnder));
  const uses = new Map();
  for (const path of files) {
    const folder = folderOf(path, files);
    if (!uses.has(folder)) uses.set(folder, new Set());
    const text = readFileSync(join(kRoot, path), 'utf8');
    const patterns = /\.m?js$/.test(path)
      ? [/\bfrom\s+'([^']+)'/g, /\bimport\(?\s*'([^']+)'/g]
      : [/^#include "([^"]+)"/gm];
    for (const [, name] of patterns.flatMap((pattern) => [...text.matchAll(pattern)])) {
      const file = fileNamed(name, path, files);
      if (file && folderOf(file, files) !== folder) uses.get(folder).add(folderOf(file, files));
    }
  }
  uses.set('wasm', new Set(['shared/c'])); // CMake alone: it links the C interface into a module
  for (const [folder, others] of uses) if (folder.startsWith('web/engine')) others.add('wasm');
  return new Map([...uses].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Throws where folders use each other in a circle. Returns each folder's depth: 0 uses nothing. */
function depths(uses) {
  const known = new Map();
  const depth = (folder, trail) => {
    if (trail.includes(folder))
      throw new Error(
        `these folders use each other in a circle: ${[...trail.slice(trail.indexOf(folder)), folder].join(' -> ')}`,
      );
    if (!known.has(folder))
      known.set(folder, Math.max(-1, ...[...uses.get(folder)].map((other) => depth(other, [...trail, folder]))) + 1);
    return known.get(folder);
  };
  for (const folder of uses.keys()) depth(folder, []);
  return known;
}

/** The picture in Graphviz's language. An arrow that follows from others is left out. */
function describe(uses) {
  const below = depths(uses);
  const reach = (from) => new Set([...uses.get(from)].flatMap((next) => [next, ...reach(next)]));
  const shown = (from) =>
    [...uses.get(from)]
      .filter((to) => ![...uses.get(from)].some((other) => other !== to && reach(other).has(to)))
      .sort();
  const area = (folder) => /^(native\/(?:trainer|viewer)|[^/]+)/.exec(folder)[0];
  const areas = [...new Set([...uses.keys()].map(area))];
  const box = (folder) => `"${folder}" [label="${folder.replace(/^(shared|native|web)\/(src\/)?/, '')}"]`;
  return [
    'digraph architecture {',
    'rankdir=TB; newrank=true; ranksep=0.35; nodesep=0.18; bgcolor=transparent; node [shape=box, style="rounded,filled", fontname="system-ui, sans-serif", fontsize=13, height=0.36]; edge [arrowsize=0.6]',
    ...areas.map(
      (name) =>
        `subgraph "cluster_${name}" { label="${name}/"; fontname="system-ui, sans-serif"; fontsize=12; style=rounded; ${[
          ...uses.keys(),
        ]
          .filter((folder) => area(folder) === name)
          .map(box)
          .join('; ')} }`,
    ),
    ...[...uses.keys()]
      .sort((a, b) => below.get(b) - below.get(a) || (a < b ? -1 : 1))
      .flatMap((from) => shown(from).map((to) => `"${from}" -> "${to}"`)),
    '}',
  ].join('\n');
}

const kStyle = `<style>
.node path, .node polygon { fill: #fcfbf9; stroke: #8d8984 } .cluster path, .cluster polygon { fill: none; stroke: #c9c5bf } text { fill: #1d1b1a } .edge path { fill: none; stroke: #8d8984 } .edge polygon { fill: #8d8984; stroke: #8d8984 }
@media (prefers-color-scheme: dark) { .node path, .node polygon { fill: #1e1d1b; stroke: #7a756e } .cluster path, .cluster polygon { stroke: #45413c } text { fill: #efece7 } .edge path { stroke: #7a756e } .edge polygon { fill: #7a756e; stroke: #7a756e } }
</style>`;

const description = describe(readUses());
const marked = `<!-- made by scripts/draw-architecture.mjs from\n${description.replaceAll('->', '→')}\n-->`;
if (process.argv.includes('--check')) {
  if (!existsSync(kPicture) || !readFileSync(kPicture, 'utf8').includes(marked)) {
    console.error('docs/images/architecture.svg is out of date: run node scripts/draw-architecture.mjs');
    process.exit(1);
  }
} else {
  const svg = execFileSync('dot', ['-Tsvg'], { input: description, encoding: 'utf8' });
  const plain = svg
    .slice(svg.indexOf('<svg'))
    .replace(/<!--.*?-->\n?/gs, '')
    .replace(/<title>.*?<\/title>\n?/g, '')
    .replace(/ (fill|stroke)="[^"]*"/g, '');
  writeFileSync(kPicture, plain.replace(/(<svg[^>]*>)/, `$1\n${marked}\n${kStyle}`));
}
