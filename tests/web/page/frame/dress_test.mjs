// What a frame is told of its looks, and what it tells the page around it: fit, theme, height, title, and print.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { beside, browser, chosen, closeClean, frameOf, pages, plain, strict } from '../../support/embed_suite.mjs';
import { elementSays, openCourse } from '../../support/embeds.mjs';
import { openPage } from '../../support/pages.mjs';

const kSizes = /** @type {const} */ ([
  [800, 500],
  [400, 600],
  [320, 568],
]);

/** Where a part of the element is, and whether it can be seen. */
const boxOf = (page, selector) =>
  page.evaluate((which) => {
    const part = document.querySelector('latent-walk').shadowRoot.querySelector(which);
    const { left, top, right, bottom } = part.getBoundingClientRect();
    return { left, top, right, bottom, isThere: part.checkVisibility() };
  }, selector);

for (const [width, height] of kSizes)
  test(`with fit=1 nothing scrolls at ${width} x ${height}, and picture and main action are in sight, with and without controls`, async () => {
    for (const [hash, main, picture] of [
      ['#seed=3&hide=models,views', '[data-action=sample]', '.sheet'],
      ['#lesson=walk&hide=models,views,controls,link', '[data-action=play]', 'canvas.big'],
      ['#view=learn', '[data-action=train]', '.sheet'],
    ]) {
      const page = await openPage(browser, `${strict}embed.html${hash}&fit=1`, {
        context: { viewport: { width, height } },
      });
      await elementSays(page, hash.includes('learn') ? /./ : / drew /);
      await page.waitForTimeout(500);
      const { scrollWidth, scrollHeight } = await page.evaluate(() => {
        const root = document.documentElement;
        return { scrollWidth: root.scrollWidth, scrollHeight: root.scrollHeight };
      });
      assert.ok(scrollWidth <= width && scrollHeight <= height, `${hash}: ${scrollWidth} x ${scrollHeight}`);
      for (const part of [main, picture]) {
        const { isThere, ...box } = await boxOf(page, part);
        assert.ok(isThere, `${hash}: ${part} is there`);
        assert.ok(
          box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height && box.bottom > box.top,
          `${hash}: ${part} at ${JSON.stringify(box)}`,
        );
      }
      await closeClean(page);
    }
  });

test('with fit=1 the other controls open over the stage, and Escape closes them', async () => {
  const page = await openPage(browser, `${strict}embed.html#fit=1&hide=models,views`, {
    context: { viewport: { width: 320, height: 568 } },
  });
  await elementSays(page, / drew /);
  const more = page.locator('latent-walk').getByRole('button', { name: 'Controls' });
  assert.equal((await boxOf(page, '[data-field=seed]')).isThere, false);
  await more.click();
  assert.equal(await more.getAttribute('aria-expanded'), 'true');
  assert.ok((await boxOf(page, '[data-field=seed]')).isThere);
  await page.locator('latent-walk [data-field=seed]').fill('8');
  await page.keyboard.press('Enter');
  await elementSays(page, /from seed 8/);
  await page.keyboard.press('Escape');
  assert.equal((await boxOf(page, '[data-field=seed]')).isThere, false);
  await closeClean(page);
});

test('an element with fit keeps to the height that its page gives it', async () => {
  const page = await beside('<latent-walk seed="5" fit></latent-walk>');
  // By script: the policy of this page forbids the attribute `style`.
  await page.evaluate(() => {
    document.querySelector('latent-walk')['style'].height = '420px';
  });
  await elementSays(page, / drew /);
  await page.waitForTimeout(500);
  const sheet = await boxOf(page, '.sheet');
  const { top, bottom } = await page.locator('latent-walk').evaluate((element) => element.getBoundingClientRect());
  assert.equal(bottom - top, 420);
  assert.ok(sheet.bottom <= bottom && sheet.bottom - sheet.top > 200, JSON.stringify(sheet));
  await closeClean(page);
});

