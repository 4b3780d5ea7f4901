// The npm packages of a folder: installed from its lock file, once; later builds need no network.

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs what the lock file of a folder names, unless all of it is there already.
 * @param {string} folder holds package.json and package-lock.json
 * @returns {string} why not; empty where all is there
 */
export function installPackages(folder) {
  if (isComplete(folder)) return '';
  // No script of a package is run: none of those here needs one.
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, error } = spawnSync('npm', options, {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error) return `npm could not be started (${error.message}): install the package npm`;
  if (status !== 0) return `npm ci failed in ${folder} (see above): try again with a connection`;
  return isComplete(folder) ? '' : `npm ci left ${folder}/node_modules incomplete: remove that folder and try again`;
}

function isComplete(folder) {
  const read = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  return Object.entries(read('package-lock.json').packages).every(([path, { version, os, cpu, libc, optional }]) => {
    if (path === '' || isForeign(os, process.platform) || isForeign(cpu, process.arch) || isForeign(libc, kLibc))
      return true;
    try {
      return read(join(path, 'package.json')).version === version;
    } catch {
      return Boolean(optional && !os && !cpu); // belongs to one that is foreign
    }
  });
}

// Packages with a program inside come in one form a machine, of which npm installs its own.
const kLibc = existsSync('/etc/alpine-release') ? 'musl' : 'glibc';
const isForeign = (list, mine) => Array.isArray(list) && !list.includes(mine);
