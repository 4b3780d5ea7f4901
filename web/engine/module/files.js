// Files by their paths, where there are any: in Node, Deno and Bun. Nothing is imported here, since a bundler for
// browsers follows every import.

/** @typedef {(path: string) => Promise<Uint8Array>} FileReader a path, or a file: address */

/** @type {FileReader | null} */
let reader = null;

/** Sets what reads files: latentwalk-node.js does it, for Node before 20.16. */
export function readFilesWith(/** @type {FileReader} */ given) {
  reader = given;
}

/**
 * What reads files; null where there are none. An address without a scheme belongs to the page in Electron's windows,
 * which have Node's modules too, but to a folder in a test that only imitates a window (jsdom, happy-dom).
 * @returns {FileReader | null}
 */
export function fileReader() {
  const { process } = /** @type {any} */ (globalThis);
  if (process?.type === 'renderer') return null;
  if (reader || !process?.versions?.node || !process.getBuiltinModule) return reader;
  const { readFile } = process.getBuiltinModule('fs/promises');
  const { fileURLToPath } = process.getBuiltinModule('url');
  return (path) => readFile(isFileAddress(path) ? fileURLToPath(path) : path);
}

export const isFileAddress = (/** @type {string} */ source) => /^file:/i.test(source);
