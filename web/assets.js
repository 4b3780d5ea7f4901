// Where the files of a site are. Entries of the manifest may also be whole addresses (blob:, data:), which stay as
// they are.

export const modelUrl = (assets, model) => new URL(model.file, new URL('models/', assets)).href;
export const assetUrl = (assets, file) => new URL(file, assets).href;
