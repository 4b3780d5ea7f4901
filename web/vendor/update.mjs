#!/usr/bin/env node
// Fetches the two libraries that the page uses and writes them here as ES modules, with their licences:
//   node web/vendor/update.mjs
// They are committed, so that building the site needs no network.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const kHere = dirname(fileURLToPath(import.meta.url));
/** @type {{name: string, version: string, licence: string, files: Record<string, [string, (code: string) => string]>}[]} */
const kLibraries = [
  {
    name: 'gifenc',
    version: '1.0.3',
    licence: 'LICENSE.md',
    files: {
      'gifenc.js': ['dist/gifenc.esm.js', (code) => code.replace(/^\/\/# sourceMappingURL=.*$/m, '').trimEnd() + '\n'],
    },
  },
  {
    name: 'uplot',
    version: '1.6.32',
    licence: 'LICENSE',
    files: { 'uplot.js': ['dist/uPlot.iife.min.js', (code) => `${code.trimEnd()}\nexport default uPlot;\n`] },
  },
];

const folder = mkdtempSync(join(tmpdir(), 'latentwalk-vendor-'));
try {
  let licences = '';
  for (const { name, version, licence, files } of kLibraries) {
    execFileSync('npm', ['pack', `${name}@${version}`, '--silent'], { cwd: folder });
    execFileSync('tar', ['xzf', `${name}-${version}.tgz`], { cwd: folder });
    for (const [to, [from, change]] of Object.entries(files)) {
      writeFileSync(join(kHere, to), change(readFileSync(join(folder, 'package', from), 'utf8')));
    }
    licences += `${name} ${version}\n\n${readFileSync(join(folder, 'package', licence), 'utf8').trim()}\n\n`;
    rmSync(join(folder, 'package'), { recursive: true });
  }
  writeFileSync(join(kHere, 'LICENCES.txt'), licences);
} finally {
  rmSync(folder, { recursive: true });
}
