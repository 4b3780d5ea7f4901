// Makes a folder hold exactly certain files.

import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/**
 * Writes what changed and removes what no longer belongs there.
 * @param {Map<string, Buffer>} site path -> bytes
 * @param {string} out
 * @returns {Promise<{bytes: number, written: number, removed: number}>}
 */
export async function synchronise(site, out) {
  await mkdir(out, { recursive: true });
  let written = 0;
  let removed = 0;
  let bytes = 0;
  for (const file of await filesUnder(out)) {
    if (site.has(file)) continue;
    await rm(join(out, file));
    await rmdir(dirname(join(out, file))).catch(() => {}); // where it was the last one there
    removed++;
  }
  for (const [file, content] of site) {
    bytes += content.length;
    const path = join(out, file);
    const there = await readFile(path).catch(() => null);
    if (there?.equals(content)) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    written++;
  }
  return { bytes, written, removed };
}

/** Paths of the files in a folder and its folders; npm's are not its own. */
export async function filesUnder(folder) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesUnder(path)).map((file) => `${entry.name}/${file}`));
    else found.push(relative(folder, path));
  }
  return found;
}
