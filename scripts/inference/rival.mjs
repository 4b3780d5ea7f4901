// ONNX Runtime on what `latentwalk export-onnx` writes; the same in Node and in the browser.

/**
 * A function that draws `batch` pictures (of the task's latents, or of pictures through the encoder) with ONNX Runtime.
 * @param {any} ort
 * @param {{decoder: Uint8Array, encoder?: Uint8Array, latents: Float32Array, pictures: Float32Array}} task the ONNX
 *   files' bytes, inputs for 64 samples
 * @param {object} [options]
 */
export async function onnxDecoder(ort, { decoder, encoder, latents, pictures }, options) {
  const decode = await ort.InferenceSession.create(decoder, options);
  const encode = encoder && (await ort.InferenceSession.create(encoder, options));
  const dim = latents.length / 64;
  const side = 28;
  return async (batch) => {
    let z = latents.subarray(0, batch * dim);
    if (encode) {
      const images = new ort.Tensor('float32', pictures.subarray(0, batch * side * side), [batch, side, side]);
      const codes = (await encode.run({ images })).codes.data; // means, then log-variances
      z = new Float32Array(batch * dim);
      for (let n = 0; n < batch; n++) z.set(codes.subarray(2 * n * dim, (2 * n + 1) * dim), n * dim);
    }
    return (await decode.run({ latents: new ort.Tensor('float32', z, [batch, dim]) })).images.data;
  };
}

export const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Milliseconds a sample of as many measurements as fit into `seconds`, at least 5; the calls before them warm up. */
export async function timesOf(call, seconds, batch) {
  // A browser's clock ticks in tenths of milliseconds: enough calls a measurement that a tick is nothing.
  const kLeast = 5;
  let calls = 1;
  for (let spent = 0; spent < kLeast; calls = spent < kLeast ? 2 * calls : calls) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) await call();
    spent = performance.now() - start;
  }
  const times = [];
  const end = performance.now() + 1e3 * seconds;
  while (performance.now() < end || times.length < 5) {
    const start = performance.now();
    for (let i = 0; i < calls; i++) await call();
    times.push((performance.now() - start) / calls / batch);
  }
  return times;
}

export function largestDifference(a, b) {
  if (a.length !== b.length) throw new Error(`lengths ${a.length} and ${b.length}`);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}
