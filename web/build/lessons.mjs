// The lessons of the site: which of them it can give, and what the page knows of them before one is opened.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { faultsOfForm } from '../page/lessons/check.js';
import { viewOf } from '../page/views/index.js';
import { kWeb } from './places.mjs';

const kFolder = join(kWeb, 'lessons');
const kSchema = 'schema.json';
// In the order in which they are offered; others follow by name.
const kOrder = [
  'sampling',
  'walk',
  'losses',
  'map',
  'vae-gan',
  'conditioning',
  'codes',
  'collapse',
  'memory',
  'claims',
];

/**
 * Reads all lessons.
 * @param {string} [folder]
 * @returns {Promise<{lessons: import('../page/lessons/questions.js').Lesson[], schema: object}>}
 */
export async function readLessons(folder = kFolder) {
  const read = async (file) => JSON.parse(await readFile(join(folder, file), 'utf8'));
  const schema = await read(kSchema);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json') && file !== kSchema);
  const lessons = await Promise.all(files.map(read));
  lessons.forEach((lesson, i) => {
    const [fault] = faultsOfForm(lesson, schema);
    if (fault) throw new Error(`${files[i]}: ${fault.sentence}`);
    if (files[i] !== `${lesson.id}.json`)
      throw new Error(`${files[i]}: its id is ${lesson.id}, expected the file's name`);
  });
  const rank = ({ id }) => (kOrder.includes(id) ? kOrder.indexOf(id) : kOrder.length);
  return { lessons: lessons.sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id)), schema };
}

/** What a list of models says of the lessons that it can give: those with all that their steps show. */
export const lessonsFor = (lessons, manifest) =>
  lessons
    .filter(({ steps }) => steps.every(({ state }) => canShow(new URLSearchParams(state), manifest)))
    .map(({ id, title, summary, steps }) => ({ id, title, summary, states: steps.map(({ state }) => state) }));

function canShow(values, manifest) {
  const hasModel = (name) => manifest.models.some((model) => model.name === name);
  const model = manifest.models.find(({ name }) => name === (values.get('model') ?? manifest.default));
  const has = {
    with: (names) => names.split(',').every(hasModel),
    run: (run) => (manifest.history ?? []).some((entry) => `${entry.model}-${entry.preset}` === run),
    config: (config) => (manifest.configs ?? []).some(({ name }) => name === config),
    memory: () => Boolean(manifest.digits?.train),
    test: () => Boolean(manifest.digits?.test),
  };
  return (
    Boolean(model && viewOf(values.get('view'))?.accepts(model, manifest)) &&
    Object.entries(has).every(([key, isThere]) => !values.has(key) || isThere(values.get(key)))
  );
}

/**
 * Adds the lessons to the site, and to its list of models those that it can give.
 * @param {Map<string, Buffer>} site
 * @param {object} manifest
 */
export async function addLessons(site, manifest) {
  const { lessons, schema } = await readLessons();
  manifest.lessons = lessonsFor(lessons, manifest);
  for (const { id } of manifest.lessons)
    site.set(`lessons/${id}.json`, bytesOf(lessons.find((lesson) => lesson.id === id)));
  site.set(`lessons/${kSchema}`, bytesOf(schema));
  return lessons;
}

const bytesOf = (value) => Buffer.from(`${JSON.stringify(value)}\n`);
