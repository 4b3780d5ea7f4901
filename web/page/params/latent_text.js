// A latent vector as text for an address: its numbers as little-endian floats in base64url.

const kMostNumbers = 65536; // as in shared/src/scene/latent_text.hpp
const kLargest = 1e6;

/** @param {ArrayLike<number>} latent */
export function formatLatent(latent) {
  const view = new DataView(new ArrayBuffer(4 * latent.length));
  for (let i = 0; i < latent.length; i++) view.setFloat32(4 * i, latent[i], true);
  let bytes = '';
  for (let i = 0; i < view.byteLength; i++) bytes += String.fromCharCode(view.getUint8(i));
  return btoa(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** @param {string} text @returns {number[] | undefined} */
export function parseLatent(text) {
  if (text.length === 0 || text.length > 6 * kMostNumbers || !/^[\w-]+$/.test(text) || text.length % 4 === 1)
    return undefined;
  const bytes = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  if (bytes.length % 4 !== 0) return undefined;
  const view = new DataView(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)).buffer);
  const latent = Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  return latent.every((value) => Math.abs(value) <= kLargest) ? latent : undefined;
}
