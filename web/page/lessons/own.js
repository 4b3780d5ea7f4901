// Lessons that are not the site's: from a file that was dropped, a link, or the writer. They are refused whole where
// anything is wrong with them.

import { lessonOf } from '../state/lessons.js';
import { printable } from '../words/printable.js';
import { faultsOf } from './check.js';
import { JsonFault, readJson } from './json_lines.js';
import { kMostBytes, kMostLink, packLesson, unpackLesson } from './link.js';

/**
 * What lessons need to be read.
 * @typedef {object} Kit
 * @property {import('../views/view.js').Manifest} manifest
 * @property {import('../views/view.js').View[]} views
 * @property {(file: string) => Promise<string>} readText
 */

const refused = (why) => new Error(`The lesson cannot be opened: ${why}`);

/**
 * What is wrong with the text of a lesson, by line.
 * @param {string} text
 * @param {Kit} kit
 * @returns {Promise<{lesson: any, faults: {line: number, sentence: string}[]}>}
 */
export async function readLesson(text, kit) {
  if (text.length > kMostBytes)
    return { lesson: null, faults: [{ line: 1, sentence: `The lesson has more than ${kMostBytes} characters.` }] };
  const schema = JSON.parse(await kit.readText('lessons/schema.json'));
  try {
    const { value: lesson, lineOf } = readJson(text);
    const faults = faultsOf(lesson, schema, kit);
    return { lesson, faults: faults.map(({ path, sentence }) => ({ line: lineOf(path), sentence })) };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { lesson: null, faults: [{ line: error.line, sentence: `This is no JSON: ${printable(error.message)}` }] };
  }
}

/** Takes a lesson into the list; one with the same id is replaced. */
function place(lesson, id, { manifest }) {
  manifest.lessons ??= [];
  const there = lessonOf(id, manifest);
  const states = lesson.steps.map(({ state }) => state.replace(/^#/, ''));
  const entry = { id, title: printable(lesson.title, 80), summary: lesson.summary, states, own: lesson };
  if (there) return Object.assign(there, entry);
  manifest.lessons.push(entry);
  return entry;
}

/**
 * The lesson of a text, in the list from now on. Its id is its link, or 'own' where it is too long for one.
 * @param {string} text
 * @param {Kit} kit
 * @returns {Promise<import('../state/lessons.js').LessonEntry>}
 */
export async function lessonInText(text, kit) {
  const { lesson, faults } = await readLesson(text, kit);
  if (faults.length > 0) {
    const [{ line, sentence }] = faults;
    throw refused(`line ${line}: ${sentence}${faults.length > 1 ? ` There are ${faults.length} faults.` : ''}`);
  }
  const packed = await packLesson(JSON.stringify(lesson));
  return place(lesson, packed.length <= kMostLink ? packed : 'own', kit);
}

/** The lesson of a link, in the list from now on. @param {string} packed @param {Kit} kit */
export async function lessonInLink(packed, kit) {
  let text;
  try {
    if (packed.length > kMostLink) throw new Error(`it has more than ${kMostLink} characters`);
    text = await unpackLesson(packed);
  } catch (error) {
    throw refused(`its link is damaged (${printable(error.message, 80)}). Ask for it again.`);
  }
  const entry = await lessonInText(text, kit);
  entry.id = packed; // also where it was packed otherwise
  return entry;
}
