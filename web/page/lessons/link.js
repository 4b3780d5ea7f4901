// A lesson as text for an address: '~' and its JSON, deflated, in base64url.

export const kMostLink = 16000; // characters: what mail programs and browsers still take
export const kMostBytes = 64000; // of JSON

/** @param {string} json @returns {Promise<string>} */
export async function packLesson(json) {
  const bytes = await through(new CompressionStream('deflate-raw'), new TextEncoder().encode(json));
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return `~${btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')}`;
}

/** @param {string} packed @returns {Promise<string>} */
export async function unpackLesson(packed) {
  const letters = atob(packed.slice(1).replace(/-/g, '+').replace(/_/g, '/'));
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  return new TextDecoder().decode(await through(new DecompressionStream('deflate-raw'), bytes));
}

/** What a stream makes of bytes, as far as that is not too much: a few bytes may unpack to very many. */
async function through(stream, bytes) {
  const writer = stream.writable.getWriter();
  writer.write(bytes).catch(() => {}); // the reader hears of it
  writer.close().catch(() => {});
  const parts = [];
  let length = 0;
  for (const reader = stream.readable.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > kMostBytes) {
      await reader.cancel();
      throw new Error(`it has more than ${kMostBytes} bytes`);
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
