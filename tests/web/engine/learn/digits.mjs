// What the tests of training train, and with what.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { root } from '../../../wasm/support.mjs';

export const config = (name) => readFile(join(root, 'configs', `${name}.json`), 'utf8');

/** small-vae with fewer hidden numbers, for tests that take seconds. */
export const tinyVae = await config('small-vae').then((text) => {
  const vae = JSON.parse(text);
  for (const network of Object.values(vae.networks))
    for (const layer of network.layers) if (layer.out > 64 && layer.out !== 784) layer.out = 64;
  return JSON.stringify({ ...vae, name: 'tiny-vae', training: { ...vae.training, batch_size: 64 } });
});

/** The 1,000 test digits of the repository. */
export async function realDigits() {
  const read = async (file) => gunzipSync(await readFile(join(root, 'assets/digits', file)));
  return {
    pixels: new Uint8Array((await read('t10k-images-idx3-ubyte.gz')).subarray(16)),
    labels: new Uint8Array((await read('t10k-labels-idx1-ubyte.gz')).subarray(8)),
  };
}