test('theme chooses light or dark against the device, for the frame and the element, and auto follows it', async () => {
  const colours = (page) =>
    page.evaluate(() => {
      const element = document.querySelector('latent-walk');
      const of = (part) => getComputedStyle(part).backgroundColor;
      return [of(document.body), of(element), of(element.shadowRoot.querySelector('.stage'))];
    });
  const [kLight, kDark] = [
    ['rgb(239, 238, 235)', 'rgb(239, 238, 235)', 'rgb(252, 251, 249)'],
    ['rgb(21, 20, 19)', 'rgb(21, 20, 19)', 'rgb(30, 29, 27)'],
  ];
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    const page = await openPage(browser, `${strict}embed.html#seed=5&theme=light`, { context: { colorScheme } });
    await elementSays(page, /seed 5/);
    assert.deepEqual(await colours(page), kLight);
    await page.evaluate(() => (location.hash = '#seed=6&theme=dark'));
    await elementSays(page, /seed 6/);
    assert.deepEqual(await colours(page), kDark);
    await page.evaluate(() => (location.hash = '#seed=7'));
    await elementSays(page, /seed 7/);
    assert.deepEqual(await colours(page), colorScheme === 'light' ? kLight : kDark);
    await closeClean(page);
  }
});

test('the frame tells its page its height, as H5P and Canvas want it too, and not where it fits the frame', async () => {
  for (const fit of ['', '&fit=1']) {
    const course = await openCourse(
      `<iframe sandbox="allow-scripts" title="digits" width="900" height="900" src="${pages}embed.html#seed=5${fit}"></iframe>`,
    );
    const page = await openPage(browser, course.address, {
      offline: true,
      before: (page) =>
        page.addInitScript(() => {
          window['told'] = [];
          addEventListener('message', ({ data }) => window['told'].push(data));
        }),
    });
    await elementSays(frameOf(page), /from seed 5/);
    await page.waitForTimeout(500);
    const told = await page.evaluate(() => window['told']);
    if (fit) assert.deepEqual(told, []);
    else {
      const height = await frameOf(page).evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
      assert.ok(height > 400);
      assert.deepEqual(told.slice(-3), [
        { type: 'latentwalk.height', height },
        { context: 'h5p', action: 'resize', scrollHeight: height },
        { subject: 'lti.frameResize', height },
      ]);
    }
    await closeClean(page);
    await course.close();
  }
});

test('the title of a frame says which view and which model it shows', async () => {
  const page = await openPage(browser, `${strict}embed.html#view=walk`);
  await elementSays(page, /a walk/);
  assert.equal(await page.title(), `Walk: ${chosen.title} (latentwalk)`);
  await page.evaluate(() => (location.hash = '#seed=5'));
  await elementSays(page, /seed 5/);
  assert.equal(await page.title(), `Sample: ${chosen.title} (latentwalk)`);
  await closeClean(page);
});

test('a printed page, and a printed frame, show the stage and the address and nothing else', async () => {
  for (const [file, host] of [
    ['', ''],
    ['embed.html', 'latent-walk'],
  ]) {
    const page = await openPage(browser, `${strict}${file}#seed=5`, { context: { colorScheme: 'dark' } });
    await page.waitForFunction(
      (which) =>
        /seed 5/.test(
          (which ? document.querySelector(which).shadowRoot : document)?.querySelector('.status')?.textContent ?? '',
        ),
      host,
    );
    await page.emulateMedia({ media: 'print' });
    const seen = (part) =>
      page.evaluate(
        ([which, part]) => {
          const root = which ? document.querySelector(which).shadowRoot : document;
          return root.querySelector(part).checkVisibility();
        },
        [host, part],
      );
    assert.ok(await seen('.sheet'));
    assert.equal(await seen('.controls'), false);
    assert.equal(await seen('.views'), false);
    const address = await page.evaluate(() => getComputedStyle(document.body, '::after').content);
    assert.match(address, /#model=[\w-]+&view=sample&seed=5"$/);
    await page.context().close();
  }
});

test('where a host forbids the script of the element, what the snippet has inside leads to the page', async () => {
  const inside = '<p>If nothing appears here <a href="https://example.org/">the digits</a></p>';
  const html = `<script type="module" src="${plain}latent-walk.js"></script><latent-walk seed="5">${inside}</latent-walk>`;
  const course = await openCourse(html); // plain: a server that lets no other page read
  const page = await openPage(browser, course.address, { offline: true });
  await page.waitForTimeout(1000);
  assert.ok(await page.getByRole('link', { name: 'the digits' }).isVisible());
  await page.context().close();
  await course.close();
});
