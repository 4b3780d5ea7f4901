// The wasm core: compiled and started once for each address, shared by all models that name it.

import { nameOf, readBytes } from './bytes.js';

/** @type {Map<string | Uint8Array, Promise<Core>>} */
const cores = new Map();

/**
 * The core at an address, or of a module that another worker compiled.
 * @param {string | URL | Uint8Array} wasm its address, or the module's bytes
 * @param {WebAssembly.Module} [module]
 * @returns {Promise<Core>}
 */
export function core(wasm, module) {
  const key = module ? 'module' : ArrayBuffer.isView(wasm) ? wasm : String(wasm);
  let started = cores.get(key);
  if (started === undefined) {
    const forget = () => cores.delete(key);
    started = module ? instantiate(module, forget) : start(wasm, forget);
    cores.set(key, started);
    started.catch(forget); // a failed download must not stay for ever
  }
  return started;
}

async function start(wasm, forget) {
  if (typeof WebAssembly !== 'object') {
    throw new Error('this browser has no WebAssembly, which the models need: use a current browser');
  }
  const name = ArrayBuffer.isView(wasm) ? 'latentwalk.wasm' : nameOf(wasm);
  // Bytes rather than compileStreaming: that one refuses a server which does not know the type application/wasm.
  const bytes = /** @type {BufferSource & Uint8Array} */ (await readBytes(wasm, name));
  let module;
  try {
    module = await WebAssembly.compile(bytes);
  } catch (error) {
    throw new Error(`${name}: not a module that this browser can run (${whyNot(bytes, error)})`);
  }
  return instantiate(module, forget);
}

// A server may send a web page for what it does not have.
function whyNot(bytes, { message }) {
  if (bytes[0] === 60) return 'it is a web page: is wasmUrl right?'; // 60 is '<'
  if (/policy/i.test(message)) return "the Content-Security-Policy lacks 'wasm-unsafe-eval'";
  return WebAssembly.validate(bytes) ? message : `${message}; needs WebAssembly SIMD`;
}

/** @param {WebAssembly.Module} module @param {() => void} forget */
async function instantiate(module, forget) {
  const instance = await WebAssembly.instantiate(module, systemCalls());
  const exports = /** @type {Record<string, any>} */ (instance.exports);
  exports._initialize?.();
  return new Core(module, exports, forget);
}

// All that the C library asks of its surroundings. The core neither reads nor writes files, so each call answers
// "not supported" (52 in WASI) or "nothing there".
function systemCalls() {
  const kNotSupported = 52;
  return {
    env: { emscripten_notify_memory_growth() {} },
    wasi_snapshot_preview1: {
      proc_exit(code) {
        throw new Error(`the core stopped with code ${code}`);
      },
      fd_close: () => kNotSupported,
      fd_write: () => kNotSupported,
      fd_read: () => kNotSupported,
      fd_seek: () => kNotSupported,
      environ_sizes_get: () => 0,
      environ_get: () => 0,
    },
  };
}

/** A running core: copies arrays in and out and turns a status into an Error. */
class Core {
  #forget;
  #broken = false;

  constructor(module, exports, forget) {
    this.module = module;
    this.exports = exports;
    this.#forget = forget;
  }

  /** A C string. */
  text(pointer) {
    const memory = new Uint8Array(this.exports.memory.buffer);
    return new TextDecoder().decode(memory.subarray(pointer, memory.indexOf(0, pointer)));
  }

  /** Reads a file of a kind, 'model' or 'classifier'; the handle that comes back is freed by free(). */
  load(bytes, name, kind = 'model') {
    const handle = this.#call([bytes, new TextEncoder().encode(`${name}\0`)], [4], (file, title, out) =>
      this.exports[`lw_${kind}_load`](file, bytes.length, title, out),
    );
    return new Uint32Array(handle[0].buffer)[0];
  }

  free(handle, kind = 'model') {
    if (!this.#broken) this.exports[`lw_${kind}_free`](handle);
  }

  /**
   * Calls a function with pointers to its inputs (typed arrays, or null for NULL) and to room for its outputs.
   *
   * @param {(Float32Array | Int32Array | Uint8Array | null)[]} inputs
   * @param {number[]} outputs how many floats each
   * @param {(...pointers: number[]) => number} body returns an lw_status
   * @returns {Float32Array[]}
   */
  call(inputs, outputs, body) {
    return this.#call(
      inputs,
      outputs.map((floats) => 4 * floats),
      body,
    ).map((out) => new Float32Array(out.buffer));
  }

  #call(inputs, outputSizes, body) {
    if (this.#broken) throw new Error('the core stopped after an internal fault: load the model again');
    const pointers = [];
    try {
      for (const input of inputs) pointers.push(input === null ? 0 : this.#place(input));
      for (const size of outputSizes) pointers.push(this.#allocate(size));
      if (body(...pointers) !== 0) throw new Error(this.text(this.exports.lw_last_error()));
      // The memory may have grown meanwhile, which detaches older views of it.
      return outputSizes.map((size, i) => {
        const start = pointers[inputs.length + i];
        return new Uint8Array(this.exports.memory.buffer.slice(start, start + size));
      });
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) {
        this.#broken = true;
        this.#forget();
        throw new Error(`the core stopped after an internal fault (${error.message}): load the model again`, {
          cause: error,
        });
      }
      throw error;
    } finally {
      if (!this.#broken) pointers.forEach((pointer) => this.exports.free(pointer));
    }
  }

  #allocate(size) {
    const pointer = this.exports.malloc(size);
    if (pointer === 0) throw new Error(`no memory for ${size} bytes: ask for fewer samples, or close other models`);
    return pointer;
  }

  #place(array) {
    const pointer = this.#allocate(array.byteLength);
    new Uint8Array(this.exports.memory.buffer).set(
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
      pointer,
    );
    return pointer;
  }
}
