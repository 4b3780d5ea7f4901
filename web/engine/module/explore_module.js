// Where the wasm module of explore.js is unless a caller says so, as wasm_module.js has it for latentwalk.js.

/** @returns {URL | Uint8Array} */
export const exploreModule = () => new URL('latentwalk-explore.wasm', import.meta.url);
