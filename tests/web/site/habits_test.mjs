// The page's habits: soon there, nothing jumps, within everybody's reach, never in the way, and small.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { hashOf, says, screenshot, settled, suite } from '../support/pages.mjs';
import { go, kStates } from '../support/states.mjs';

const it = suite();
const { on } = it;

const smallTargets = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('#host button, #host select, #host input, #host summary, #views a')]
      .filter((element) => element.checkVisibility() && !element.closest('.tick'))
      .map((element) => ({ html: element.outerHTML.slice(0, 80), box: element.getBoundingClientRect() }))
      .filter(({ box: { width, height } }) => width > 0 && (width < 24 || height < 24))
      .map(({ html, box: { width, height } }) => `${html} ${width} x ${height}`),
  );

/** What is cut off by the stage or runs out beside the controls, and captions in which a word is broken. */
const cutOff = (page) =>
  page.evaluate(() => {
    const found = [];
    for (const part of document.querySelectorAll('.stage, .bench')) {
      const { right } = part.getBoundingClientRect();
      for (const inner of part.querySelectorAll('*'))
        if (inner.checkVisibility() && inner.getBoundingClientRect().right > right + 1)
          found.push(
            `${inner.tagName} ${inner.getAttribute('class')}: ${inner.getBoundingClientRect().right} of ${right}`,
          );
    }
    for (const caption of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.stage figcaption'))) {
      caption.style.overflowWrap = 'normal';
      if (caption.scrollWidth > caption.clientWidth) found.push(`a broken word: ${caption.textContent}`);
      caption.style.overflowWrap = '';
    }
    return found;
  });

// What is aimed at is 300 ms on an idle machine of two cores (measure_first_digit.mjs); twenty times that where many others work.
test('the first digit is there in 6 s, and what it needs is asked for before the page is read', async () => {
  const times = [];
  for (let visit = 0; visit < 3; visit++) {
    const page = await it.open('', {
      before: (page) =>
        page.addInitScript(() => {
          const look = () => {
            if (/** @type {HTMLCanvasElement} */ (document.querySelector('.sheet canvas'))?.width > 28)
              window.noted = performance.now();
            else requestAnimationFrame(look);
          };
          look();
        }),
    });
    await page.waitForFunction(() => window.noted);
    const { first, read, asked } = await page.evaluate(() => ({
      first: window.noted,
      read: /** @type {PerformanceNavigationTiming} */ (performance.getEntriesByType('navigation')[0]).domInteractive,
      asked: performance
        .getEntriesByType('resource')
        .map(({ name, startTime }) => ({ file: name.replace(/^.*\//, '').replace(/#.*$/, ''), time: startTime })),
    }));
    for (const file of ['latentwalk.wasm', it.chosen.file]) {
      const when = asked.filter((one) => one.file === file).map(({ time }) => time);
      assert.equal(when.length, 1, `${file} is asked for once: ${when}`);
      assert.ok(when[0] < read, `${file} at ${when[0]} ms, the page was read at ${read} ms`);
    }
    times.push(first);
    await page.context().close();
  }
  assert.ok(Math.min(...times) < 6000, `${times} ms`);
});

// On a slow processor, so that what comes in steps is painted in steps.
for (const [width, height] of [
  [390, 844],
  [1280, 720],
  [1440, 900],
]) {
  test(`nothing jumps while a view loads at ${width} x ${height}`, async () => {
    for (const state of ['', 'model=conv-vae', ...Object.values(kStates)]) {
      const page = await it.open(state && `#${state}`, {
        context: { viewport: { width, height } },
        before: noteShifts,
      });
      await settled(page);
      const { shift, moved } = await page.evaluate(() => window.noted);
      assert.ok(shift < 0.05, `${state}: layout shift ${shift}: ${moved}`);
      await page.context().close();
    }
  });
}

async function noteShifts(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(() => {
    window.noted = { shift: 0, moved: [] };
    new PerformanceObserver((list) =>
      /** @type {any[]} */ (list.getEntries()).forEach((entry) => {
        window.noted.shift += entry.value;
        window.noted.moved.push(...entry.sources.map(({ node }) => node?.className || node?.nodeName));
      }),
    ).observe({ type: 'layout-shift', buffered: true });
  });
}

// One visit a view, width and theme for all that can be seen of it.
for (const [width, colorScheme] of [
  [320, 'light'],
  [320, 'dark'],
  [1440, 'light'],
  [1440, 'dark'],
]) {
  test(
    `every view fits, has targets of 24 px and no fault that axe finds: ${width} px, ${colorScheme}`,
    on(
      '',
      async (page) => {
        const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
        await settled(page);
        await page.evaluate(axe);
        for (const [name, state] of Object.entries(kStates)) {
          await go(page, state);
          for (const wide of width === 320 && colorScheme === 'light' ? [820, 960, 720, 390, 320] : [width]) {
            await page.setViewportSize({ width: wide, height: 900 });
            const found = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(found <= wide, `${name}: ${found} px at ${wide}`);
            let cut = await cutOff(page);
            for (let i = 0; i < 40 && cut.length > 0; i++) {
              await page.waitForTimeout(50); // a plot follows its room in another frame
              cut = await cutOff(page);
            }
            assert.deepEqual(cut, [], `${name} at ${wide}`);
          }
          assert.deepEqual(await smallTargets(page), [], name);
          const { violations } = await page.evaluate(() => window.axe.run());
          assert.deepEqual(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`),
            [],
            name,
          );
          await screenshot(page, `${name}-${width}-${colorScheme}`);
        }
      },
      { context: { colorScheme, viewport: { width, height: 900 } } },
    ),
  );
}

test(
  'a view that is left takes everything down with it',
  on('', async (page) => {
    await settled(page);
    await page.evaluate(() => {
      location.hash = '#view=walk&stations=3,4';
    });
    await says(page, /drew a walk/);
    await page.click('[data-action=play]');
    await page.click('#views [data-view=arithmetic]');
    await settled(page);
    await page.waitForTimeout(300);
    assert.equal(await page.locator('.big-picture').count(), 0);
    assert.equal((await hashOf(page)).view, 'arithmetic');
    await says(page, /The result is/);
  }),
);

test("the page's own code is at most 120 kB, gzipped, without models", async () => {
  let bytes = 0;
  const asked = [];
  const page = await it.open('', {
    before: (page) => page.on('request', (request) => asked.push(new URL(request.url()))),
  });
  await settled(page);
  for (const state of ['view=training', 'view=walk']) {
    await page.evaluate((to) => {
      location.hash = to;
    }, state);
    await page.waitForTimeout(300);
  }
  const code = [...new Set(asked.map(({ pathname }) => pathname))].filter((path) => /(\/|\.(js|css|html))$/.test(path));
  for (const path of code)
    bytes += gzipSync(await readFile(join(it.site.folder, path.endsWith('/') ? 'index.html' : path)), {
      level: 9,
    }).length;
  assert.ok(code.length > 3 && bytes < 120_000, `${bytes} bytes in ${code.length} files`);
  await page.context().close();
});
