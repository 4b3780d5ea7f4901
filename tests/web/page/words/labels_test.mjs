// The words for what a code does.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { labels } from '../../../../web/page/words/text.js';

test('what a code changes is put into words, the clearest first', () => {
  const words = (...changes) => labels.codeDoes('style 1', changes);
  assert.equal(words({ measure: 'ink', change: 0.1 }), 'style 1: bolder');
  assert.equal(
    words({ measure: 'ink', change: -0.1 }, { measure: 'slant', change: -0.8 }),
    'style 1: thinner, leans to the left',
  );
  assert.equal(words(), 'style 1: no clear effect');
});
