// Undo, Back and the focus: every change can be taken back, and no sheet is lost.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { drawn, hashHas, hashOf, inkOf, says, settled, suite } from '../../support/pages.mjs';

const it = suite();
const { on } = it;

const focused = (page) =>
  page.evaluate(
    () => /** @type {HTMLElement} */ (document.activeElement).dataset.action ?? document.activeElement.textContent,
  );

test(
  'Back brings back the sheet that Sample replaced, and the last seeds stand beside the field',
  on('#seed=5', async (page) => {
    await drawn(page);
    const first = await inkOf(page, '.sheet canvas');
    await page.click('[data-action=sample]');
    await page.waitForFunction(() => !/from seed 5\./.test(document.querySelector('.status').textContent));
    const second = await page.inputValue('[data-field=seed]');
    await page.click('[data-action=sample]');
    await page.waitForFunction((seed) => !location.hash.includes(`seed=${seed}`), second);
    await page.goBack();
    await hashHas(page, 'seed', second);
    await page.goBack();
    await says(page, /from seed 5\./);
    assert.deepEqual(await inkOf(page, '.sheet canvas'), first);
    await page.getByRole('button', { name: second }).click();
    await says(page, new RegExp(`from seed ${second}\\.`));
    assert.equal(await page.locator('[data-action=recent-seed]').first().textContent(), '5');
  }),
);

test(
  'Ctrl+Z takes changes back and Ctrl+Shift+Z makes them again, but not in a field',
  on('#seed=5', async (page) => {
    await drawn(page);
    assert.ok(await page.locator('[data-action=undo]').isDisabled());
    await page.click('.sheet button:nth-child(4)');
    await page.click('[data-view=dimensions]');
    await hashHas(page, 'base', '5:3');
    await settled(page);
    await page.keyboard.press('Control+z');
    await hashHas(page, 'view', 'sample');
    await page.keyboard.press('Control+z');
    await hashHas(page, 'pick', null);
    assert.ok(await page.locator('[data-action=undo]').isDisabled());
    await page.keyboard.press('Control+Shift+Z');
    await hashHas(page, 'pick', '3');
    await page.click('[data-action=redo]');
    await hashHas(page, 'view', 'dimensions');
    assert.equal(await focused(page), 'undo', 'the focus of a button that is spent goes to the other');
    await settled(page);
    await page.fill('[data-field=base]', '8:8');
    await page.keyboard.press('Control+z');
    assert.equal((await hashOf(page)).view, 'dimensions', 'the field has undone what was typed');
  }),
);

test(
  'three fast presses of Ctrl+Z take three steps back, and Back goes on from there',
  on('#seed=5', async (page) => {
    await drawn(page);
    for (const digit of [2, 3, 4, 5]) {
      await page.click(`.sheet button:nth-child(${digit})`);
      await hashHas(page, 'pick', String(digit - 1));
    }
    for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
    await hashHas(page, 'pick', '1');
    await page.goBack();
    await hashHas(page, 'pick', null);
    await page.goForward();
    await page.goForward();
    await hashHas(page, 'pick', '2');
    assert.match(await page.locator('.sheet [aria-pressed=true]').getAttribute('aria-label'), /^Digit 2 /);
  }),
);

test(
  'sliding is one step',
  on('#view=walk', async (page) => {
    await drawn(page);
    await page.focus('[data-field=place]');
    for (let i = 0; i < 10; i++) await page.keyboard.press('ArrowRight');
    assert.ok(Number((await hashOf(page)).t) > 0.1);
    await page.goBack();
    await hashHas(page, 't', null);
  }),
);

test(
  'strokes are taken back one by one, and during the first one nothing says that the drawing is blank',
  on('#view=draw', async (page) => {
    await says(page, /blank/);
    const box = await page.locator('.pad').boundingBox();
    for (const y of [0.3, 0.6]) {
      await page.mouse.move(box.x + 0.2 * box.width, box.y + y * box.height);
      await page.mouse.down();
      await page.mouse.move(box.x + 0.8 * box.width, box.y + y * box.height, { steps: 5 });
      assert.doesNotMatch(await page.locator('.status').textContent(), /blank/);
      const { ink } = await hashOf(page);
      await page.mouse.up();
      await page.waitForFunction(
        (old) => new URLSearchParams(location.hash.slice(1)).get('ink') !== (old ?? null),
        ink,
      );
    }
    const two = (await hashOf(page)).ink;
    await page.keyboard.press('Control+z');
    await page.waitForFunction(
      (old) => new URLSearchParams(location.hash.slice(1)).get('ink')?.length < old.length,
      two,
    );
    await page.keyboard.press('Control+z');
    await hashHas(page, 'ink', null);
    await says(page, /blank/);
    assert.equal(
      (await inkOf(page, '.pad'))[0].ink.reduce((sum, value) => sum + value, 0),
      0,
    );
  }),
);

test(
  'the focus goes with the view: to the main action, and back to where it was',
  on('#seed=5&pick=3', async (page) => {
    await drawn(page);
    await page.locator('.picked button').first().focus();
    await page.keyboard.press('Enter');
    await hashHas(page, 'view', 'walk');
    await page.waitForFunction(() => /** @type {HTMLElement} */ (document.activeElement).dataset.action === 'play');
    await page.goBack();
    await hashHas(page, 'view', 'sample');
    await page.waitForFunction(() => document.activeElement.textContent === 'Walk from here');
  }),
);

test('the frame and its element undo too, by keys wherever the focus is and by buttons', async () => {
  const page = await it.open('', {}, { ...it.site, address: `${it.site.address}embed.html#seed=5` });
  const inside = page.locator('latent-walk');
  const status = (pattern) =>
    page.waitForFunction(
      (source) =>
        new RegExp(source).test(
          document.querySelector('latent-walk').shadowRoot?.querySelector('.status')?.textContent,
        ),
      pattern.source,
    );
  await status(/from seed 5\./);
  await inside.locator('[data-action=sample]').click();
  await status(/from seed (?!5\.)\d+\./);
  await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
  await page.keyboard.press('Control+z');
  await status(/from seed 5\./);
  await inside.locator('[data-action=redo]').click();
  await status(/from seed (?!5\.)\d+\./);
  await inside.locator('[data-action=sample]').focus();
  await page.keyboard.press('Control+z');
  await status(/from seed 5\./);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
