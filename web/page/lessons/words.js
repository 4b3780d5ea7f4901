// What a lesson's panel says besides the lesson itself.

import { number } from '../words/numbers.js';

export const words = {
  step: (step, count) => `Step ${step} of ${count}`,
  check: 'Check',
  back: 'Back',
  next: 'Next',
  finish: 'Finish',
  resume: (step) => `Resume at step ${step}`,
  again: 'Show again',
  restart: 'Start again',
  showAnswer: 'Show the answer',
  yourNumber: 'Your number',
  toDo: 'To do',
  noNumber: 'Type a number, such as 12 or 0.5.',
  noChoice: 'Choose an answer first.',
  right: 'Right.',
  wrong: 'Not quite. Choose again, or show the answer.',
  wrongNumber: 'Not quite. Try again, or show the answer.',
  missed: 'That is not the answer.',
  shown: 'The answer:',
  done: 'Done.',
  isNumber: (answer, tolerance) =>
    tolerance > 0 ? `${plain(answer)}, give or take ${plain(tolerance)}` : plain(answer),
  finished: (right, count) =>
    `You have reached the end. You answered ${number(right)} of ${number(count)} question${count === 1 ? '' : 's'} correctly at the first try.`,
  nextLesson: (title) => `Next lesson: ${title}`,
  previousLesson: (title) => `Previous lesson: ${title}`,
  teachers: 'For teachers',
  aim: (aim, minutes) => `${aim} About ${minutes} minutes.`,
  misconceptions: 'Misconceptions',
  discussion: 'To discuss',
  answers: 'Answers',
  stepAnswer: (step) => `Step ${step}:`,
};

const plain = (value) => value.toLocaleString('en', { maximumFractionDigits: 4 });
