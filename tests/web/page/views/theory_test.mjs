// Theory: two densities by hand, keyboard and sliders, and the bound of a digit.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { loadExplore } from '../../../../web/engine/module/explore.js';
import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import {
  changed,
  differenceFrom,
  hashHas,
  hashOf,
  inkOf,
  says,
  screenshot,
  settled,
  shownPrior,
  suite,
  wasm,
} from '../../support/pages.mjs';

const it = suite();
const { on } = it;
const wasmUrl = pathToFileURL(wasm);
const measure = (page, name) => page.locator(`[data-measure=${name}]`).textContent();
const measured = (page, name, pattern) =>
  page.waitForFunction(
    ([of, wanted]) => new RegExp(wanted).test(document.querySelector(`[data-measure=${of}]`)?.textContent ?? ''),
    [name, pattern.source],
    { timeout: 15000 },
  );
const middleOf = async (page, handle) => {
  const { x, y, width, height } = await page.locator(`[data-handle=${handle}] .mark`).boundingBox();
  return [x + width / 2, y + height / 2];
};

test(
  'the numbers of two normals are those of the closed forms, and equal densities give V = −log 4',
  on('#view=theory&p=normal,0,1&q=normal,1,2', async (page) => {
    await settled(page);
    await says(page, /^KL of p from q is /);
    const kl = Math.log(2) + (1 + 1) / 8 - 0.5;
    const reverse = -Math.log(2) + (4 + 1) / 2 - 0.5;
    assert.equal(await measure(page, 'kl'), `${kl.toFixed(3)} nats`);
    assert.equal(await measure(page, 'reverseKl'), `${reverse.toFixed(3)} nats`);
    await page.click('[data-action=same]');
    await measured(page, 'value', /^−1\.386 nats$/);
    await hashHas(page, 'q', 'normal,0,1');
    assert.equal(await measure(page, 'jsd'), '0.000 nats');
  }),
);

test(
  'disjoint uniforms have a JSD of log 2 and an infinite KL, and D* is drawn only where a density is',
  on('#view=theory&p=uniform,-2,1&q=uniform,2,1', async (page) => {
    await settled(page);
    assert.equal(await measure(page, 'jsd'), '0.693 nats');
    assert.equal(await measure(page, 'kl'), 'infinite');
    const pieces = (await page.locator('path.curve-best').getAttribute('d')).split('M').length - 1;
    assert.equal(pieces, 2);
    assert.match(await page.locator('.seen p').first().textContent(), /hardly overlap/);
  }),
);

test(
  'a handle is dragged with the mouse: the numbers follow before it is let go, and then the address',
  on('#view=theory', async (page) => {
    await settled(page);
    const before = await measure(page, 'kl');
    const [x, y] = await middleOf(page, 'q-centre');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 30, y, { steps: 5 });
    await page.waitForFunction((was) => document.querySelector('[data-measure=kl]').textContent !== was, before);
    assert.equal((await hashOf(page)).q, undefined, 'nothing is kept while the hand is down');
    await page.mouse.up();
    await page.waitForFunction(() => /q=normal,0\./.test(decodeURIComponent(location.hash)));
    const centre = Number((await hashOf(page)).q.split(',')[1]);
    assert.ok(centre > 0 && centre < 0.8, `${centre}`);
    assert.equal(
      await page.inputValue('[data-field=q-centre]'),
      String(Number((Math.round(centre / 0.05) * 0.05).toFixed(2))),
    );
    const [wx, wy] = await middleOf(page, 'p-width');
    await page.mouse.move(wx, wy);
    await page.mouse.down();
    await page.mouse.move(wx + 20, wy, { steps: 3 });
    await page.mouse.up();
    await page.waitForFunction(() => /p=normal,-1,1\.\d/.test(decodeURIComponent(location.hash)));
    await page.click('[data-action=undo]');
    await hashHas(page, 'p', null);
  }),
);

test(
  'a finger drags a handle',
  on(
    '#view=theory',
    async (page) => {
      await settled(page);
      await page.locator('[data-handle=p-centre]').scrollIntoViewIfNeeded();
      const [x, y] = await middleOf(page, 'p-centre');
      const touch = await page.context().newCDPSession(page);
      const send = (type, points) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points });
      await send('touchStart', [{ x, y }]);
      for (let i = 1; i <= 6; i++) await send('touchMove', [{ x: x + 8 * i, y }]);
      await send('touchEnd', []);
      await page.waitForFunction(() => /p=normal,(-0\.|0)/.test(decodeURIComponent(location.hash)));
    },
    { context: { viewport: { width: 390, height: 844 }, hasTouch: true } },
  ),
);

