// Installs the page tests' packages unless the versions of the lock file are there already.

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const read = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'));

const isThere = ([path, { version }]) => {
  try {
    return path === '' || read(join(path, 'package.json')).version === version;
  } catch {
    return false;
  }
};

if (Object.entries(read('package-lock.json').packages).every(isThere)) {
  console.log('the packages are there');
} else {
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
  if (error) console.error(`npm could not be started (${error.message}): install the package npm`);
  process.exitCode = status ?? 1;
}
