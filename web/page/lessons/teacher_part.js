// What a lesson has for teachers: its aim, what students often believe, model answers. It is made when it is opened, so
// that no answer lies in the page before.

import { el } from '../dom/dom.js';
import { words } from './words.js';

/** @param {import('./questions.js').Lesson} lesson */
export function teacherPart(lesson) {
  const part = el('details', { class: 'teachers' }, el('summary', {}, words.teachers));
  part.addEventListener('toggle', () => part.append(...notesOf(lesson)), { once: true });
  return part;
}

/** @param {import('./questions.js').Lesson} lesson */
function notesOf({ aim, minutes, steps, teacher }) {
  const { misconceptions = [], discussion = [] } = teacher ?? {};
  const answers = steps.map(({ question }, i) => ({ question, number: i + 1 })).filter(({ question }) => question);
  return [
    el('p', {}, words.aim(aim, minutes)),
    ...pairs(
      words.misconceptions,
      misconceptions.map(({ says, answer }) => [says, answer]),
    ),
    ...pairs(
      words.discussion,
      discussion.map(({ ask, answer }) => [ask, answer]),
    ),
    ...pairs(
      words.answers,
      answers.map(({ number, question }) => [
        words.stepAnswer(number),
        [answerOf(question), question.reason].filter(Boolean).join(' '),
      ]),
    ),
  ];
}

const pairs = (title, items) =>
  items.length === 0
    ? []
    : [
        el('h3', {}, title),
        el('ul', {}, ...items.map(([start, then]) => el('li', {}, el('em', {}, start), ` ${then}`))),
      ];

/** @param {import('./questions.js').Question} question */
function answerOf(question) {
  if (question.kind === 'choice') return `${question.choices[question.answer]}.`;
  return question.kind === 'number' ? `${words.isNumber(question.answer, question.tolerance ?? 0)}.` : '';
}
