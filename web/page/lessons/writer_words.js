// What the writer of lessons says.

import { number } from '../words/numbers.js';

export const writerWords = {
  title: 'Write a lesson',
  intro:
    'A lesson is a JSON file. Each step has a text, a state (what follows # in the address of the page) and a question. Nothing is sent anywhere: students open the file or the link.',
  field: 'The lesson as JSON',
  preview: 'Preview',
  check: 'Check',
  save: 'Download',
  copy: 'Copy link',
  load: 'Open a file',
  close: 'Close',
  line: (line) => `Line ${line}`,
  sound: 'No faults were found.',
  faults: (count) => (count === 1 ? 'There is one fault.' : `There are ${count} faults.`),
  tooLong: (most) => `The file has more than ${number(most)} bytes.`,
  longLink: (length, most) =>
    `The link would have ${number(length)} characters; a link carries ${number(most)} at most. Share the file instead.`,
  copied: (length, most) => `The link is copied. The lesson takes ${number(length)} of ${number(most)} characters.`,
  notCopied: 'The browser did not allow copying. Download the file instead.',
};
