// Every step of every lesson, answered wrongly and rightly.

import assert from 'node:assert/strict';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { readLessons } from '../../../../web/build/lessons.mjs';
import { kDigits } from '../../../../web/build/places.mjs';
import { root, screenshot, suite } from '../../support/pages.mjs';

const { lessons } = await readLessons();

// The test digits stand in for the training digits, which the repository does not have.
const mnist = await mkdtemp(join(tmpdir(), 'latentwalk-mnist-'));
after(() => rm(mnist, { recursive: true }));
const it = suite(async () => {
  for (const set of ['t10k', 'train'])
    for (const file of ['images-idx3', 'labels-idx1'])
      await cp(join(root, kDigits, `t10k-${file}-ubyte.gz`), join(mnist, `${set}-${file}-ubyte.gz`));
  return { mnist };
});

const press = (page, name) => page.locator('#host .panel-slot').getByRole('button', { name, exact: true }).click();
const choose = (page, name) =>
  page.locator('#host .panel-slot').getByRole('radio', { name, exact: true }).check({ force: true });

async function slide(page, field, key, times = 1) {
  await page.locator(`#host ${field}`).first().focus();
  for (let i = 0; i < times; i++) await page.keyboard.press(key);
}

/** How each step that asks for something is done, by lesson and step. */
const kDeeds = {
  'sampling 3': async (page) => {
    await page.locator('#host').getByLabel('Seed', { exact: true }).fill('7');
    await page.keyboard.press('Enter');
  },
  'sampling 5': (page) => choose(page, 'Standard normal'),
  'walk 2': (page) => slide(page, '.stage input[type=range]', 'End'),
  'walk 5': (page) => choose(page, 'Lerp (straight)'),
  'losses 3': (page) => press(page, 'Train'),
  'losses 5': (page) => press(page, 'Train'),
  'map 2': (page) => slide(page, '.panel-slot input[type=range]', 'Home'),
  'map 5': (page) => choose(page, 'Two coordinates'),
  'vae-gan 4': (page) => choose(page, 'Standard normal'),
  'conditioning 2': (page) => choose(page, '8'),
  'conditioning 4': async (page) => {
    await choose(page, '3');
    await choose(page, 'Standard normal');
  },
  'conditioning 6': (page) => choose(page, '7'),
  'codes 3': (page) => page.locator('#host .latent').getByRole('radio').nth(7).check({ force: true }),
  'collapse 4': (page) => press(page, 'Train'),
  'collapse 5': async (page) => {
    await slide(page, '[data-field=rate]', 'ArrowLeft', 10);
    await press(page, 'Rewind');
    await press(page, 'Train');
  },
  'memory 3': (page) => page.locator('#host .compare-row').nth(1).getByRole('button').nth(3).click(),
};

const settled = (page) =>
  page.waitForFunction(() => !document.querySelector('.bench[aria-busy], .lesson [aria-busy]'), null, {
    timeout: 30000,
  });

async function answerChoice(panel, { choices, answer, reason }) {
  const give = async (i) => {
    await panel.getByRole('radio').nth(i).check();
    await panel.getByRole('button', { name: 'Check' }).click();
  };
  await give((answer + 1) % choices.length);
  assert.match(await panel.locator('.verdict').textContent(), /^Not quite/);
  assert.ok(!(await panel.textContent()).includes(reason), 'the reason waits for the answer');
  await give(answer);
}

async function answerNumber(panel, { answer, tolerance = 0, reason }) {
  const give = async (value) => {
    await panel.getByRole('textbox').fill(value);
    await panel.getByRole('textbox').press('Enter');
  };
  await give('many');
  assert.match(await panel.locator('.verdict').textContent(), /^Type a number/);
  await give((answer + tolerance + 1).toFixed(3));
  assert.match(await panel.locator('.verdict').textContent(), /^Not quite/);
  assert.ok(!(await panel.textContent()).includes(reason), 'the reason waits for the answer');
  await give(String(answer));
}

async function answerDeed(page, panel, name) {
  assert.equal(await panel.locator('.verdict').textContent(), '', `${name} is not done by itself`);
  assert.ok(kDeeds[name], `${name} has no deed here`);
  await kDeeds[name](page);
}

test('the site offers all ten lessons, each of four to six steps', () => {
  assert.deepEqual(
    it.manifest.lessons.map(({ id }) => id),
    lessons.map(({ id }) => id),
  );
  assert.equal(lessons.length, 10);
  for (const { id, steps } of lessons) assert.ok(steps.length >= 4 && steps.length <= 6, id);
});

for (const { id, steps } of lessons) {
  test(
    `every step of ${id} can be answered, wrongly and rightly`,
    it.on(
      `#lesson=${id}`,
      async (page) => {
        const panel = page.locator('#host .lesson');
        for (const [i, { text, question }] of steps.entries()) {
          const name = `${id} ${i + 1}`;
          await panel.getByText(`Step ${i + 1} of ${steps.length}`).waitFor();
          await panel.getByText(text).waitFor();
          await settled(page);
          assert.equal(await page.locator('.status.wrong').count(), 0, name);
          if (question.kind === 'choice') await answerChoice(panel, question);
          else if (question.kind === 'number') await answerNumber(panel, question);
          else await answerDeed(page, panel, name);
          await panel
            .locator('.verdict.right')
            .waitFor({ timeout: 120000 })
            .catch(async () => {
              throw new Error(`${name}: ${await page.textContent('.status')} (${page.url()})`);
            }); // trainings, on a busy machine
          assert.ok((await panel.locator('.verdict').textContent()).includes(question.reason), name);
          if (i === 1) await screenshot(page, `lesson-${id}`);
          await panel.locator('[data-action=lesson-next]').click();
        }
        // What was done counts as right at the first try; choices and numbers were wrong first.
        const deeds = steps.filter(({ question }) => question.kind === 'do').length;
        const asked = steps.length;
        await panel.getByText(`You answered ${deeds} of ${asked} questions correctly at the first try.`).waitFor();
      },
      { context: { viewport: { width: 1280, height: 720 } } },
    ),
  );
}
