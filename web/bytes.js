// Bytes from wherever they are: memory, an address, or in Node a path.

const kNode = typeof process === 'object' && Boolean(process.versions?.node) && typeof window === 'undefined';

/** What a source is called in messages: the last part of its address. */
export function nameOf(source) {
  if (typeof source !== 'string' && !(source instanceof URL)) return 'model file';
  const address = String(source);
  if (address.startsWith('data:')) return 'data: address';
  return address.replace(/[?#].*$/, '').split(/[/\\]/).filter(Boolean).pop() ?? address;
}

const given = new Map();

/** Hands over what an address holds, where it may not be read (files.js). */
export function giveBytes(url, bytes) {
  given.set(url, bytes);
}

/**
 * @param {string | URL | ArrayBuffer | ArrayBufferView} source
 * @param {string} name opens the messages
 * @param {{onProgress?: (loaded: number, total: number) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<Uint8Array>}
 */
export async function readBytes(source, name, { onProgress, signal } = {}) {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (typeof source !== 'string' && !(source instanceof URL)) {
    throw new Error(`the model's source is ${source === null ? 'null' : `a ${typeof source}`}, expected an address or bytes`);
  }
  if (given.has(String(source))) return given.get(String(source));
  if (kNode && isFile(source)) return readFile(source, name, onProgress);
  return download(source, name, onProgress, signal);
}

// A scheme has at least two letters, so that a Windows drive is none.
const isFile = (source) => /^file:/i.test(source) || !/^[a-z][a-z0-9+.-]+:/i.test(source);

async function readFile(source, name, onProgress) {
  const fs = await import('node:fs/promises');
  const path = /^file:/i.test(source) ? new URL(source) : source;
  let bytes;
  try {
    bytes = await fs.readFile(path);
  } catch (error) {
    throw new Error(`${name}: cannot be read (${error.message})`, { cause: error });
  }
  onProgress?.(bytes.length, bytes.length);
  return bytes;
}

async function download(source, name, onProgress, signal) {
  try {
    const response = await fetch(source, { signal });
    if (!response.ok) {
      throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
    }
    if (!onProgress || !response.body) return new Uint8Array(await response.arrayBuffer());
    return await collect(response, onProgress);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Error(`${name}: cannot be loaded from ${shorten(source)} (${error.message})`, { cause: error });
  }
}

async function collect(response, onProgress) {
  // Content-Length counts what travels: with compression it is no total.
  const packed = response.headers.get('content-encoding');
  const total = packed ? 0 : Number(response.headers.get('content-length') ?? 0);
  const parts = [];
  let loaded = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    loaded += value.length;
    onProgress(loaded, total);
  }
  const bytes = new Uint8Array(loaded);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function shorten(source) {
  const address = String(source);
  return address.length > 120 ? `${address.slice(0, 120)}…` : address;
}
