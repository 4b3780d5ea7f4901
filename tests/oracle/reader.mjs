// A second reader of the model file's container, written from docs/model-format.md alone and in another language, so that
// the core's reader can be held against something that does not share its mistakes. Slow, plain, byte by byte.

const kMaxHeaderBytes = 8n << 20n;
const kMaxValues = 16384; // members, elements, and what holds them
const kMaxNameBytes = 256;
const kMaxAxes = 8;
const kMaxAxis = 2n ** 31n - 1n;
const kMaxDepth = 32;
const kLimit = 2n ** 64n;
// prettier-ignore
const kSizes = {
  F32: 4n, F16: 2n, F64: 8n, I64: 8n, U8: 1n, I8: 1n, BF16: 2n, F8_E4M3: 1n, F8_E5M2: 1n, F8_E8M0: 1n, BOOL: 1n,
  I32: 4n, I16: 2n, U64: 8n, U32: 4n, U16: 2n, C64: 8n,
};

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Refused extends Error {}
const refuse = (why) => {
  throw new Refused(why);
};

/** A number as it is written: the container has whole ones only, written as digits alone. */
class Numeral {
  constructor(text) {
    this.text = text;
  }
  get whole() {
    return /^(0|[1-9][0-9]*)$/.test(this.text) && BigInt(this.text) < kLimit ? BigInt(this.text) : null;
  }
}

/** JSON as RFC 8259 has it, plus: no duplicate keys, no lone surrogates, no nesting beyond 32. Objects become Maps. */
class JsonReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.text = bytes.toString('latin1');
    this.at = 0;
    this.depth = 0;
    this.values = 0;
  }

  document() {
    const value = this.value();
    this.space();
    if (this.at !== this.bytes.length) refuse('something follows the document');
    return value;
  }
  space() {
    while ([0x20, 0x09, 0x0a, 0x0d].includes(this.bytes[this.at])) this.at++;
  }
  peek() {
    this.space();
    return String.fromCharCode(this.bytes[this.at] ?? refuse('the text ends early'));
  }
  take(character) {
    if (this.peek() !== character) refuse(`expected ${character} at ${this.at}`);
    this.at++;
  }
  tries(character) {
    const there = this.peek() === character;
    if (there) this.at++;
    return there;
  }

  value() {
    if (++this.values > kMaxValues) refuse('too many values');
    const first = this.peek();
    if (first === '{') return this.nested(() => this.object());
    if (first === '[') return this.nested(() => this.array());
    if (first === '"') return this.string();
    for (const [word, value] of [
      ['true', true],
      ['false', false],
      ['null', null],
    ])
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    const numeral = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
    numeral.lastIndex = this.at;
    const number = numeral.exec(this.text) ?? refuse(`no value at ${this.at}`);
    this.at += number[0].length;
    return new Numeral(number[0]);
  }
  nested(read) {
    if (++this.depth > kMaxDepth) refuse('nested too deep');
    const value = read();
    this.depth--;
    return value;
  }
  object() {
    const members = new Map();
    this.take('{');
    if (this.tries('}')) return members;
    do {
      if (this.peek() !== '"') refuse('a key must be a string');
      const key = this.string();
      if (members.has(key)) refuse(`the key ${key} twice`);
      this.take(':');
      members.set(key, this.value());
    } while (this.tries(','));
    this.take('}');
    return members;
  }
  array() {
    const values = [];
    this.take('[');
    if (this.tries(']')) return values;
    do values.push(this.value());
    while (this.tries(','));
    this.take(']');
    return values;
  }
  /** The text of a string: its bytes are collected with the escapes resolved, then read as UTF-8, all or nothing. */
  string() {
    this.take('"');
    const parts = [];
    for (;;) {
      const byte = this.bytes[this.at++] ?? refuse('a string without an end');
      if (byte === 0x22) break;
      if (byte < 0x20) refuse('a control character in a string');
      if (byte !== 0x5c) {
        parts.push(byte);
        continue;
      }
      parts.push(...this.escape());
    }
    try {
      return utf8.decode(Uint8Array.from(parts));
    } catch {
      return refuse('a string that is not UTF-8');
    }
  }
  escape() {
    const kind = String.fromCharCode(this.bytes[this.at++] ?? refuse('an escape without an end'));
    const plain = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[kind];
    if (plain !== undefined) return Buffer.from(plain);
    if (kind !== 'u') refuse(`the escape \\${kind}`);
    const unit = this.hex();
    if (unit < 0xd800 || unit > 0xdfff) return Buffer.from(String.fromCharCode(unit));
    if (unit > 0xdbff || this.bytes[this.at] !== 0x5c || this.bytes[this.at + 1] !== 0x75)
      refuse('half a surrogate pair');
    this.at += 2;
    const low = this.hex();
    if (low < 0xdc00 || low > 0xdfff) refuse('half a surrogate pair');
    return Buffer.from(String.fromCharCode(unit, low));
  }
  hex() {
    const digits = this.text.slice(this.at, this.at + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) refuse('an escape that is not four hexadecimal digits');
    this.at += 4;
    return parseInt(digits, 16);
  }
}

