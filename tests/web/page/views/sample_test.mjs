// The sheet of digits: each exactly what the model draws, chosen by hand and key, read by the classifier.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  changed,
  chooseModel,
  differenceFrom,
  drawn,
  fixtures,
  hashHas,
  hashOf,
  inkOf,
  openSite,
  says,
  sheetOf,
  suite,
  sumOf,
} from '../../support/pages.mjs';

const it = suite();
const { on } = it;

test(
  'a sheet shows 64 digits, each exactly what the model draws for the seed',
  on('#seed=5', async (page) => {
    assert.match(await drawn(page), /drew 64 digits from seed 5\./);
    const cells = await inkOf(page, '.sheet canvas');
    assert.equal(cells.length, 64);
    const { width, height, pictures } = await sheetOf(it.site, it.chosen.file, 5, 64);
    cells.forEach((cell, i) => {
      assert.ok(sumOf(cell) > 0.01 * 255 * cell.ink.length, `digit ${i} has ink`);
      assert.ok(differenceFrom(cell, pictures[i], width, height) <= 1.5, `digit ${i} is the model's`);
    });
    assert.ok(await page.locator('.poster').isHidden());
  }),
);

test('a sheet is the same again for the same seed and another for another', async () => {
  const sheets = [];
  for (const seed of [5, 5, 6]) {
    const page = await it.open(`#seed=${seed}`);
    await drawn(page);
    sheets.push(await inkOf(page, '.sheet canvas'));
    await page.context().close();
  }
  assert.deepEqual(sheets[0], sheets[1]);
  assert.ok(sheets[0].filter((cell, i) => !cell.ink.equals(sheets[2][i].ink)).length > 60);
});

test(
  'the sheet follows the seed that is typed, and refuses nonsense with a sentence',
  on('', async (page) => {
    await drawn(page);
    await page.fill('[data-field=seed]', '123');
    await page.keyboard.press('Enter');
    await says(page, /from seed 123\./);
    assert.equal((await hashOf(page)).seed, '123');
    await page.fill('[data-field=seed]', '-4');
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.note.wrong').textContent(), /A seed is a whole number/);
    assert.equal(await page.getAttribute('[data-field=seed]', 'aria-invalid'), 'true');
    assert.equal((await hashOf(page)).seed, '123');
    await page.click('[data-action=sample]');
    await page.waitForFunction(
      () => document.querySelector('[data-field=seed]').getAttribute('aria-invalid') === 'false',
    );
  }),
);

test(
  'Sample gives fresh digits and shows their seed',
  on('#seed=5', async (page) => {
    await drawn(page);
    const first = await inkOf(page, '.sheet canvas');
    await page.click('[data-action=sample]');
    await page.waitForFunction(() => !/from seed 5\./.test(document.querySelector('.status').textContent));
    const seed = await page.inputValue('[data-field=seed]');
    assert.notEqual(seed, '5');
    await says(page, new RegExp(`from seed ${seed}\\.`));
    assert.equal((await hashOf(page)).seed, seed);
    assert.notDeepEqual(await inkOf(page, '.sheet canvas'), first);
  }),
);

test(
  'the sheet is worked by keyboard: arrows move, Enter chooses, Enter again lets go',
  on('#seed=5', async (page) => {
    await drawn(page);
    await page.focus('.sheet button');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
    await page.keyboard.press('Enter');
    await hashHas(page, 'pick', '9');
    assert.equal(await page.getAttribute('.sheet button:nth-child(10)', 'aria-pressed'), 'true');
    assert.match(await page.locator('.picked p').textContent(), /^Digit 9 of seed 5/);
    assert.ok(sumOf((await inkOf(page, '.picked canvas'))[0]) > 0);
    assert.equal(await page.locator('.sheet button[tabindex="0"]').count(), 1);
    await page.keyboard.press('Enter');
    await hashHas(page, 'pick', null);
  }),
);

test(
  'the classifier reads every digit, and the live region says how many kinds it found',
  on('#seed=5&pick=3', async (page) => {
    await says(
      page,
      /from seed 5\. A classifier finds \d+ of the ten classes among them( and recognises no digit in \d+)?\.$/,
    );
    const names = await page
      .locator('.sheet button')
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')));
    names.forEach((name, i) =>
      assert.match(name, new RegExp(`^Digit ${i} of seed 5, (classified as \\d|not recognised as a digit)$`)),
    );
    const kinds = new Set(names.map((name) => /as (\d)$/.exec(name)?.[1]).filter(Boolean)).size;
    assert.equal(Number(/finds (\d+)/.exec(await page.locator('.status').textContent())[1]), kinds);
    assert.equal(await page.locator('.picked p').textContent(), names[3]);
  }),
);

test(
  'another model shows its own pictures and facts, and Back leads to the first',
  on('#seed=5', async (page) => {
    await drawn(page);
    const other = it.manifest.models.find(({ name }) => name !== it.manifest.default);
    await chooseModel(page, other.name);
    await says(page, new RegExp(`${other.title} drew 64 digits from seed 5`));
    const [cell] = await inkOf(page, '.sheet canvas');
    const { width, height, pictures } = await sheetOf(it.site, other.file, 5, 1);
    assert.ok(differenceFrom(cell, pictures[0], width, height) <= 1.5);
    assert.match(await page.locator('.seen dl').textContent(), new RegExp(other.family.toUpperCase()));
    await page.goBack();
    await says(page, new RegExp(`${it.chosen.title} drew 64 digits from seed 5`));
  }),
);

test('a conditional model offers its classes and draws the one chosen; others offer none', async () => {
  const tiny = await openSite({ models: fixtures });
  const page = await it.open('#model=tiny-cgan&seed=2', {}, tiny);
  await drawn(page);
  const any = await inkOf(page, '.sheet canvas');
  await page.locator('.classes').getByRole('radio', { name: '1' }).check();
  await hashHas(page, 'digit', '1');
  const ones = await changed(page, '.sheet canvas:nth-child(1)', any.slice(0, 64))
    .then(() => drawn(page))
    .then(() => inkOf(page, '.sheet canvas'));
  assert.deepEqual(ones[1], any[1], 'digit 1 was of class 1 before');
  assert.notDeepEqual(ones[0], any[0]);
  await chooseModel(page, 'tiny-gan');
  await says(page, /tiny-gan drew/);
  assert.equal(await page.locator('.classes').count(), 0);
  assert.equal((await hashOf(page)).digit, undefined);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test(
  'the quality that a model file names is shown beside it',
  on('', async (page) => {
    await page.route(it.site.address, async (route) => {
      const html = await (await route.fetch()).text();
      const body = html.replace(/(id="manifest">)([^<]*)/, (_, tag, list) => {
        const manifest = JSON.parse(list);
        manifest.models.forEach((model) =>
          Object.assign(model.training, {
            fcd10k: '12.5',
            fcd10k_real: '2.78',
            precision10k: '0.831',
            recall10k: '0.6',
            precision10k_real: '0.94',
          }),
        );
        return tag + JSON.stringify(manifest);
      });
      await route.fulfill({ contentType: 'text/html', body });
    });
    await page.reload();
    await drawn(page);
    assert.match(
      await page.locator('.seen dl').textContent(),
      /Fréchet classifier distance 13 for 10,000 samples; real digits have 2\.8 \(lower is better\).*83 % of the samples are close to real digits \(real digits: 94 %\); 60 % of the real digits are close to samples \(higher is better\)/,
    );
  }),
);
