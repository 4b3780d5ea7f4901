// The frame around every view: one screen that holds it, the header, the theme, titles, and where errors are said.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { openCourse } from '../../support/embeds.mjs';
import { drawn, openPage, says, screenshot, settled, suite } from '../../support/pages.mjs';

const it = suite();
const { on } = it;

// Draw comes last: Compare shows the nearest training digit of a digit that is current, below what fits.
const kViews = [
  'sample',
  'walk',
  'map',
  'dimensions',
  'inside',
  'learn',
  'compare',
  'training',
  'arithmetic',
  'theory',
  'theory&topic=elbo',
  'draw&test=3',
];
const kSizes = [
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
  { width: 2560, height: 1440 },
];

/** Where an element is in the window. */
const boxOf = (page, selector) =>
  page.evaluate((which) => document.querySelector(which).getBoundingClientRect().toJSON(), selector);

async function go(page, state) {
  await page.evaluate((to) => (location.hash = to), `#view=${state}`);
  await page.waitForTimeout(50);
  await settled(page);
}

for (const viewport of kSizes) {
  const { width, height } = viewport;
  test(
    `header, views, stage, main action and status fit into ${width} × ${height} in every view`,
    on(
      '',
      async (page) => {
        await settled(page);
        for (const view of kViews) {
          await go(page, view);
          const stage = await boxOf(page, '.stage');
          assert.ok(stage.top <= 120, `${view}: the stage begins at ${stage.top}`);
          assert.ok(stage.bottom <= height, `${view}: the stage ends at ${stage.bottom}`);
          assert.ok(
            stage.width * stage.height > 0.4 * width * height || width > 1700,
            `${view}: ${stage.width} x ${stage.height}`,
          );
          const status = await boxOf(page, '.status');
          const action = await boxOf(page, '.panel-slot button, .panel-slot input, .panel-slot select');
          assert.ok(status.bottom <= height && action.bottom <= height, `${view}: ${status.bottom}, ${action.bottom}`);
          assert.equal(await page.evaluate(() => scrollY), 0);
          const line = await boxOf(page, '.masthead .line');
          assert.ok(line.height <= 56, `the header has ${line.height} px`);
          if (height === 720) await screenshot(page, `frame-${view.replace(/&.*/, '')}`);
        }
      },
      { context: { viewport } },
    ),
  );
}

test(
  'the sheet fills the height of the window, and the poster has its place',
  on(
    '',
    async (page) => {
      await settled(page);
      const poster = await page.evaluate(() => {
        const image = /** @type {HTMLElement} */ (document.querySelector('.poster'));
        image.hidden = false; // as it was before the sheet
        const box = image.getBoundingClientRect().toJSON();
        image.hidden = true;
        return box;
      });
      const sheet = await boxOf(page, '.sheet-frame');
      assert.deepEqual([sheet.left, sheet.top, sheet.width], [poster.left, poster.top, poster.width]);
      await page.setViewportSize({ width: 1280, height: 900 });
      assert.ok((await boxOf(page, '.sheet-frame')).width >= sheet.width + 100);
    },
    { context: { viewport: kSizes[0] } },
  ),
);

test(
  'on a phone the views are one line to swipe along, whose end fades, and the chosen one is in sight',
  on(
    '#view=arithmetic',
    async (page) => {
      await settled(page);
      const row = await page.evaluate(() => {
        const { scrollWidth, clientWidth, offsetHeight } = /** @type {HTMLElement} */ (
          document.querySelector('nav.views')
        );
        const { maskImage } = getComputedStyle(document.querySelector('nav.views'));
        return { scrollWidth, clientWidth, offsetHeight, maskImage };
      });
      assert.ok(row.scrollWidth > row.clientWidth && row.offsetHeight <= 48, JSON.stringify(row));
      assert.match(row.maskImage, /gradient/);
      const tab = await boxOf(page, '.views [aria-current]');
      assert.ok(tab.left >= 16 && tab.right <= 390 - 48 + 1, `${tab.left} to ${tab.right}`);
      await page.click('.views [data-view=training]');
      await page.waitForFunction(() => /view=training/.test(location.hash));
      const next = await boxOf(page, '.views [aria-current]');
      assert.ok(next.left >= 16 && next.right <= 390 - 47, `${next.left} to ${next.right}`);
    },
    { context: { viewport: { width: 390, height: 844 } } },
  ),
);

test(
  'on a phone the main action of Sample and of Walk is in sight, above the tray and the other controls',
  on(
    '#view=walk',
    async (page) => {
      await settled(page);
      for (const view of ['walk', 'sample']) {
        await go(page, view);
        await page.evaluate(() => document.querySelector('.tray').removeAttribute('hidden'));
        const [stage, action, tray, other] = await Promise.all(
          ['.stage', '.panel-slot > :first-child', '.tray', '.panel-slot > :last-child'].map((part) =>
            boxOf(page, part),
          ),
        );
        assert.ok(stage.bottom <= action.top && action.bottom <= tray.top && tray.bottom <= other.top, view);
        assert.ok(action.bottom <= 844, `${view}: ${action.bottom}`);
      }
    },
    { context: { viewport: { width: 390, height: 844 } } },
  ),
);

