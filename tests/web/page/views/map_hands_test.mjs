// What hands and keys do on the map: the ring, sliders, pan and zoom, and a path.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encoded, map, show } from '../../support/map_page.mjs';
import { changed, hashHas, hashOf, inkOf, says, settled, still } from '../../support/pages.mjs';

const dragTo = async (page, x, y) => {
  const box = await page.locator('.plane').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 6 });
  await page.mouse.up();
};

test(
  'dragging the ring moves the point, the digit and the sliders; the place is in the address',
  map('view=map', async (page) => {
    const before = await inkOf(page, '.under');
    await dragTo(page, 0.8, 0.3);
    await changed(page, '.under', before);
    const { x, y } = await hashOf(page);
    assert.ok(Number(x) > 0.5 && Number(y) > 0.5, `${x} ${y}`);
    await says(page, new RegExp(`The digit at ${Number(x).toFixed(2)} across and ${Number(y).toFixed(2)} up`));
    assert.ok(Number(await page.inputValue('[data-field=x]')) > 110);
  }),
);

test(
  'the two sliders do by keyboard what dragging does',
  map('view=map', async (page) => {
    const before = await inkOf(page, '.under');
    await page.focus('[data-field=x]');
    for (let i = 0; i < 30; i++) await page.keyboard.press('ArrowRight');
    await page.focus('[data-field=y]');
    await page.keyboard.press('Home');
    await changed(page, '.under', before);
    const after = await still(page, '.under'); // thirty keys in a row: not the first picture, but the last
    const { x, y } = await hashOf(page);
    assert.ok(Number(x) > 0 && Number(y) < 0);
    await show(`view=map&x=${x}&y=${y}`);
    assert.deepEqual(await still(page, '.under'), after, 'the address brings it back');
  }),
);

test(
  'a drag beside the ring moves the map, a wheel zooms about the pointer, and the address brings it back',
  map('view=map', async (page) => {
    const [before] = await still(page, '.plane');
    const box = await page.locator('.plane').boundingBox();
    const at = [box.x + 0.25 * box.width, box.y + 0.25 * box.height];
    await page.mouse.move(...at);
    await page.mouse.down();
    await page.mouse.move(at[0] + 90, at[1] + 60, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction(() => /cx=-/.test(location.hash));
    const { reach } = await encoded();
    const scale = Math.min(box.width, box.height) / (2 * reach);
    const { cx, cy, x } = await hashOf(page);
    assert.ok(Math.abs(Number(cx) + 90 / scale) < 0.01 && Math.abs(Number(cy) - 60 / scale) < 0.01, `${cx} ${cy}`);
    assert.equal(x, undefined, 'the point stays');
    await page.mouse.wheel(0, -400);
    await page.waitForFunction(() => /zoom=/.test(location.hash));
    const zoomed = await hashOf(page);
    assert.ok(Number(zoomed.zoom) > 1.5, zoomed.zoom);
    // The place below the pointer stays there.
    const place = (look, way) => Number(look.cx) + way / (scale * Number(look.zoom ?? 1));
    const way = at[0] + 90 - (box.x + box.width / 2);
    assert.ok(Math.abs(place(zoomed, way) - place({ cx }, way)) < 0.01);
    await page.mouse.move(0, 0);
    const after = await still(page, '.plane');
    await show(await page.evaluate(() => location.hash.slice(1)));
    assert.deepEqual(await still(page, '.plane'), after);
    await page.locator('[data-action=zoom-reset]').click();
    assert.deepEqual(await changed(page, '.plane', after).then(() => still(page, '.plane')), [before]);
  }),
);

test(
  'keys move and zoom the map, and Shift with an arrow moves the point',
  map('view=map', async (page) => {
    await page.focus('.plane');
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await hashHas(page, 'zoom', '1.5');
    const { cx, cy } = await hashOf(page);
    assert.ok(Number(cx) > 0 && Number(cy) > 0, `${cx} ${cy}`);
    await page.keyboard.press('Shift+ArrowRight');
    await page.waitForFunction(() => /[&#]x=0/.test(location.hash));
    await page.keyboard.press('-');
    await page.keyboard.press('0');
    await page.waitForFunction(() => !/zoom|cx|cy/.test(location.hash));
  }),
);

test(
  'two fingers zoom the map',
  map('view=map', async (page) => {
    await page.evaluate(() => {
      const plane = /** @type {HTMLElement} */ (document.querySelector('.plane'));
      plane.setPointerCapture = () => {};
      const box = plane.getBoundingClientRect();
      const send = (type, pointerId, x) =>
        plane.dispatchEvent(
          new PointerEvent(type, {
            pointerId,
            button: 0,
            pointerType: 'touch',
            bubbles: true,
            clientX: box.left + x,
            clientY: box.top + 40,
          }),
        );
      send('pointerdown', 11, 100);
      send('pointerdown', 12, 200);
      send('pointermove', 12, 300);
      send('pointerup', 11, 100);
      send('pointerup', 12, 300);
    });
    await hashHas(page, 'zoom', '2');
  }),
);

test(
  'a path is drawn by hand, walked and recorded; points can be added without drawing',
  map('view=map', async (page) => {
    await page.getByRole('button', { name: 'Draw a path' }).click();
    const box = await page.locator('.plane').boundingBox();
    await page.mouse.move(box.x + 0.2 * box.width, box.y + 0.3 * box.height);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.6 * box.width, box.y + 0.7 * box.height, { steps: 12 });
    await page.mouse.move(box.x + 0.8 * box.width, box.y + 0.2 * box.height, { steps: 12 });
    await page.mouse.up();
    await page.waitForFunction(() => /trail=/.test(location.hash));
    await settled(page);
    const trail = (await hashOf(page)).trail.split(',').map(Number);
    assert.ok(trail.length >= 20 && trail.length % 2 === 0);
    const first = await inkOf(page, '.under');
    await page.locator('[data-action=play]').click();
    await changed(page, '.under', first);
    await page.locator('[data-action=play]').click(); // pause
    await page.waitForFunction(() => /[&#]x=/.test(location.hash));
    await page.locator('[data-part=record] summary').click();
    const download = page.waitForEvent('download');
    await page.locator('[data-record=png]').click();
    assert.match((await download).suggestedFilename(), /-map-at[\d.-]+\.png$/);
    await page.getByRole('button', { name: 'Clear the path' }).click();
    await page.waitForFunction(() => !/trail=/.test(location.hash));
    await page.getByRole('button', { name: 'Add the point to the path' }).click();
    await page.waitForFunction(() => /trail=/.test(location.hash));
  }),
);
