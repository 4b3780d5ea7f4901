import assert from 'node:assert/strict';

/** Asserts that a number is near another. */
export const close = (found, expected, within, what = '') =>
  assert.ok(Math.abs(found - expected) <= within, `${what} ${found}, expected ${expected} within ${within}`);
