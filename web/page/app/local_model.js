// A model file of the visitor's own, dropped on the page or chosen. It stays on this device.

import { describeModel } from '../../engine/module/manifest_entry.js';

/** Calls `open` with a file that is dropped anywhere on the page, or chosen by the input. */
export function onModelFile(input, open) {
  input.addEventListener('change', () => {
    if (input.files.length > 0) open(input.files[0]);
    input.value = ''; // the same file again is a change again
  });
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
  window.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
  window.addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    open(event.dataTransfer.files[0]);
  });
}

/**
 * Reads a model file and proves it, as the site's builder does with those of the list.
 * @param {File} file
 * @param {{assets: URL, taken: string[]}} place taken: the names that are others' already
 * @returns {Promise<{entry: object, bytes: Uint8Array}>} entry: as in the manifest
 */
export async function readLocalModel(file, { assets, taken }) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { loadModel } = await import(new URL('latentwalk.js', assets).href); // a file of its own: few visitors need it
  const model = await loadModel(bytes, { name: file.name });
  const entry = describeModel(model, '', bytes.length);
  model.close();
  for (let n = 2; taken.includes(entry.name); n++) entry.name = `${entry.title}-${n}`;
  entry.title = `${entry.name} (yours)`;
  entry.file = `local/${entry.name}.safetensors`; // an address that nothing is fetched from
  entry.local = true;
  return { entry, bytes };
}
