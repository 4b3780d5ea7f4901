// The measures of a digit's shape, and the words for what a code does.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clearChanges, shapeOf } from '../../../../web/engine/compute/shape.js';
import { labels } from '../../../../web/page/words/text.js';

const bar = (slant, thick) =>
  Float32Array.from({ length: 784 }, (_, i) => {
    const [x, y] = [i % 28, Math.floor(i / 28)];
    return y >= 4 && y < 24 && Math.abs(x - 14 + slant * (y - 14)) < thick ? 1 : 0;
  });

test('shape: a leaning bar has its slant, a bold one its ink', () => {
  const upright = shapeOf(bar(0, 2), 28, 28);
  assert.ok(Math.abs(upright.slant) < 1e-6);
  const right = shapeOf(bar(0.4, 2), 28, 28);
  assert.ok(Math.abs(right.slant - 0.4) < 0.06, `${right.slant}`);
  assert.ok(Math.abs(shapeOf(bar(-0.4, 2), 28, 28).slant + 0.4) < 0.06);
  assert.ok(shapeOf(bar(0, 4), 28, 28).ink > 1.6 * upright.ink);
  assert.deepEqual(shapeOf(new Float32Array(784), 28, 28), { ink: 0, slant: 0, width: 0, height: 0 });
});

test('the clearest change is the one that was made, and is put into words', () => {
  const slants = [-0.3, -0.1, 0.1, 0.3];
  const thin = slants.map((slant) => shapeOf(bar(slant, 2), 28, 28));
  const bold = slants.map((slant) => shapeOf(bar(slant, 4), 28, 28));
  const weight = clearChanges(thin, bold);
  assert.equal(weight[0].measure, 'ink');
  assert.ok(weight[0].change > 0);
  assert.match(labels.codeDoes('style 1', weight), /^style 1: bolder/);
  const lean = clearChanges(
    slants.map((s) => shapeOf(bar(s + 0.4, 2), 28, 28)),
    slants.map((s) => shapeOf(bar(s - 0.4, 2), 28, 28)),
  );
  assert.equal(labels.codeDoes('style 2', lean), 'style 2: leans to the left');
  const both = clearChanges(
    slants.map((s) => shapeOf(bar(s + 0.4, 4), 28, 28)),
    slants.map((s) => shapeOf(bar(s - 0.4, 2), 28, 28)),
  );
  assert.equal(labels.codeDoes('style 3', both), 'style 3: thinner, leans to the left');
  assert.deepEqual(clearChanges(thin, thin), []);
  assert.equal(labels.codeDoes('style 4', []), 'style 4: no clear effect');
});