test(
  'arrow keys, Home and End move a handle, sliders and lists do the same, and Swap exchanges the two',
  on('#view=theory', async (page) => {
    await settled(page);
    const handle = page.locator('[data-handle=p-centre]');
    await handle.focus();
    await page.keyboard.press('ArrowRight');
    await hashHas(page, 'p', 'normal,-0.95,1');
    await page.keyboard.press('PageUp');
    await hashHas(page, 'p', 'normal,-0.45,1');
    await page.keyboard.press('Home');
    await hashHas(page, 'p', 'normal,-3,1');
    assert.equal(await handle.getAttribute('aria-valuenow'), '-3');
    assert.ok(await handle.evaluate((one) => one === document.activeElement), 'the focus stays');
    await page.locator('[data-field=q-width]').focus();
    await page.keyboard.press('End');
    await hashHas(page, 'q', 'normal,1,2');
    await page.selectOption('[data-field=q-shape]', 'uniform');
    await hashHas(page, 'q', 'uniform,1,2');
    await page.click('[data-action=swap]');
    await hashHas(page, 'p', 'uniform,1,2');
    await hashHas(page, 'q', 'normal,-3,1');
  }),
);

test(
  'the formulas are MathML with the numbers of the paper and a sentence each',
  on('#view=theory', async (page) => {
    await settled(page);
    const shown = await page.$$eval('.formulas li', (items) =>
      items.map((item) => [
        item.querySelector('math')?.namespaceURI,
        item.querySelector('.formula-number')?.textContent ?? '',
        item.querySelector('p').textContent.length > 20,
      ]),
    );
    const mathml = 'http://www.w3.org/1998/Math/MathML';
    assert.deepEqual(shown, [
      [mathml, '(1)', true],
      [mathml, '(13)', true],
      [mathml, '(15)', true],
      [mathml, '', true],
    ]);
    await page.click('label:has-text("Bound of a digit")');
    await hashHas(page, 'topic', 'elbo');
    await page.waitForFunction(() => document.querySelector('.bound'));
    const numbers = await page.$$eval('.formula-number', (all) => all.map((one) => one.textContent));
    assert.deepEqual(numbers, ['(16)', '(19)']);
  }),
);

const numberIn = (text) => Number(text.replace('−', '-').replace(/,| nats/g, ''));

test(
  'the ELBO of a digit is the reconstruction minus the KL, whose bars are its coordinates; the bound grows with the draws',
  on(
    () => `#model=${it.vae.name}&view=theory&topic=elbo&base=7:3&draw=5`,
    async (page) => {
      await settled(page);
      await says(page, /the ELBO estimate is −\d/);
      await page.waitForFunction(() => document.querySelectorAll('.bounds tbody tr').length === 6, null, {
        timeout: 60000,
      });
      const model = await loadModel(join(it.site.folder, 'models', it.vae.file), { wasmUrl });
      const explore = await loadExplore({ wasmUrl: pathToFileURL(wasm.replace('.wasm', '-explore.wasm')) });
      const latent = (await model.sampleLatents(7, 4, { prior: shownPrior(model) })).subarray(3 * model.latentDim);
      const given = await model.decode(latent, 1);
      const { mean, logVariance } = await model.encodeDistribution(given, 1);
      const draws = explore.posteriorDraws(mean, logVariance, 1, { seed: 5 });
      const pixels = await model.decode(draws, 1);
      const terms = explore.drawTerms(mean, logVariance, draws, pixels, given);
      const kl = explore.klOfCoordinates(mean, logVariance).reduce((sum, one) => sum + one, 0);
      const near = async (name, value) =>
        assert.ok(Math.abs(numberIn(await measure(page, name)) - value) < 0.01, `${name} is not ${value}`);
      await near('reconstruction', terms.reconstruction[0]);
      await near('kl', kl);
      await near('elbo', terms.reconstruction[0] - kl);
      assert.equal(await page.locator('.bars rect').count(), model.latentDim);
      const [, drawn] = await inkOf(page, '.bound-pictures canvas');
      assert.ok(differenceFrom(drawn, pixels, model.imageWidth, model.imageHeight) <= 3);
      model.close();
      const rows = await page.$$eval('.bounds tbody tr', (all) =>
        all.map((one) => [one.children[0].textContent, one.children[1].textContent]),
      );
      assert.deepEqual(
        rows.map(([count]) => count),
        ['1', '4', '16', '64', '256', '1024'],
      );
      const bounds = rows.map(([, bound]) => numberIn(bound));
      assert.ok(
        bounds.every((bound, i) => i === 0 || bound >= bounds[i - 1]),
        bounds.join(),
      );
      await page.click('[data-action=draw-z]');
      await hashHas(page, 'draw', '6');
      await changed(page, '.bound-pictures figure:last-child canvas', [drawn]);
      await near('kl', kl);
    },
  ),
);

