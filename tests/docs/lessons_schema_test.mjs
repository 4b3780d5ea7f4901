// web/lessons/schema.json: a validator of JSON Schema and the page's own check agree about it.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { readLessons } from '../../web/build/lessons.mjs';
import { installPackages } from '../../web/build/packages.mjs';
import { faultsOfForm } from '../../web/page/lessons/check.js';

assert.equal(installPackages(path.dirname(fileURLToPath(import.meta.url))), '');
const { default: Ajv } = await import('ajv/dist/2020.js');

const { lessons, schema } = await readLessons();
const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false }).compile(schema);

/// A value of a wrong kind, for every value.
const kOdd = [null, true, -1, 0.5, 1e9, '', 'x', 'x'.repeat(5000), [], [[]], {}, { kind: 'choice' }];

/// The places of all values within a value, its own first.
function* placesIn(value, place = []) {
  yield place;
  if (typeof value === 'object' && value !== null)
    for (const key of Object.keys(value)) yield* placesIn(value[key], [...place, key]);
}

function changed(value, place, to) {
  if (place.length === 0) return to;
  const copy = structuredClone(value);
  const holder = place.slice(0, -1).reduce((at, key) => at[key], copy);
  if (to === undefined) delete holder[place.at(-1)];
  else holder[place.at(-1)] = to;
  return copy;
}

test('both take every lesson', () => {
  for (const lesson of lessons) {
    assert.ok(validate(lesson), `${lesson.id}: ${JSON.stringify(validate.errors)}`);
    assert.deepEqual(faultsOfForm(lesson, schema), []);
  }
});

test('both take and refuse the same lessons, whatever is put in place of any value, left out or added', () => {
  let refused = 0;
  const agree = (lesson, what) => {
    const isGood = validate(lesson);
    if (!isGood) refused++;
    assert.equal(faultsOfForm(lesson, schema).length === 0, isGood, `${what}: ${JSON.stringify(validate.errors)}`);
  };
  const walk = lessons.find(({ id }) => id === 'walk');
  for (const place of placesIn(walk)) {
    for (const odd of kOdd)
      agree(changed(walk, place, odd), `${place.join('.')} = ${JSON.stringify(odd).slice(0, 40)}`);
    if (place.length > 0 && !/^\d+$/.test(place.at(-1)))
      agree(changed(walk, place, undefined), `without ${place.join('.')}`);
    agree(changed(walk, [...place.slice(0, -1), 'colour'], 1), `with a colour beside ${place.join('.')}`);
  }
  assert.ok(refused > 500, `${refused}`);
});
