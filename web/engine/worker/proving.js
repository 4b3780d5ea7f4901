// A file of a visitor's own before it is used. It may be anything: it is read and tested in a worker that can be ended.

import { loadModel } from '../module/latentwalk.js';
import { describeModel } from '../module/manifest_entry.js';
import { sha256Of } from '../module/integrity.js';

/**
 * {file: Blob, name} -> {entry, sha256, copy}: what the list of models says of it, and its bytes, which no longer change
 * when the file does.
 */
export async function prove({ file, name }, { send }) {
  let bytes;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    throw new Error(`${name}: cannot be read (${error.message})`, { cause: error });
  }
  const model = await loadModel(bytes, { name });
  const entry = describeModel(model, '', bytes.length);
  model.close();
  send({ entry, sha256: await sha256Of(bytes), copy: new Blob([bytes]) });
}
