// Where the files of a site are. Entries of the manifest may also be whole addresses (blob:, data:), which stay as
// they are.

export const modelUrl = (assets, model) => new URL(model.file, new URL('models/', assets)).href;
export const assetUrl = (assets, file) => new URL(file, assets).href;

/** The manifest of the site at `assets`. */
export async function fetchManifest(assets, signal) {
  const response = await fetch(new URL('models/manifest.json', assets), { signal });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}