function tensorOf(name, value, dataBytes) {
  if (Buffer.byteLength(name) > kMaxNameBytes) refuse(`a name of ${Buffer.byteLength(name)} bytes`);
  if (!(value instanceof Map)) refuse(`${name}: no object`);
  for (const key of value.keys())
    if (!['dtype', 'shape', 'data_offsets'].includes(key)) refuse(`${name}: the key ${key}`);
  const dtype = value.get('dtype'),
    shape = value.get('shape'),
    offsets = value.get('data_offsets');
  if (typeof dtype !== 'string' || !Object.hasOwn(kSizes, dtype)) refuse(`${name}: the dtype`);
  const wholes = (list, what) =>
    (Array.isArray(list) ? list : refuse(`${name}: ${what} is no list`)).map(
      (number) => (number instanceof Numeral ? number.whole : null) ?? refuse(`${name}: ${what} has no whole numbers`),
    );
  const axes = wholes(shape, 'shape'),
    [begin, end, ...more] = wholes(offsets, 'data_offsets');
  if (axes.length > kMaxAxes) refuse(`${name}: ${axes.length} axes`);
  if (axes.some((axis) => axis > kMaxAxis)) refuse(`${name}: a large axis`);
  if (end === undefined || more.length) refuse(`${name}: not two offsets`);
  // The product of the axes other than 0 must fit: then it does not matter in which order they are multiplied.
  const product = axes.filter((axis) => axis !== 0n).reduce((a, b) => a * b, kSizes[dtype]);
  if (product >= kLimit) refuse(`${name}: the shape overflows`);
  if (begin > end || end > dataBytes) refuse(`${name}: outside the data`);
  if (end - begin !== (axes.includes(0n) ? 0n : product)) refuse(`${name}: shape and offsets differ`);
  return { dtype, shape: axes, begin, end };
}

/** FNV-1a, 32 bits: enough to see that both read the same bytes. */
export function digest(bytes) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** What a file says, as {metadata: [[key, value]…], tensors: [[name, dtype, shape, digest]…]}, both in order of their keys'
    bytes; or {refused: why}. */
export function read(file) {
  try {
    if (file.length < 8) refuse('shorter than its length');
    const length = file.readBigUInt64LE(0);
    if (length > kMaxHeaderBytes) refuse('a header too long');
    if (length > BigInt(file.length - 8)) refuse('cut short');
    const header = file.subarray(8, 8 + Number(length)),
      data = file.subarray(8 + Number(length));
    if (header[0] !== 0x7b) refuse('does not begin with {');
    if (header.includes(0)) refuse('a null byte');
    const metadata = [],
      tensors = [];
    for (const [name, value] of new JsonReader(header).document()) {
      if (name !== '__metadata__') {
        tensors.push([name, tensorOf(name, value, BigInt(data.length))]);
        continue;
      }
      if (!(value instanceof Map)) refuse('metadata that is no object');
      for (const [key, text] of value)
        metadata.push([key, typeof text === 'string' ? text : refuse('metadata that is no text')]);
    }
    // Back to back: sorted by where they lie, each begins where the last one ended, and the last ends with the file.
    let position = 0n;
    const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
    for (const [name, { begin, end }] of [...tensors].sort(
      ([, a], [, b]) => compare(a.begin, b.begin) || compare(a.end, b.end),
    )) {
      if (begin !== position) refuse(`${name}: a hole or an overlap`);
      position = end;
    }
    if (position !== BigInt(data.length)) refuse('bytes that belong to no tensor');
    const byBytes = ([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b));
    return {
      metadata: metadata.sort(byBytes),
      tensors: tensors
        .sort(byBytes)
        .map(([name, { dtype, shape, begin, end }]) => [
          name,
          dtype,
          shape.map(Number),
          digest(data.subarray(Number(begin), Number(end))),
        ]),
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { refused: error.message };
  }
}