test(
  'a real digit has a bound too, another digit is drawn, and a model without an encoder offers a VAE',
  on(
    () => `#model=${it.gan.name}&view=theory&topic=elbo`,
    async (page) => {
      await settled(page);
      await says(page, /has no encoder/);
      await page.click('[data-action=open-vae]');
      await page.waitForSelector('.bounds tbody tr');
      const [before] = await inkOf(page, '.bound-pictures canvas');
      await page.click('[data-action=real]');
      await page.waitForFunction(() => /test=\d/.test(location.hash));
      await changed(page, '.bound-pictures figure:first-child canvas', [before]);
      await page.click('[data-action=another]');
      await hashHas(page, 'test', null);
      assert.ok((await hashOf(page)).base);
    },
  ),
);

/** The parts of the view that reach beyond the stage, their list of formulas or the window. */
const cutParts = (page) =>
  page.evaluate(() =>
    Array.from(document.querySelectorAll('.theory > *, .density-plot > svg, .formulas, .formula > *, .bars, .bounds'))
      .filter((one) => {
        const around = one.parentElement.closest('.stage, .formulas') ?? document.documentElement;
        return one.getBoundingClientRect().right > around.getBoundingClientRect().right;
      })
      .map((one) => one.outerHTML.slice(0, 60)),
  );

for (const [width, height] of [
  [390, 844],
  [1280, 720],
  [1440, 900],
])
  for (const colorScheme of ['light', 'dark'])
    test(
      `nothing is cut at ${width} px in the ${colorScheme} theme`,
      on(
        '#view=theory&p=bumps,-1,1&q=normal,1,0.8',
        async (page) => {
          await settled(page);
          await screenshot(page, `theory-densities-${width}-${colorScheme}`);
          assert.deepEqual(await cutParts(page), []);
          await page.evaluate(() => (location.hash = 'model=conv-vae&view=theory&topic=elbo&test=3'));
          await page.waitForFunction(() => document.querySelectorAll('.bounds tbody tr').length >= 3);
          await screenshot(page, `theory-elbo-${width}-${colorScheme}`);
          assert.deepEqual(await cutParts(page), []);
        },
        { context: { viewport: { width, height }, colorScheme } },
      ),
    );

const trainedFor = async (page, least) => {
  await page.click('[data-action=train]');
  await page.waitForFunction(
    (wanted) =>
      Number(/^([\d,]+) step/.exec(document.querySelector('.status').textContent)?.[1].replaceAll(',', '') ?? 0) >=
      wanted,
    least,
    { timeout: 60000 },
  );
  await page.click('[data-action=train]');
  return page.textContent('.status');
};
const matched = (sentence, pattern) => Number(pattern.exec(sentence)[1].replace('−', '-'));

test(
  'a discriminator that is trained on the spot approaches D*, and another density forgets it',
  on('#view=theory', async (page) => {
    await settled(page);
    await page.click('[data-action=step]');
    await says(page, /^1 step: D differs from D\* by /);
    const first = matched(await page.textContent('.status'), /by ([\d.]+) on average/);
    const last = matched(await trainedFor(page, 400), /by ([\d.]+) on average/);
    assert.ok(first > 0.1 && last < 0.05, `${first} to ${last}`);
    assert.equal(await page.locator('path.curve-d').count(), 1);
    assert.equal(await page.locator('path.curve-g').count(), 0);
    await screenshot(page, 'theory-trained');
    await page.click('[data-action=swap]');
    await says(page, /^KL of p from q is /);
    assert.equal(await page.locator('path.curve-d').count(), 0);
    assert.ok(await page.locator('[data-action=rewind]').isDisabled());
  }),
);

test(
  'far from the data a generator learns nothing by the minimax loss, and moves to the data by the other',
  on('#view=theory&p=normal,-2,0.4&q=normal,2,0.4&learns=both', async (page) => {
    await settled(page);
    const stays = matched(await trainedFor(page, 300), /mean of (−?[\d.]+)\./);
    const vanished = await page.locator('circle.push').count();
    await page.getByLabel('Non-saturating').check();
    await hashHas(page, 'loss', 'non_saturating');
    const moves = matched(await trainedFor(page, 300), /mean of (−?[\d.]+)\./);
    assert.ok(stays > 1.5 && moves < 0, `${stays} and ${moves}`);
    assert.ok(vanished > 8, `${vanished} arrows vanish`);
    assert.equal(await page.locator('path.curve-g').count(), 1);
    await screenshot(page, 'theory-gan');
  }),
);