test(
  'the theme goes from that of the device to light and to dark, is drawn anew and remembered',
  on('', async (page) => {
    await settled(page);
    // Of the page; the browser's bar has the same.
    const ground = async () => {
      const [paper, bar] = await page.evaluate(() => {
        const bars = Array.from(document.querySelectorAll('meta')).filter(({ name }) => name === 'theme-color');
        const probe = document.createElement('i');
        probe.style.color = bars.find(({ media }) => matchMedia(media).matches).content;
        return [getComputedStyle(document.body).backgroundColor, probe.style.color];
      });
      assert.equal(bar, paper);
      return paper;
    };
    const theme = page.locator('#theme');
    const light = await ground();
    assert.equal(await theme.getAttribute('aria-label'), 'Theme: as the device');
    await theme.click();
    assert.equal(await ground(), light);
    await theme.click();
    assert.equal(await theme.getAttribute('aria-label'), 'Theme: dark');
    const dark = await ground();
    assert.notEqual(dark, light);
    await page.waitForFunction(() => {
      const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('.sheet canvas'));
      const { width, height } = canvas;
      const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, width, height);
      return data.some((value, i) => i % 4 === 3 && value === 255 && data[i - 1] > 200); // light ink
    });
    await page.reload();
    assert.equal(await ground(), dark);
    await settled(page);
    await theme.click();
    assert.equal(await ground(), light);
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.equal(await ground(), dark);
  }),
);

test('the address is copied, and Embed leads to what to copy', async () => {
  const permissions = ['clipboard-read', 'clipboard-write'];
  const page = await it.open('#seed=5', { context: { permissions } });
  await drawn(page);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  await page.getByRole('button', { name: 'Embed', exact: true }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'embed-title');
  await page.context().close();
});

test(
  'the title tells what is shown, in each view',
  on('#view=walk&stations=7:12,9', async (page) => {
    const name = it.chosen.name;
    const titled = (title, model = name) =>
      page.waitForFunction((wanted) => document.title === wanted, `${title} · ${model} · latentwalk`, {
        timeout: 5000,
      });
    await titled('Walk from 7:12 to 9');
    const states = {
      'view=sample&seed=7': 'Sheet of seed 7',
      'view=sample&seed=7&pick=3': 'Digit 3 of seed 7',
      'view=map&x=0.5&y=-1': 'Map at 0.5, -1',
      'view=dimensions&base=7:3': 'Dimensions of 7:3',
      'view=draw&test=3': 'Test digit 3',
      'view=compare&seed=4': 'Compare on seed 4',
      'view=arithmetic&terms=1,2,3:4': '1 − 2 + 3:4',
      'view=theory': 'Theory: two densities',
    };
    for (const [state, title] of Object.entries(states)) {
      await page.evaluate((to) => (location.hash = to), state);
      await titled(title);
    }
    await page.evaluate(() => (location.hash = 'lesson=sampling'));
    await titled('Sampling: digits from chance', 'conv-vae');
    await page.evaluate(() => (location.hash = '#seed=2'));
    await settled(page);
    await page.click('[data-action=sample]');
    await page.waitForFunction(() => /^Sheet of seed (?!2 )\d+ /.test(document.title));
  }),
);

for (const viewport of [kSizes[0], { width: 390, height: 844 }]) {
  test(
    `a wrong file is said in sight, wherever the visitor has scrolled to: ${viewport.width} px`,
    on(
      '#view=walk',
      async (page) => {
        await settled(page);
        for (const scroll of [0, 1e5]) {
          await page.evaluate((y) => window.scrollTo(0, y), scroll);
          const name = `notes-${scroll}.txt`;
          await page.setInputFiles('#local-model', { name, mimeType: 'text/plain', buffer: Buffer.from('no model') });
          await says(page, new RegExp(`^${name}: `));
          await page.waitForFunction(() => {
            const { top, bottom } = document.querySelector('.status.wrong').getBoundingClientRect();
            return top >= 0 && bottom <= innerHeight;
          });
        }
      },
      { context: { viewport } },
    ),
  );
}

test('index.html from disk, or in a sandbox without an origin, says that it needs a server and what to open', async () => {
  const page = await openPage(it.browser, pathToFileURL(join(it.site.folder, 'index.html')).href, { offline: true });
  const note = page.locator('.unserved-note');
  assert.match(await note.textContent(), /needs a web server/);
  assert.ok(await note.isVisible());
  assert.ok(await page.locator('.poster img').isVisible());
  const { bottom } = await boxOf(page, '.unserved-note');
  assert.ok(bottom <= 900, `${bottom}`);
  await note.getByRole('link').click();
  await page.waitForURL(/latentwalk-offline\.html$/);
  await page.context().close();

  const course = await openCourse(
    `<iframe sandbox="allow-scripts" title="digits" width="900" height="900" src="${it.site.address}"></iframe>`,
  );
  const outer = await openPage(it.browser, course.address, { offline: true });
  await outer.frameLocator('iframe').locator('.unserved-note').waitFor();
  await outer.context().close();
  await course.close();
});

test('a site without the one-file page links to none', async () => {
  const { indexPage } = await import('../../../../web/build/pages.mjs');
  const { readFile } = await import('node:fs/promises');
  const source = await readFile(new URL('../../../../web/page/app/index.html', import.meta.url), 'utf8');
  const manifest = { default: 'a', models: [{ name: 'a', title: 'A' }] };
  assert.match(indexPage(source, manifest, true), /href="latentwalk-offline\.html"/);
  assert.doesNotMatch(indexPage(source, manifest, false), /latentwalk-offline\.html"/);
});
