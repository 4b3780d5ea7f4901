#!/usr/bin/env node
// Looks through the JavaScript with Prettier, ESLint and TypeScript's checkJs; any finding fails.
//   node tests/web/lint/lint.mjs [--fix] [FILE…]     all of it unless files are named; --fix: what can be mended is
// TypeScript reads everything in any case, since a type may be wrong far from where it was changed.

import { spawn, spawnSync } from 'node:child_process';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { installPackages } from '../../../web/build/packages.mjs';
import { kRoot, kWeb } from '../../../web/build/places.mjs';

const kHere = dirname(fileURLToPath(import.meta.url));
const kPackages = join(kHere, '..');
// What is ours and JavaScript: not the libraries of web/vendor.
const kPatterns = [
  'web/*.js',
  'web/*.mjs',
  'web/*.ts',
  'tests/*.mjs',
  'tests/*.ts',
  'scripts/*.mjs',
  'scripts/*.js',
  'assets/*.mjs',
  ':!web/vendor/*.js',
];

/** Those of the files that are looked at; all where none is named. */
function chosenFiles(named) {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...kPatterns];
  const { stdout } = spawnSync('git', list, { cwd: kRoot, encoding: 'utf8' });
  const all = stdout.split('\n').filter(Boolean);
  const wanted = new Set(named.map((file) => relative(kRoot, join(process.cwd(), file))));
  return wanted.size === 0 ? all : all.filter((file) => wanted.has(file));
}

/** Runs a program of a package; resolves to whether it found nothing. */
function passes(program, options) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...options], {
      cwd: kRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('close', (code) => done(code === 0));
  });
}

async function main() {
  const { values, positionals } = parseArgs({ options: { fix: { type: 'boolean' } }, allowPositionals: true });
  const missing = installPackages(kPackages) || installPackages(kWeb);
  if (missing) throw new Error(missing);
  const files = chosenFiles(positionals);
  const scripts = files.filter((file) => !file.endsWith('.ts'));
  const prettier = [
    '--config',
    join(kHere, 'prettier.json'),
    '--log-level',
    'warn',
    values.fix ? '--write' : '--check',
  ];
  const eslint = ['--config', join(kHere, 'eslint.config.mjs'), ...(values.fix ? ['--fix'] : [])];
  const results = await Promise.all([
    files.length === 0 || passes(join(kPackages, 'node_modules/prettier/bin/prettier.cjs'), [...prettier, ...files]),
    scripts.length === 0 || passes(join(kPackages, 'node_modules/eslint/bin/eslint.js'), [...eslint, ...scripts]),
    passes(join(kWeb, 'node_modules/typescript/bin/tsc'), ['--project', kHere, '--pretty', 'false']),
  ]);
  if (!results.every(Boolean)) process.exitCode = 1;
  else console.log(`${files.length} files: Prettier, ESLint and TypeScript find nothing`);
}

main().catch((error) => {
  console.error(`lint: ${error.message}`);
  process.exitCode = 1;
});
