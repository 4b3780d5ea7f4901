#!/usr/bin/env node
// Measures how long the page takes from the address to its first sheet, on this machine, nothing cached:
//   node tests/web/site/measure_first_digit.mjs [RUNS]
// Prints the median, the least and the most, in milliseconds, of the page and of the frame: until the first digit is
// drawn (under the poster), and until the whole sheet is shown in the poster's place.

import { openBuilt } from '../support/embeds.mjs';
import { openBrowser } from '../support/pages.mjs';

// A new window loads Chromium's own pages first (its address bar is one), beside which nobody's page is fast.
const kSettle = 2000;
const runs = Number(process.argv[2] ?? 9);
const [site, browser] = await Promise.all([openBuilt(), openBrowser()]);
const address = await site.serve();
try {
  for (const page of ['', 'embed.html']) {
    const times = [];
    const first = [];
    for (let i = 0; i <= runs; i++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' });
      const tab = await context.newPage();
      await tab.waitForTimeout(kSettle);
      await tab.goto(`${address}${page}#seed=${i}`, { waitUntil: 'commit' });
      const time = await tab.evaluate(
        () =>
          new Promise((done) => {
            let drawn = 0;
            const look = () => {
              const root = document.querySelector('latent-walk')?.shadowRoot ?? document;
              if (drawn === 0 && /** @type {HTMLCanvasElement} */ (root.querySelector('.sheet canvas'))?.width > 28)
                drawn = performance.now();
              if (root.querySelector('.scene:not(.waiting) .sheet canvas')) done([drawn, performance.now()]);
              else requestAnimationFrame(look);
            };
            look();
          }),
      );
      if (i > 0) times.push(time[1]) && first.push(time[0]); // the first one warms the disk
      await context.close();
    }
    for (const [what, list] of Object.entries({ 'first digit': first, 'whole sheet': times })) {
      list.sort((a, b) => a - b);
      console.log(
        `${page || 'index.html'}, ${what}: median ${list[runs >> 1].toFixed(0)} ms, least ${list[0].toFixed(0)}, most ${list.at(-1).toFixed(0)}, of ${runs}`,
      );
    }
  }
} finally {
  await browser.close();
  await site.close();
}
