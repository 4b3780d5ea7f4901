// What the page's tests share: a site, a server and a browser that notes every complaint.

import assert from 'node:assert/strict';
import { link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { chromium } from 'playwright-core';

import { buildSite } from '../../../web/build/build-site.mjs';
import { filesUnder } from '../../../web/build/folder.mjs';
import { enlarge } from '../../../web/page/dom/ink.js';
import { loadModel } from '../../../web/engine/module/latentwalk-node.js';
import { serve } from '../../../web/build/serve.mjs';

export const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
export const wasm = process.env.LATENTWALK_WASM ?? join(root, 'build/wasm/bin/latentwalk.wasm');
export const fixtures = join(root, 'tests/fixtures');
const screenshots = process.env.LATENTWALK_SCREENSHOTS ?? join(root, 'build/screenshots');

/** The shipped models; before two are shipped (a choice needs two), the tiny ones of the tests. */
export async function modelsFolder() {
  const shipped = join(root, 'models');
  const files = await readdir(shipped).catch(() => []);
  return files.filter((file) => file.endsWith('.safetensors')).length > 1 ? shipped : fixtures;
}

// The site that CTest builds once for all files of tests; each builds its own where there is none.
const kBuilt = process.env.LATENTWALK_SITE;

/**
 * The folder of a site.
 * @param {{models?: string, mnist?: string, history?: string, changeable?: boolean}} [settings] changeable: it may be changed (a file in it
 *   by replaceFile() only)
 * @returns {Promise<{folder: string, isOurs: boolean}>} isOurs: to be removed afterwards
 */
export async function siteFolder({ models, mnist, history, changeable = false } = {}) {
  const isUsual = kBuilt && models === undefined && mnist === undefined && history === undefined;
  if (isUsual && !changeable) return { folder: kBuilt, isOurs: false };
  if (isUsual) {
    const folder = await mkdtemp(`${kBuilt}-`);
    for (const file of await filesUnder(kBuilt)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await link(join(kBuilt, file), join(folder, file));
    }
    return { folder, isOurs: true };
  }
  const folder = await mkdtemp(join(tmpdir(), 'latentwalk-site-'));
  const { missing } = await buildSite({ wasm, models: models ?? (await modelsFolder()), out: folder, mnist, history });
  if (missing) throw new Error(missing);
  return { folder, isOurs: true };
}

/** Changes a file of a site, and of no other that shares it. */
export async function replaceFile(path, change) {
  const bytes = await readFile(path);
  await rm(path);
  await writeFile(path, change(bytes));
}

const sites = [];

/**
 * A site, served until closeAll(); settings of siteFolder(), and base: the path that it is below.
 * @param {{base?: string, models?: string, mnist?: string, history?: string, changeable?: boolean}} [settings]
 */
export async function openSite({ base, ...settings } = {}) {
  const { folder, isOurs } = await siteFolder(settings);
  const server = await serve(folder, { base });
  const site = { folder, isOurs, address: server.address, stop: server.close };
  sites.push(site);
  return site;
}

export async function closeAll(browser) {
  await browser?.close();
  for (const { folder, isOurs, stop } of sites) {
    await stop();
    if (isOurs) await rm(folder, { recursive: true });
  }
}

// As root, without a screen and without a network: whatever would call home is off.
const kFlags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser() {
  const executablePath = process.env.LATENTWALK_CHROMIUM || '/usr/bin/chromium';
  // What CMake says where it found none.
  if (executablePath.endsWith('-NOTFOUND'))
    throw new Error(
      'no Chromium or Google Chrome on PATH, which the tests of the page need: install one and configure again',
    );
  return chromium.launch({ executablePath, args: kFlags });
}

/**
 * @typedef {object} PageSettings
 * @property {import('playwright-core').BrowserContextOptions} [context]
 * @property {(page: import('playwright-core').Page) => unknown} [before] what is done before the page is opened
 * @property {boolean} [offline] with the service worker
 */

/**
 * A page in a context of its own. `page.complaints` collects errors of every kind. Without `offline` there is no service
 * worker, which would store all models anew for every page.
 * @param {import('playwright-core').Browser} browser
 * @param {string} address
 * @param {PageSettings} [settings]
 */
export async function openPage(browser, address, { context: settings, before, offline = false } = {}) {
  const serviceWorkers = offline ? 'allow' : 'block';
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce', // so that a sheet is still; what a test says of motion goes first
    serviceWorkers,
    ...settings,
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => {
    const blocked = !offline && /Service Worker registration blocked by Playwright/.test(message.text());
    if (['error', 'warning'].includes(message.type()) && !blocked)
      page.complaints.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => page.complaints.push(error.message));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await before?.(page);
  await page.goto(address);
  return page;
}

/** Waits until the page has drawn what it was asked for, or says why not. */
export async function drawn(page) {
  await page.waitForFunction(
    () => / drew |could not|cannot/.test(document.querySelector('.status').textContent),
    null,
    { timeout: 30000 },
  );
  const status = await page.locator('.status').textContent();
  if (await page.locator('.status.wrong').count()) throw new Error(`the page says: ${status}`);
  return status;
}

/** Waits until the page says what `pattern` matches. */
export const says = (page, pattern) =>
  page.waitForFunction(
    ([source]) => new RegExp(source).test(document.querySelector('.status').textContent),
    [pattern.source],
    { timeout: 30000 },
  );

/** Waits until what was asked for is shown, whatever the view says of it. */
export async function settled(page) {
  await page.waitForFunction(
    () =>
      /** @type {HTMLElement} */ (document.querySelector('.poster'))?.hidden &&
      !document.querySelector('.bench').hasAttribute('aria-busy'),
    null,
    { timeout: 30000 },
  );
  const status = page.locator('.status.wrong');
  if (await status.count()) throw new Error(`the page says: ${await status.textContent()}`);
}

/** Chooses a model, in a page, in a frame or in an element. */
export async function chooseModel(where, name) {
  await where.locator('.model-button').first().click();
  await where.locator(`[data-model="${name}"]`).click();
}

/** Waits until a model is the chosen one. */
export const modelIs = (page, title) =>
  page.waitForFunction((wanted) => document.querySelector('#models .name').textContent === wanted, title);

/** The state as the address has it. */
export const hashOf = (page) => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
export const hashHas = (page, key, value) =>
  page.waitForFunction(([k, v]) => new URLSearchParams(location.hash.slice(1)).get(k) === v, [key, value], {
    timeout: 10000,
  });

/** Waits until the ink of what a selector finds is another than `before`, and returns it. */
export async function changed(page, selector, before) {
  const text = (cells) => cells.map(({ ink }) => ink.toString('latin1')).join('');
  for (let i = 0; i < 100; i++) {
    const now = await inkOf(page, selector);
    if (text(now) !== text(before)) return now;
    await page.waitForTimeout(50);
  }
  throw new Error(`${selector} did not change`);
}

/** The picture once it has stopped changing: the same twice, a fifth of a second apart. */
export async function still(page, selector) {
  for (let last = await inkOf(page, selector); ;) {
    await page.waitForTimeout(200);
    const now = await inkOf(page, selector);
    if (isDeepStrictEqual(now, last)) return now;
    last = now;
  }
}

/**
 * What a file of tests works with: a browser and a site, made before its tests and taken down after them.
 * @param {() => Promise<object> | object} [options] of openSite
 */
export function suite(options = () => ({})) {
  const it = {};
  before(async () => {
    [it.browser, it.site] = await Promise.all([openBrowser(), Promise.resolve(options()).then(openSite)]);
    it.manifest = JSON.parse(await readFile(join(it.site.folder, 'models/manifest.json'), 'utf8'));
    it.chosen = it.manifest.models.find(({ name }) => name === it.manifest.default);
    it.vae = it.manifest.models.find((model) => model.has_encoder && model.class_count === 0);
    it.gan = it.manifest.models.find(({ family, class_count: classes }) => family === 'gan' && classes === 0);
  });
  after(() => closeAll(it.browser));
  it.open = (hash = '', settings = {}, where = it.site) => openPage(it.browser, `${where.address}${hash}`, settings);
  /** Runs the body with a page and sees to it that nothing complained. `hash` may be made once the site is there. */
  it.on = (hash, body, settings) => async () => {
    const page = await it.open(typeof hash === 'function' ? hash() : hash, settings);
    try {
      await body(page);
      assert.deepEqual(page.complaints, []);
    } finally {
      await page.context().close();
    }
  };
  return it;
}

/**
 * The ink (opacity, 0 to 255) of every canvas that a selector finds, in the page or in the shadow tree of `host`:
 * [{width, height, ink}].
 */
export async function inkOf(page, selector, host = null) {
  const canvases = await page.evaluate(
    ([which, host]) =>
      Array.from((host ? document.querySelector(host).shadowRoot : document).querySelectorAll(which), (canvas) => {
        const { width, height } = canvas;
        // Read from a copy: reading the canvas itself would make the browser warn and draw it otherwise.
        const copy = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d', {
          willReadFrequently: true,
        });
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, width, height);
        // As a string of 8-bit characters, which travels far faster than an array.
        let ink = '';
        for (let i = 3; i < data.length; i += 4) ink += String.fromCharCode(data[i]);
        return { width, height, ink };
      }),
    [selector, host],
  );
  return canvases.map(({ width, height, ink }) => ({ width, height, ink: Buffer.from(ink, 'latin1') }));
}

