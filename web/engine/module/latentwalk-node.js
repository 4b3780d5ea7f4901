// latentwalk.js for Node 18 and newer. Other runtimes and browsers take latentwalk.js itself, which imports nothing of
// Node: see `exports` in package.json.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { isFileAddress, readFilesWith } from './files.js';

readFilesWith((path) => readFile(isFileAddress(path) ? fileURLToPath(path) : path));

export * from './latentwalk.js';
