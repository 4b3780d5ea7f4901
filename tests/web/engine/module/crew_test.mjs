// A batch split between workers: the same pictures, whoever drew which part, and a helper that fails is done without.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { Crew, help } from '../../../../web/engine/module/crew.js';
import { loadModel } from '../../../../web/engine/module/latentwalk-node.js';
import { fixture, largestDifference, wasmUrl } from '../../../wasm/support.mjs';

// A helper is whatever answers at the other end of a port: here, on this same thread.
function addHelper(crew, answer = help) {
  const { port1, port2 } = new MessageChannel();
  const asked = [];
  const post = port2.postMessage.bind(port2);
  port2.postMessage = (message, transfer) => {
    if (message.call !== undefined) asked.push(message.count);
    post(message, transfer ?? []);
  };
  answer(port1);
  crew.add(port2);
  return { asked, close: () => (port1.close(), port2.close()) };
}

const untilReady = () => new Promise((resolve) => setTimeout(resolve, 200));

async function withCrew(name, answers, body) {
  const bytes = new Uint8Array(await readFile(fixture(`${name}.safetensors`)));
  const crew = new Crew();
  const alone = await loadModel(bytes, { wasmUrl, name });
  const model = await loadModel(bytes, { wasmUrl, name, crew });
  const helpers = answers.map((answer) => addHelper(crew, answer));
  try {
    await untilReady();
    await body({ alone, model, helpers });
  } finally {
    model.close();
    helpers.forEach(({ close }) => close());
  }
}

for (const name of ['tiny-gan', 'tiny-cgan']) {
  test(`${name} draws the same on three workers as on one, each an even part`, () =>
    withCrew(name, [undefined, undefined], async ({ alone, model, helpers }) => {
      for (const count of [1, 2, 10, 64]) {
        const latents = await alone.sampleLatents(3, count);
        const classLabels =
          alone.classCount > 0 ? Array.from({ length: count }, (_, i) => i % alone.classCount) : undefined;
        const expected = await alone.decode(latents, count, { classLabels });
        assert.ok(largestDifference(await model.decode(latents, count, { classLabels }), expected) <= 1e-6);
      }
      assert.deepEqual(
        helpers.map(({ asked }) => asked),
        [
          [1, 3, 21],
          [4, 22],
        ],
      );
    }));
}

test('what a helper fails at is drawn without it', () => {
  const fails = (port) => {
    port.onmessage = ({ data: { model, call } }) => {
      if (call === undefined) port.postMessage({ model, ready: true });
      else port.postMessage({ call, error: 'out of memory' });
    };
  };
  return withCrew('tiny-gan', [fails], async ({ alone, model, helpers }) => {
    const latents = await alone.sampleLatents(3, 9);
    assert.deepEqual(await model.decode(latents, 9), await alone.decode(latents, 9));
    assert.deepEqual(helpers[0].asked, [5]);
  });
});

test('nothing is asked of a helper before it has loaded the model', () =>
  withCrew('tiny-gan', [() => {}], async ({ alone, model, helpers }) => {
    const latents = await alone.sampleLatents(3, 9);
    assert.deepEqual(await model.decode(latents, 9), await alone.decode(latents, 9));
    assert.deepEqual(helpers[0].asked, []);
  }));

test('a wrong label is refused with the same words on several workers', () =>
  withCrew('tiny-cgan', [undefined], async ({ alone, model }) => {
    const latents = await alone.sampleLatents(3, 4);
    const classLabels = [0, 1, 2, 99];
    const message = await alone.decode(latents, 4, { classLabels }).catch((error) => error.message);
    assert.match(message, /99/);
    await assert.rejects(model.decode(latents, 4, { classLabels }), { message });
  }));

test('where every worker fails, one error is told and none is left uncaught', () =>
  withCrew('tiny-cgan', [undefined, undefined], async ({ model }) => {
    const latents = await model.sampleLatents(3, 9);
    await assert.rejects(model.decode(latents, 9, { classLabels: new Array(9).fill(99) }), /99/);
    await untilReady(); // for the answers of the helpers
  }));
