// Where the wasm module is unless a caller says so. In the npm package another file of this name holds the module
// itself (build/wasm_inside.mjs), since few bundlers take a file along that a script finds beside itself.

/** @returns {URL | Uint8Array} */
export const wasmModule = () => new URL('latentwalk.wasm', import.meta.url);
