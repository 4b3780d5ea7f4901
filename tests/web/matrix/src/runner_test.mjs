// What works where a test runner imitates a browser, or does not: models by path and by bytes, and an element that says
// why it cannot draw.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { loadModel } from 'latentwalk';
import { expect, test } from 'vitest';

const path = createRequire(import.meta.url).resolve('latentwalk/models/small-gan.safetensors');
for (const [what, source] of [
  ['a path', path],
  ['an address', pathToFileURL(path).href],
  ['a URL', new URL(pathToFileURL(path).href)],
  ['bytes', readFileSync(path)],
  ['a buffer', new Uint8Array(readFileSync(path)).buffer],
]) {
  test(`loads ${what}`, async () => {
    const model = await loadModel(source);
    const ink = await model.decode(await model.sampleLatents(7, 1));
    expect(model.latentDim).toBe(64);
    expect(ink.length).toBe(784);
    model.close();
  });
}

test('the element can be made and put anywhere, and says why it does not draw', async () => {
  const { LatentWalk } = await import('latentwalk/element');
  expect(LatentWalk.observedAttributes).toContain('view');
  if (typeof document === 'undefined') return;
  const element = document.createElement('latent-walk');
  element.seed = 7;
  const said = new Promise((done) => element.addEventListener('error', ({ detail }) => done(detail.message)));
  document.body.append(element);
  expect(element.getAttribute('seed')).toBe('7');
  expect(await said).toMatch(/\S/);
  element.remove();
});
