// Installs the packages of the page's tests and of the site, unless the versions of the lock files are there already.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { installPackages } from '../../../web/build/packages.mjs';

const tests = dirname(dirname(fileURLToPath(import.meta.url)));

for (const folder of [tests, join(tests, '../../web')]) {
  const missing = installPackages(folder);
  console.log(`${folder}: ${missing || 'the packages are there'}`);
  if (missing) process.exitCode = 1;
}
