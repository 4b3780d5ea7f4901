#!/usr/bin/env node
// Measures how a sheet moves, on this machine, with one worker:
//   node tests/web/site/measure_drift.mjs [SECONDS]
// Prints, for each model: frames a second in which digits were painted, digits a second that the worker computed, and the
// longest task of the page's thread. It asserts nothing: other work on the machine counts too.

import { openBuilt } from '../support/embeds.mjs';
import { drawn, openBrowser, openPage } from '../support/pages.mjs';

const kStart = 5000; // ms until all digits are on their way
const seconds = Number(process.argv[2] ?? 5);
const [site, browser] = await Promise.all([openBuilt(), openBrowser()]);
const address = await site.serve();

/** What is counted in the page, from before its scripts. */
function count() {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: 1 });
  const seen = (window['seen'] = { frames: 0, digits: 0, longest: 0 });
  const { putImageData } = CanvasRenderingContext2D.prototype;
  const { postMessage } = Worker.prototype;
  let isPainted = false;
  CanvasRenderingContext2D.prototype.putImageData = function (...given) {
    isPainted = true;
    putImageData.apply(this, /** @type {any} */ (given));
  };
  Worker.prototype.postMessage = function (message, ...more) {
    if (message.kind === 'drift') seen.digits += message.which.length;
    postMessage.call(this, message, ...more);
  };
  const step = () => {
    if (isPainted) seen.frames++;
    isPainted = false;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
  }).observe({ type: 'longtask' });
}

const read = (page) => page.evaluate(() => ({ ...window['seen'], now: performance.now() }));
try {
  const { models } = await (await fetch(`${address}models/manifest.json`)).json();
  for (const { name } of models) {
    const page = await openPage(browser, `${address}#model=${name}`, {
      context: { reducedMotion: 'no-preference', viewport: { width: 1280, height: 720 } },
      before: (page) => page.addInitScript(count),
    });
    await drawn(page);
    await page.waitForTimeout(kStart);
    await page.evaluate(() => (window['seen'].longest = 0));
    const before = await read(page);
    await page.waitForTimeout(1000 * seconds);
    const after = await read(page);
    const each = (what) => ((1000 * (after[what] - before[what])) / (after.now - before.now)).toFixed(1);
    console.log(`${name}: ${each('frames')} frames/s, ${each('digits')} digits/s, longest task ${after.longest} ms`);
    await page.context().close();
  }
} finally {
  await browser.close();
  await site.close();
}
