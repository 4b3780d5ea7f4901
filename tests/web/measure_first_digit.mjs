#!/usr/bin/env node
// Measures how long the page takes from the address to its first sheet, on this machine, nothing cached:
//   node tests/web/measure_first_digit.mjs [RUNS]
// Prints the median, the least and the most, in milliseconds, of the page and of the frame.

import { openBuilt } from './embed_support.mjs';
import { openBrowser } from './support.mjs';

const runs = Number(process.argv[2] ?? 9);
const [site, browser] = await Promise.all([openBuilt(), openBrowser()]);
const address = await site.serve();
try {
  for (const page of ['', 'embed.html']) {
    const times = [];
    for (let i = 0; i <= runs; i++) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: 'block' });
      const tab = await context.newPage();
      await tab.goto(`${address}${page}#seed=${i}`, { waitUntil: 'commit' });
      const time = await tab.evaluate(() => new Promise((done) => {
        const look = () => {
          const root = document.querySelector('latent-walk')?.shadowRoot ?? document;
          if (root.querySelector('.scene:not(.waiting) .sheet canvas')) done(performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }));
      if (i > 0) times.push(time); // the first one warms the disk
      await context.close();
    }
    times.sort((a, b) => a - b);
    console.log(`${page || 'index.html'}: median ${times[runs >> 1].toFixed(0)} ms, least ${times[0].toFixed(0)}, most ${times.at(-1).toFixed(0)}, of ${runs}`);
  }
} finally {
  await browser.close();
  await site.close();
}
