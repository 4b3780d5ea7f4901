// What frameworks and other people's scripts do to the element.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  beside,
  browser,
  chosen,
  closeClean,
  manifest,
  other,
  pages,
  site,
  strict,
} from '../../support/embed_suite.mjs';
import { elementSays } from '../../support/embeds.mjs';
import { openPage } from '../../support/pages.mjs';

const stateOf = (page) => page.evaluate(() => document.querySelector('latent-walk').state);

test('properties that were set before the element was defined count, and later ones too', async () => {
  await site.write('early.html', '<!doctype html><title>early</title><link rel="icon" href="icon.svg">');
  const page = await openPage(browser, `${pages}early.html`);
  await page.evaluate(() => {
    const element = document.createElement('latent-walk');
    document.body.append(element);
    Object.assign(element, { view: 'walk', t: 0.25, loop: true, stations: ['3:2', '4:5'], hash: undefined });
  });
  await page.addScriptTag({ url: `${pages}latent-walk.js`, type: 'module' });
  await elementSays(page, /from seed 3:2 to 4:5/);
  assert.deepEqual(await stateOf(page), {
    model: chosen.name,
    view: 'walk',
    stations: '3:2,4:5',
    loop: '1',
    t: '0.25',
  });
  await page.evaluate(() => Object.assign(document.querySelector('latent-walk'), { view: 'sample', seed: 6n }));
  await elementSays(page, /from seed 6/);
  await closeClean(page);
});

test('a bare boolean attribute is true, and so is each way to write it', async () => {
  const page = await beside('<latent-walk view="walk" stations="3:2,4:5" loop></latent-walk>');
  await elementSays(page, /drew a walk/);
  assert.equal((await stateOf(page)).loop, '1');
  const read = await page.evaluate(async () => {
    const element = document.querySelector('latent-walk');
    const loops = {};
    for (const value of ['', 'loop', 'true', 'TRUE', '1', 'false', 'False', '0', 'maybe', null]) {
      if (value === null) element.removeAttribute('loop');
      else element.setAttribute('loop', value);
      await new Promise((done) => setTimeout(done));
      loops[String(value)] = element.state.loop ?? '0';
    }
    for (const value of [true, false]) {
      element.loop = value;
      await new Promise((done) => setTimeout(done));
      loops[`property ${value}`] = element.state.loop ?? '0';
    }
    return Object.keys(loops).filter((key) => loops[key] === '1');
  });
  assert.deepEqual(read.sort(), ['', '1', 'TRUE', 'loop', 'property true', 'true']);
  await closeClean(page);
});

test('every property takes everything: it is set, or one line in the console says why not', async () => {
  const page = await beside('<latent-walk></latent-walk>');
  await elementSays(page, / drew /);
  const thrown = await page.evaluate(async () => {
    const element = document.querySelector('latent-walk');
    const names = /** @type {any} */ (element.constructor).observedAttributes.filter((name) => name !== 'src');
    const odd = [
      null,
      undefined,
      '',
      'x',
      0,
      NaN,
      true,
      false,
      7n,
      {},
      [],
      Symbol('odd'),
      Object.create(null),
      () => 1,
    ];
    const faults = [];
    for (const name of [...names, 'state', 'manifest']) {
      for (const value of odd) {
        try {
          element[name] = value;
        } catch (error) {
          faults.push(`${name}: ${error.message}`);
        }
      }
    }
    await new Promise((done) => setTimeout(done, 50));
    element.model = 'no-such';
    element.hash = 'https://example.org/#view=map';
    await new Promise((done) => setTimeout(done, 50));
    return faults;
  });
  assert.deepEqual(thrown, []);
  assert.equal((await stateOf(page)).view, 'map');
  const said = page.complaints.filter((text) => text.startsWith('<latent-walk>: '));
  assert.equal(said.length, page.complaints.length);
  assert.ok(said.some((text) => text.includes(`model is 'no-such', expected one of ${manifest.models[0].name}, `)));
  assert.ok(said.some((text) => /manifest is the list of models .* cannot be set/.test(text)));
  assert.ok(said.some((text) => /state is '7', expected an object/.test(text)));
  assert.ok(said.every((text) => !text.includes('\n')));
  await page.context().close();
});

test('attribute, property, hash and click lead to the same state, and what another view knew is kept', async () => {
  const walk = '<latent-walk view="walk" stations="3:2,4:5" t="0.25"></latent-walk>';
  const ways = {
    attribute: (element, view) => element.setAttribute('view', view),
    property: (element, view) => (element.view = view),
    click: (element, view) => element.shadowRoot.querySelector(`[data-view=${view}]`).click(),
  };
  const states = [];
  for (const way of Object.values(ways)) {
    const page = await beside(walk);
    await elementSays(page, /drew a walk/);
    for (const view of ['sample', 'walk']) {
      await page.evaluate(`(${way})(document.querySelector('latent-walk'), '${view}')`);
      await page.waitForFunction((to) => document.querySelector('latent-walk').state.view === to, view);
    }
    states.push(await stateOf(page));
    if (way === ways.click) {
      await page.evaluate(() => (document.querySelector('latent-walk').state = { view: 'sample', seed: 5 }));
      await elementSays(page, /from seed 5/);
      await page.evaluate(
        (name) => document.querySelector('latent-walk').setAttribute('hash', `#model=${name}`),
        other.name,
      );
      await elementSays(page, new RegExp(`^${other.title} drew 64 digits from seed 1`));
      assert.equal(await page.evaluate(() => document.querySelector('latent-walk').hasAttribute('hash')), false);
    }
    await closeClean(page);
  }
  assert.deepEqual(states[0], { model: chosen.name, view: 'walk', stations: '3:2,4:5', t: '0.25' });
  assert.deepEqual(states[1], states[0]);
  assert.deepEqual(states[2], states[0]);
});

test('its events bubble out of other shadow trees, and moveBefore() does not start it anew', async () => {
  const page = await openPage(browser, `${strict}embed.html`);
  await elementSays(page, / drew /);
  const heard = await page.evaluate(async () => {
    const types = new Set();
    for (const type of ['ready', 'change', 'error']) document.addEventListener(type, () => types.add(type));
    const host = document.body.appendChild(document.createElement('div'));
    const element = document.createElement('latent-walk');
    const ready = new Promise((done) => element.addEventListener('ready', done));
    host.attachShadow({ mode: 'open' }).append(element);
    await ready;
    const { state } = element;
    if ('moveBefore' in document.body) /** @type {any} */ (host.shadowRoot).moveBefore(element, null);
    const isKept = JSON.stringify(element.state) === JSON.stringify(state);
    element.src = '/nowhere/';
    await new Promise((done) => element.addEventListener('error', done));
    return [...types, isKept];
  });
  assert.deepEqual(heard.sort(), ['change', 'error', 'ready', true]);
  await page.context().close();
});

test('a script that does not know where it came from says what src is for, and draws once it has it', async () => {
  const page = await openPage(browser, `${pages}early.html`);
  const said = await page.evaluate(async (address) => {
    const source = await (await fetch(`${address}latent-walk.js`)).blob();
    await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
    const element = document.createElement('latent-walk');
    const wrong = new Promise((done) => element.addEventListener('error', ({ detail }) => done(detail.message)));
    document.body.append(element);
    const why = await wrong;
    element.src = address;
    return why;
  }, pages);
  assert.match(said, /copy the folder of the package latentwalk to your site, and name it in src/);
  await elementSays(page, / drew /);
  await closeClean(page);
});
