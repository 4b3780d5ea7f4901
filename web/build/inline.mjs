// Files as scripts, for pages that may not read files: a sandboxed frame on a server that does not allow it, and a page
// opened from disk.

import { lessonsFor } from './lessons.mjs';
import { defaultModel } from './models.mjs';

/** A classic script that hands a file's bytes over (page/element/site_files.js takes them). */
export function asScript(path, bytes) {
  return Buffer.from(
    `(self.latentwalkFiles??={})[${JSON.stringify(path)}]=${JSON.stringify(bytes.toString('base64'))}\n`,
  );
}

// Nothing but what is in the file itself; `blob:` is the copies that it makes of that.
const kPolicy =
  "default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; style-src 'unsafe-inline'; img-src data: blob:; " +
  "worker-src blob:; base-uri 'none'; form-action 'none'";

/**
 * What a page has that may read nothing: the default model and the best of the other kind, and of the data what these two
 * can show, without the training digits, which are many.
 * @param {object} manifest
 * @returns {{manifest: object, files: string[]}} the same list with these models only, and the files
 */
export function essentials(manifest) {
  const first = defaultModel(manifest);
  const second = manifest.models.find(({ family }) => family !== first.family);
  const models = [first, second].filter(Boolean);
  const history = (manifest.history ?? []).filter(({ model }) => models.some(({ name }) => name === model));
  const { train, ...digits } = manifest.digits ?? {};
  const data = [...Object.values(digits), manifest.classifier, manifest.detector]
    .filter(Boolean)
    .map(({ file }) => file);
  for (const { data: curve, picture } of history) data.push(curve, picture);
  const modules = ['latentwalk.wasm', 'latentwalk-explore.wasm', 'latentwalk-learn.wasm'];
  const inside = { ...manifest, models, history, digits };
  inside.lessons = lessonsInside(inside);
  const texts = ['schema', ...inside.lessons.map(({ id }) => id)].map((name) => `lessons/${name}.json`);
  const files = [...modules, ...models.map(({ file }) => `models/${file}`), ...data, ...texts];
  return { manifest: inside, files };
}

// What a step shows is all that counts here.
const lessonsInside = (manifest) => {
  const asLessons = (manifest.lessons ?? []).map((lesson) => ({
    ...lesson,
    steps: lesson.states.map((state) => ({ state })),
  }));
  return lessonsFor(asLessons, manifest);
};

/**
 * embed.html with everything inside: its script, the wasm module and two models.
 * @param {string} html
 * @param {Buffer} script
 * @param {object} manifest of the whole site
 * @param {Map<string, Buffer>} site
 */
export function offlinePage(html, script, manifest, site) {
  const inside = essentials(manifest);
  /** @type {Map<string, Buffer>} */
  const files = new Map([['models/manifest.json', Buffer.from(JSON.stringify(inside.manifest))]]);
  for (const file of [
    ...inside.files,
    'latent-walk-lessons.js',
    'latent-walk-charts.js',
    'poster-light.png',
    'poster-dark.png',
  ])
    files.set(file, site.get(file));
  const picture = (file) => `data:image/png;base64,${site.get(file).toString('base64')}`;
  const parts = [...files].map(([path, bytes]) => `<script>${asScript(path, bytes)}</script>`);
  const page = html
    .replace(/ *<link rel="icon"[^>]*>\n/, '')
    .replace(/<link rel="stylesheet" href="embed\.css">/, () => `<style>\n${site.get('embed.css')}</style>`)
    .replace(/poster-(light|dark)\.png/g, picture)
    .replace(/ *<script src="embed\.js"[^>]*><\/script>\n/, '')
    .replace(
      '</body>',
      () =>
        `${parts.join('\n')}\n<script>${script.toString().replace(/<\/script/gi, '<\\/script')}</script>\n  </body>`,
    )
    .replace(
      '<meta name="color-scheme"',
      `<meta http-equiv="Content-Security-Policy" content="${kPolicy}">\n    <meta name="color-scheme"`,
    )
    .replace('<html lang="en">', '<html lang="en" data-whole>');
  if (!page.includes(kPolicy) || page.includes('embed.js') || !page.includes('latentwalkFiles'))
    throw new Error('embed.html: its script or its policy was not found');
  return Buffer.from(page);
}
