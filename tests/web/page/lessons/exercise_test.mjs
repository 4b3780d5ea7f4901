// Lessons as exercises, in other pages, without storage, and in everybody's reach.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { readLessons } from '../../../../web/build/lessons.mjs';
import { beside, browser, closeClean, strict } from '../../support/embed_suite.mjs';
import { elementSays, openCourse } from '../../support/embeds.mjs';
import { openPage, says, screenshot } from '../../support/pages.mjs';

const { lessons } = await readLessons();
const walk = lessons.find(({ id }) => id === 'walk');
const sampling = lessons.find(({ id }) => id === 'sampling');

const rightOf = (/** @type {any} */ { choices, answer }) => choices[answer];
const wrongOf = (/** @type {any} */ { choices, answer }) => choices[(answer + 1) % choices.length];

async function choose(panel, text) {
  await panel.getByRole('radio', { name: text }).check();
  await panel.getByRole('button', { name: 'Check' }).click();
}

test('an exercise hides readings, the notes for teachers and the way on until a question is answered', async () => {
  const page = await openPage(browser, `${strict}#lesson=sampling&exercise=1`, {
    before: (page) => page.route('**/digit-classifier.safetensors', (route) => route.continue()),
  });
  const read = page.waitForResponse(/digit-classifier/);
  const panel = page.locator('#host .lesson');
  await panel.getByText('Step 1 of 5').waitFor();
  await says(page, / drew 64 digits /);
  await read;
  await page.waitForTimeout(1000); // nothing tells that a reading was kept back
  assert.doesNotMatch(await page.locator('.status').textContent(), /classifier/);
  assert.equal(await panel.locator('.teachers').count(), 0);
  assert.ok(await panel.locator('[data-action=lesson-next]').isDisabled());
  const { question } = sampling.steps[0];
  await choose(panel, wrongOf(question));
  const verdict = await panel.locator('.verdict').textContent();
  assert.ok(verdict.includes(rightOf(question)) && verdict.includes(question.reason), verdict);
  assert.ok(await panel.getByRole('button', { name: 'Check' }).isDisabled(), 'the first answer counts');
  await says(page, /A classifier finds/);
  await panel.getByRole('button', { name: 'Next' }).click();
  await panel.getByText('Step 2 of 5').waitFor();
  await says(page, / drew 64 digits from seed 1\.$/);
  await closeClean(page);
});

test('an exercise hides what the codes do until its question is answered', async () => {
  const page = await openPage(browser, `${strict}#lesson=codes&exercise=1`);
  await page.locator('#host .latent [type=radio]').first().waitFor({ state: 'attached' });
  assert.ok(await page.locator('[data-action=name-codes]').isHidden());
  const plain = await openPage(browser, `${strict}#lesson=codes`);
  await plain.locator('[data-action=name-codes]').waitFor();
  await closeClean(plain);
  await closeClean(page);
});

test('each answer is an event of the element', async () => {
  const page = await beside('<latent-walk lesson="walk"></latent-walk>');
  await page.evaluate(() => {
    window.noted = [];
    document.querySelector('latent-walk').addEventListener('answer', ({ detail }) => window.noted.push(detail));
  });
  await elementSays(page, / drew a walk /);
  const panel = page.locator('latent-walk .lesson');
  const { question } = walk.steps[0];
  await choose(panel, wrongOf(question));
  await choose(panel, rightOf(question));
  await panel.getByRole('button', { name: 'Next' }).click();
  await panel.getByText('Step 2 of 5').waitFor();
  await page.locator('latent-walk .stage input[type=range]').first().focus();
  await page.keyboard.press('End');
  await page.waitForFunction(() => window.noted.length === 3);
  const common = { lesson: 'walk', exercise: false };
  assert.deepEqual(await page.evaluate(() => window.noted), [
    { ...common, step: 1, kind: 'choice', given: wrongOf(question), right: false, tries: 1 },
    { ...common, step: 1, kind: 'choice', given: rightOf(question), right: true, tries: 2 },
    { ...common, step: 2, kind: 'do', given: '', right: true, tries: 1 },
  ]);
  await closeClean(page);
});

test('each answer is a message of the frame, also in a sandbox', async () => {
  const course = await openCourse(
    `<script>window.noted = []; addEventListener('message', ({ data }) => data.type === 'latentwalk.answer' && noted.push(data))</script>
     <iframe sandbox="allow-scripts" src="${strict}embed.html#lesson=walk&amp;exercise=1" title="A walk" width="1200" height="900"></iframe>`,
  );
  const page = await openPage(browser, course.address);
  const panel = page.frameLocator('iframe').locator('latent-walk .lesson');
  await choose(panel, rightOf(walk.steps[0].question));
  await page.waitForFunction(() => window.noted.length === 1);
  assert.deepEqual(await page.evaluate(() => window.noted[0]), {
    type: 'latentwalk.answer',
    lesson: 'walk',
    step: 1,
    kind: 'choice',
    given: rightOf(walk.steps[0].question),
    right: true,
    tries: 1,
    exercise: true,
  });
  await page.context().close();
  await course.close();
});

test('where nothing may be stored, or what is stored makes no sense, a lesson works as long as the page is open', async () => {
  const refuse = (page) =>
    page.addInitScript(() => {
      for (const name of ['getItem', 'setItem'])
        Storage.prototype[name] = () => {
          throw new DOMException('refused', 'SecurityError');
        };
    });
  const fill = (page) =>
    page.addInitScript(() =>
      localStorage.setItem('latentwalk-lessons', '{"walk": {"step": "<b>", "answers": [1, {"right": 3}]}, "x": null}'),
    );
  for (const before of [refuse, fill]) {
    const page = await openPage(browser, `${strict}#lesson=walk`, { before });
    const panel = page.locator('#host .lesson');
    await choose(panel, rightOf(walk.steps[0].question));
    await panel.locator('.verdict.right').waitFor();
    await panel.getByRole('button', { name: 'Next' }).click();
    await panel.getByRole('button', { name: 'Back' }).click();
    await panel.getByText('Step 1 of 5').waitFor();
    await panel.locator('.verdict.right').waitFor();
    await closeClean(page);
  }
});

test('axe finds no fault in the panel, which fits at every width, and teachers see their notes', async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  for (const [width, colorScheme] of /** @type {const} */ ([
    [390, 'light'],
    [1280, 'dark'],
    [1440, 'light'],
  ])) {
    const page = await openPage(browser, strict, { context: { colorScheme, viewport: { width, height: 900 } } });
    const panel = page.locator('#host .lesson');
    for (const step of [1, 3]) {
      await page.evaluate((to) => {
        location.hash = to;
      }, `#lesson=walk&step=${step}`);
      await panel.getByText(`Step ${step} of 5`).waitFor();
      if (step === 1) await choose(panel, wrongOf(walk.steps[0].question));
      if (step === 3) {
        await panel.getByText('For teachers').click();
        await panel.getByText(walk.teacher.misconceptions[0].answer).waitFor();
      }
      await page.waitForFunction(() => !document.querySelector('.bench[aria-busy]'));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document.querySelector('#host .lesson')));
      assert.deepEqual(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target)}`),
        [],
        `${width} ${step}`,
      );
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      await screenshot(page, `lesson-panel-${step}-${width}-${colorScheme}`);
    }
    await closeClean(page);
  }
});
