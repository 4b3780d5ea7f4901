// JSON with the line of every value, so that whoever writes a lesson is told where a fault is.

const kToken = /\s+|"(?:[^"\\\n]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+|"/gy;
const kMostDepth = 20;

/** What is wrong with a text that is no JSON. */
export class JsonFault extends Error {
  /** @param {number} line from 1 @param {string} sentence */
  constructor(line, sentence) {
    super(sentence);
    this.line = line;
  }
}

/**
 * @param {string} text
 * @returns {{value: any, lineOf: (path: (string | number)[]) => number}} lineOf: the line, from 1, of the value that keys
 *   lead to, or of the nearest one around it
 * @throws {JsonFault}
 */
export function readJson(text) {
  const reader = new Reader(text);
  return { value: reader.all(), lineOf: (path) => reader.lineOf(path) };
}

class Reader {
  #tokens = [];
  #at = 0;
  #lines = new Map(); // path as JSON -> line

  constructor(text) {
    let line = 1;
    for (const [token] of text.matchAll(kToken)) {
      if (!/^\s/.test(token)) this.#tokens.push({ text: token, line });
      line += token.split('\n').length - 1;
    }
  }

  all() {
    const value = this.#value([]);
    if (this.#at < this.#tokens.length) this.#fail('the end');
    return value;
  }

  lineOf(path) {
    const wholes = path.map((_, i) => path.slice(0, path.length - i)); // the longest first
    const known = [...wholes, []].find((one) => this.#lines.has(JSON.stringify(one)));
    return this.#lines.get(JSON.stringify(known)) ?? 1;
  }

  #fail(expected) {
    const { line, text = 'the end' } = this.#tokens[this.#at] ?? { line: this.#tokens.at(-1)?.line ?? 1 };
    throw new JsonFault(line, `expected ${expected}, found ${text.slice(0, 40)}.`);
  }

  #isNext(token) {
    return this.#tokens[this.#at]?.text === token;
  }

  #take(token) {
    if (!this.#isNext(token)) this.#fail(`'${token}'`);
    this.#at++;
  }

  #value(path) {
    if (path.length > kMostDepth) this.#fail(`at most ${kMostDepth} levels`);
    this.#lines.set(JSON.stringify(path), this.#tokens[this.#at]?.line);
    if (this.#isNext('{')) return this.#object(path);
    if (this.#isNext('[')) return this.#list(path);
    return this.#literal('a value');
  }

  #object(path) {
    const entries = new Map();
    this.#take('{');
    while (!this.#isNext('}')) {
      if (entries.size > 0) this.#take(',');
      if (!this.#tokens[this.#at]?.text.startsWith('"')) this.#fail('a key in double quotes');
      const key = this.#literal('a key');
      if (entries.has(key)) {
        this.#at--;
        this.#fail('each key once');
      }
      this.#take(':');
      entries.set(key, this.#value([...path, key]));
    }
    this.#take('}');
    return Object.fromEntries(entries);
  }

  #list(path) {
    const items = [];
    this.#take('[');
    while (!this.#isNext(']')) {
      if (items.length > 0) this.#take(',');
      items.push(this.#value([...path, items.length]));
    }
    this.#take(']');
    return items;
  }

  #literal(expected) {
    try {
      const found = JSON.parse(this.#tokens[this.#at].text);
      this.#at++;
      return found;
    } catch {
      return this.#fail(expected);
    }
  }
}
