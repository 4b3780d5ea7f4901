// The lessons that a site gives, as its list of models names them (build/lessons.mjs). Their texts are files, which are
// loaded when a lesson is opened (page/lessons).

import { parseWhole } from '../params/params.js';

export const kMostSteps = 12;

/**
 * A lesson in the list: what its steps show is known before its text is.
 * @typedef {object} LessonEntry
 * @property {string} id
 * @property {string} title
 * @property {string} summary one sentence
 * @property {string[]} states what each step shows, as an address holds it
 * @property {object} [own] the whole lesson, where a visitor brought it
 */

/**
 * The lessons of the site, without those that a visitor brought.
 * @param {{lessons?: LessonEntry[]} & Record<string, any>} manifest
 */
export const offeredLessons = ({ lessons = [] }) => lessons.filter(({ own }) => !own);

/** @param {string | null} id @param {{lessons?: LessonEntry[]} & Record<string, any>} manifest */
export const lessonOf = (id, { lessons = [] }) => lessons.find((lesson) => lesson.id === id);

/** The number of a step, from 1; the first where the text makes no sense. */
export const stepOf = (lesson, text) => parseWhole(text ?? 1, 1, lesson.states.length) ?? 1;

/** Whether a step of the lesson shows the view. */
export const showsView = (lesson, view) =>
  Boolean(lesson?.states.some((state) => new URLSearchParams(state).get('view') === view));
