// The steps of a sitting, and latent vectors as texts.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Past } from '../../../../web/page/host/past.js';

import { formatStation, parseStation } from '../../../../web/page/params/params.js';

const pastOf = (...states) => {
  const past = new Past();
  past.begin(states[0]);
  for (const state of states.slice(1)) past.take(state);
  return past;
};

test('each step is undone and redone, and a new one forgets what was undone', () => {
  const past = pastOf('a', 'b', 'c');
  assert.equal(past.undo(), 'b');
  assert.equal(past.undo(), 'a');
  assert.equal(past.undo(), undefined);
  assert.equal(past.redo(), 'b');
  past.take('d');
  assert.equal(past.canRedo, false);
  assert.equal(past.undo(), 'b');
});

test('a slide is one step, another control is the next, and what is no step replaces the state', () => {
  const past = pastOf('a');
  past.take('b', { slide: 't' });
  past.take('c', { slide: 't' });
  past.take('d', { slide: 'z' });
  past.take('e', { step: false });
  assert.equal(past.state, 'e');
  assert.equal(past.undo(), 'c');
  assert.equal(past.undo(), 'a');
});

test('the last 200 states are kept', () => {
  const past = pastOf(...Array.from({ length: 500 }, (_, i) => i + 1));
  let state;
  while (past.canUndo) state = past.undo();
  assert.equal(state, 301);
});

test('a latent vector is read back from its text bit for bit, and no other text is one', () => {
  const latent = Array.from(Float32Array.of(0.1, -3.25, 1e-20, 12345.678, 0));
  const station = { seed: 1, index: 0, digit: 3, latent };
  assert.match(formatStation(station), /^~[\w-]+@3$/);
  assert.deepEqual(parseStation(formatStation(station)), station);
  for (const text of ['~', '~A', '~AAA', '~AAAA', '~AAAAAA==', '~AADAfw', '~AACAfw', '~////////']) {
    assert.equal(parseStation(text), undefined, text); // AADAfw is NaN, AACAfw infinite
  }
});
