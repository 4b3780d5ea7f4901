// Bytes from wherever they are: memory, an address, or in Node a path.

import { fileReader, isFileAddress } from './files.js';

// By name rather than by class: where a test imitates a window, there are two of each class.
const isA = (name, value) => Object.prototype.toString.call(value) === `[object ${name}]`;
const isAddress = (source) => typeof source === 'string' || isA('URL', source);

/** What a source is called in messages: the last part of its address. */
export function nameOf(source) {
  if (!isAddress(source)) return 'model file';
  const address = String(source);
  if (address.startsWith('data:')) return 'data: address';
  return (
    address
      .replace(/[?#].*$/, '')
      .split(/[/\\]/)
      .filter(Boolean)
      .pop() ?? address
  );
}

const given = new Map(); // address -> bytes, a Blob, or what is to come: {response: promise of a Response or null, resolve}

/** Hands over what an address holds, bytes or a Blob, where it may not be read (site_files.js, local_models.js). */
export function giveBytes(url, bytes) {
  given.set(url, bytes);
}

/** Keeps no longer what giveBytes() handed over. */
export function forgetBytes(url) {
  given.delete(url);
}

/** Says that giveResponse() will follow: who wants these bytes waits for it. */
export function expectResponse(url) {
  const coming = {};
  coming.response = new Promise((resolve) => (coming.resolve = resolve));
  given.set(url, coming);
}

/** Hands over a download that another thread has begun; null: it came to nothing, and is begun again here. */
export function giveResponse(url, response) {
  given.get(url)?.resolve?.(response);
}

/**
 * @param {string | URL | ArrayBuffer | ArrayBufferView} source
 * @param {string} name opens the messages
 * @param {{onProgress?: (loaded: number, total: number) => void, signal?: AbortSignal, cache?: RequestCache,
 *   patience?: number}} [options] patience: milliseconds without a byte after which a followed download is given up
 * @returns {Promise<Uint8Array>}
 */
export async function readBytes(source, name, { onProgress, signal, cache, patience } = {}) {
  if (isA('ArrayBuffer', source)) return new Uint8Array(/** @type {ArrayBuffer} */ (source));
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (!isAddress(source)) {
    throw new Error(
      `the model's source is ${source === null ? 'null' : `a ${typeof source}`}, expected an address or bytes`,
    );
  }
  const address = String(source);
  const here = given.get(address);
  if (here instanceof Blob) return new Uint8Array(await here.arrayBuffer());
  if (here && !here.response) return here;
  const readFile = isFile(address) ? fileReader() : null;
  if (readFile) return fromFile(address, readFile, name, onProgress);
  const early = await here?.response;
  given.delete(address); // a download is read once
  return download(address, name, { onProgress, signal, cache, early, patience });
}

// A scheme has at least two letters, so that a Windows drive is none.
const isFile = (source) => isFileAddress(source) || !/^[a-z][a-z0-9+.-]+:/i.test(source);

async function fromFile(source, readFile, name, onProgress) {
  let bytes;
  try {
    bytes = await readFile(source);
  } catch (error) {
    throw new Error(`${name}: cannot be read (${error.message})`, { cause: error });
  }
  onProgress?.(bytes.length, bytes.length);
  return bytes;
}

async function download(source, name, { onProgress, signal, cache, early, patience }) {
  try {
    const response = early ?? (await fetch(source, { signal, cache }));
    if (!response.ok) {
      throw new Error(`the server answered ${response.status} ${response.statusText}`.trim());
    }
    if (!onProgress || !response.body) return new Uint8Array(await response.arrayBuffer());
    return await collect(response, onProgress, patience);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Error(`${name}: cannot be loaded from ${shorten(source)} (${error.message})`, { cause: error });
  }
}

// A connection that was cut may say nothing for ever.
const kPatience = 30_000; // ms without a byte

function withPatience(chunk, reader, patience) {
  let timer;
  const waited = new Promise((_, give) => {
    timer = setTimeout(() => {
      give(new Error(`no byte came for ${patience / 1000} s`)); // before cancelling, which ends the reading as if all were there
      reader.cancel().catch(() => {});
    }, patience);
  });
  return Promise.race([chunk, waited]).finally(() => clearTimeout(timer));
}

async function collect(response, onProgress, patience = kPatience) {
  // Content-Length counts what travels: with compression it is no total.
  const packed = response.headers.get('content-encoding');
  const total = packed ? 0 : Number(response.headers.get('content-length') ?? 0);
  const parts = [];
  let loaded = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await withPatience(reader.read(), reader, patience);
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
