// Where the files of a site are. Entries of the manifest may also be whole addresses (blob:, data:), which stay as
// they are.

import { withHash } from '../module/integrity.js';

export const modelUrl = (assets, model) => withHash(new URL(model.file, new URL('models/', assets)).href, model.sha256);
export const assetUrl = (assets, file) => new URL(file, assets).href;