export const sumOf = ({ ink }) => ink.reduce((sum, value) => sum + value, 0);

/** The largest difference between the ink of a canvas and a picture, the picture enlarged as the page does. */
export function differenceFrom(canvas, pixels, width, height) {
  const large = enlarge(pixels, width, height, canvas.width / width);
  if (large.length !== canvas.ink.length)
    throw new Error(`${large.length} values expected, ${canvas.ink.length} found`);
  return large.reduce((largest, value, i) => Math.max(largest, Math.abs(255 * value - canvas.ink[i])), 0);
}

/** The prior that the page shows first. */
export const shownPrior = (model) => (model.hasFittedPrior ? 'fitted' : 'standard');

/** What the model draws for a seed, computed here in Node. */
export async function sheetOf(site, file, seed, count) {
  const model = await loadModel(join(site.folder, 'models', file), { wasmUrl: pathToFileURL(wasm) });
  const classLabels = model.classCount > 0 ? Array.from({ length: count }, (_, i) => i % model.classCount) : undefined;
  const latents = await model.sampleLatents(seed, count, { prior: shownPrior(model), classLabels });
  const pixels = await model.decode(latents, count, { classLabels });
  const { imageWidth: width, imageHeight: height } = model;
  model.close();
  return {
    width,
    height,
    pictures: Array.from({ length: count }, (_, i) => pixels.slice(i * width * height, (i + 1) * width * height)),
  };
}

export async function screenshot(page, name) {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}
