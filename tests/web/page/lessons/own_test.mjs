// Lessons that a teacher wrote: dropped, in a link, and in the writer.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { packLesson } from '../../../../web/page/lessons/link.js';
import { browser, closeClean, site, strict } from '../../support/embed_suite.mjs';
import { elementSays, openCourse } from '../../support/embeds.mjs';
import { openPage, screenshot } from '../../support/pages.mjs';

const kHtml = '<img src=x onerror="document.title=\'hacked\'">';
const kMine = {
  id: 'mine',
  title: `Mine ${kHtml}`,
  summary: 'S.',
  aim: 'A.',
  minutes: 5,
  steps: [
    {
      text: `Text ${kHtml}`,
      state: 'model=conv-vae&view=walk&t=0.25',
      question: { kind: 'choice', ask: kHtml, choices: [kHtml, 'B'], answer: 0, reason: kHtml },
    },
    { text: 'No question here.', state: 'model=conv-vae&view=sample&seed=3' },
  ],
};
const file = (value) => ({
  name: 'mine.json',
  mimeType: 'application/json',
  buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});

/** Goes through the lesson, whose texts stay texts. */
async function goThrough(page, panel) {
  await panel.getByText(`Text ${kHtml}`).waitFor();
  await panel.getByRole('radio').first().check();
  await panel.getByRole('button', { name: 'Check' }).click();
  await panel.locator('.verdict.right').waitFor();
  assert.equal(await panel.locator('img').count(), 0);
  assert.doesNotMatch(await page.title(), /^hacked/);
  await panel.getByRole('button', { name: 'Next' }).click();
  await panel.getByText('No question here.').waitFor();
  await panel.getByRole('button', { name: 'Finish' }).click();
  await panel.getByText('You answered 1 of 1 question correctly').waitFor();
}

test('one that is opened from a file can be gone through, reloaded and undone', async () => {
  const page = await openPage(browser, strict);
  await page.setInputFiles('#local-model', file(kMine));
  const panel = page.locator('#host .lesson');
  await goThrough(page, panel);
  assert.match(page.url(), /lesson=~[\w-]+/);
  await page.reload();
  await panel.getByText('No question here.').waitFor();
  assert.equal(await page.locator('#lessons a').filter({ hasText: 'Mine' }).count(), 0, 'not in the list of the site');
  await closeClean(page);
});

test('one in a link opens in the page, in a frame that may read nothing, and in the one-file page', async () => {
  const packed = await packLesson(JSON.stringify(kMine));
  const page = await openPage(browser, `${strict}#lesson=${packed}`);
  await goThrough(page, page.locator('#host .lesson'));
  await closeClean(page);
  const course = await openCourse(
    `<iframe sandbox="allow-scripts" src="${strict}embed.html#lesson=${packed}" title="Mine" width="1200" height="900"></iframe>`,
  );
  const around = await openPage(browser, course.address);
  await goThrough(around, around.frameLocator('iframe').locator('latent-walk .lesson'));
  await around.context().close();
  await course.close();
  const file = pathToFileURL(join(site.folder, 'latentwalk-offline.html'));
  const offline = await openPage(browser, `${file}#lesson=${packed}`);
  await goThrough(offline, offline.locator('latent-walk .lesson'));
  await closeClean(offline);
});

test('a faulty one is refused whole, with its line and why, and the page goes on', async () => {
  const page = await openPage(browser, strict);
  const status = page.locator('#host .status.wrong');
  /** @type {[any, RegExp][]} */
  const wrong = [
    [{ ...kMine, colour: 1 }, /line 1: colour is an unknown key/],
    ['{"steps": [', /line 1: This is no JSON: expected a value, found the end/],
    [{ ...kMine, steps: [{ text: 'x', state: 'view=zoo' }] }, /names the view "zoo"/],
  ];
  for (const [value, expected] of wrong) {
    await page.setInputFiles('#local-model', file(value));
    await status.getByText(expected).waitFor();
    assert.ok(await page.locator('#host .lesson').isHidden());
  }
  await page.evaluate(() => {
    location.hash = '#lesson=~AAAA';
  });
  await status.getByText(/its link is damaged/).waitFor();
  await page.click('#views [data-view=walk]');
  await page.waitForURL(/view=walk/);
  await closeClean(page);
  const frame = await openPage(browser, `${strict}embed.html#lesson=~AAAA`);
  await elementSays(frame, /its link is damaged/);
  await closeClean(frame);
});

test('the writer shows faults by line, previews, saves, and copies a link that opens the lesson', async () => {
  const context = { permissions: ['clipboard-read', 'clipboard-write'] };
  const page = await openPage(browser, strict, { context });
  await page.getByRole('button', { name: 'Write a lesson' }).click();
  const writer = page.locator('#writer');
  const field = writer.getByRole('textbox');
  const start = await field.inputValue();
  await writer.getByRole('button', { name: 'Check' }).click();
  await writer.getByText('No faults were found.').waitFor();
  await field.fill(start.replace('"minutes": 10', '"minutes": "ten"'));
  await writer.getByRole('button', { name: 'Check' }).click();
  const line = start.split('\n').findIndex((one) => one.includes('minutes')) + 1;
  await writer.getByText('minutes is "ten", expected a whole number.').waitFor();
  await writer.getByRole('button', { name: `Line ${line}`, exact: true }).click();
  const marked = await field.evaluate((/** @type {HTMLTextAreaElement} */ { value, selectionStart, selectionEnd }) =>
    value.slice(selectionStart, selectionEnd),
  );
  assert.match(marked, /"minutes": "ten"/);
  await screenshot(page, 'lesson-writer');
  await field.fill(start.replace('My lesson', 'Ours'));
  await writer.getByRole('button', { name: 'Preview' }).click();
  await page.locator('#host .lesson').getByRole('heading', { name: 'Ours' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    writer.getByRole('button', { name: 'Download' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'my-lesson.json');
  await writer.getByRole('button', { name: 'Copy link' }).click();
  await writer.getByText(/^The link is copied/).waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /#lesson=~/);
  const other = await openPage(browser, link);
  await other.locator('#host .lesson').getByRole('heading', { name: 'Ours' }).waitFor();
  await closeClean(other);
  await closeClean(page);
});
