// An impatient visitor: views, models and controls change faster than anything is drawn. Nothing late does any harm.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { uniformFrom } from '../support/random.mjs';
import { hashOf, says, settled, suite } from '../support/pages.mjs';

const it = suite();
const kChanges = 500;

/** Does one thing in the page, as chance has it: `draws` are numbers from 0 to 1. */
const change = (page, draws) =>
  page.evaluate(([kind, which, value]) => {
    const one = (selector) => {
      const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(selector)]);
      return all[Math.floor(which * all.length)];
    };
    const tell = (element, type) => element?.dispatchEvent(new Event(type, { bubbles: true }));
    if (kind < 0.5) return one('#views a')?.click();
    if (kind < 0.62) {
      one('.model-button').click();
      return one('[data-model]')?.click();
    }
    if (kind < 0.67) return (location.hash = `#view=walk&stations=3,${1 + Math.floor(9 * which)}&play=1`);
    if (kind < 0.7) return tell(window, 'resize');
    if (kind < 0.85) return one('#host button:not([data-record]), #host canvas, #host input[type=radio]')?.click();
    const input = /** @type {HTMLInputElement} */ (one('#host input[type=range]'));
    if (!input) return;
    input.value = String(Number(input.min) + value * (Number(input.max) - Number(input.min)));
    tell(input, 'input');
    if (value < 0.5) tell(input, 'change');
  }, draws);

for (const seed of [1, 2]) {
  test(`${kChanges / 2} changes of view, model and controls at random leave no error behind (seed ${seed})`, async () => {
    const uniform = uniformFrom(seed);
    const page = await it.open('#view=dimensions', { context: { reducedMotion: 'no-preference' } });
    await page.waitForSelector('#views a');
    for (let i = 0; i < kChanges / 2; i++) {
      await change(page, [uniform(), uniform(), uniform()]);
      await page.waitForTimeout(uniform() < 0.2 ? 150 * uniform() : 15 * uniform());
    }
    await page.evaluate(() => (location.hash = '#view=sample&seed=4'));
    await says(page, /drew 64 digits from seed 4\./);
    assert.deepEqual(page.complaints, []);
    assert.equal((await hashOf(page)).view, 'sample');
    await page.context().close();
  });
}

test('a picture that cannot be drawn is said, whatever asked for it, and the page goes on', async () => {
  const page = await it.open('#view=sample&seed=3', {
    // As the core answers where a network gives NaN.
    before: (fresh) =>
      fresh.addInitScript(() => {
        const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (message, transfer) {
          if (!window.noted?.includes(message.kind)) return post.call(this, message, transfer ?? []);
          const data = { id: message.id, error: 'decode: image 0 is not finite' };
          queueMicrotask(() => this.onmessage(new MessageEvent('message', { data })));
        };
      }),
  });
  await says(page, /from seed 3\./);
  const moves = { dimensions: '[data-field=z-2]', map: '[data-field=x]' };
  for (const view of ['dimensions', 'map', 'walk', 'draw', 'arithmetic', 'compare', 'sample']) {
    await page.evaluate(() => (window.noted = []));
    await page.evaluate((to) => (location.hash = `#view=${to}&seed=3`), view);
    await settled(page);
    await page.evaluate(() => (window.noted = ['decode', 'sheet', 'walk', 'encode', 'onPlane', 'arithmetic']));
    if (view === 'dimensions' || view === 'map') {
      await page.focus(moves[view]);
      await page.keyboard.press('End');
    } else {
      await page.evaluate((to) => (location.hash = `#view=${to}&seed=4&stations=5,6&terms=5,6,7&test=2`), view);
    }
    await says(page, /could not be used: decode: image 0 is not finite/);
    await page.evaluate(() => (window.noted = []));
  }
  await page.getByRole('button', { name: 'Try again' }).click();
  await says(page, /from seed 4\./);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a view that is left while it draws gets no answer, and what it asked for is given up', async () => {
  const page = await it.open('#view=sample&seed=3', {
    before: (fresh) =>
      fresh.addInitScript(() => {
        const post = Worker.prototype.postMessage;
        window.noted = [];
        Worker.prototype.postMessage = function (message, transfer) {
          if (message.kind === 'abandon') window.noted.push(message.request);
          return post.call(this, message, transfer ?? []);
        };
      }),
  });
  await says(page, /from seed 3\./);
  await page.evaluate(async () => {
    for (let i = 0; i < 16; i++) {
      const view = i % 2 === 0 ? 'dimensions' : 'walk';
      /** @type {HTMLElement} */ (document.querySelector(`#views [data-view=${view}]`)).click();
      await new Promise((done) => setTimeout(done, 4 * i));
    }
  });
  await says(page, /drew a walk/);
  assert.ok((await page.evaluate(() => window.noted.length)) >= 4, 'requests that the worker was told to give up');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
