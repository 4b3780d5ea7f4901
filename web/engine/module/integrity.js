// Whether a file is the one that the list of models names. Its SHA-256 travels in the address itself, where no server
// sees it: models/conv-vae.safetensors#sha256=…

const kHash = /#sha256=([0-9a-f]{64})$/;

/** The address of a file that must have this hash. */
export const withHash = (url, sha256) => (sha256 ? `${url}#sha256=${sha256}` : url);

/**
 * The SHA-256 of bytes in hexadecimal; '' in a page without a secure origin (http: from another machine), which has no
 * hash function.
 * @param {Uint8Array} bytes
 */
export async function sha256Of(bytes) {
  if (!globalThis.crypto?.subtle) return '';
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', /** @type {BufferSource} */ (bytes)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Refuses bytes that are not those that the address names. Where there is no hash function, the model's own self-test
 * stands alone.
 * @param {Uint8Array} bytes
 * @param {string} url
 * @param {string} name opens the message
 */
export async function checkHash(bytes, url, name) {
  const [, expected] = kHash.exec(url) ?? [];
  const found = expected ? await sha256Of(bytes) : '';
  if (found === '' || found === expected) return;
  const short = (hash) => `${hash.slice(0, 12)}…`;
  throw new Error(
    `${name}: ${bytes.length} bytes with the SHA-256 ${short(found)}, the list of models says ${short(expected)}: the file was damaged on its way or on the server`,
  );
}
