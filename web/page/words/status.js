// What the live region says while all is well.

import { megabytes, number, readAs, withRead } from './numbers.js';

export const status = {
  loading: (title, loaded, total) => `Loading ${title}: ${(loaded / 1e6).toFixed(1)} of ${megabytes(total)}`,
  reading: (file) => `Reading and testing ${file}…`,
  sheet: (count, seed, title, readings = []) => {
    const kinds = new Set(readings.map(({ digit }) => digit)).size;
    const read = readings.length > 0 ? ` A classifier reads ${kinds} different digits in them.` : '';
    return `${title} drew ${count} digits from seed ${seed}.${read}`;
  },
  drawing: (done, frames) => `Drawing the way: ${done} of ${frames} pictures.`,
  walk: (title, through, frames) => `${title} drew ${frames} pictures on the way from seed ${through.join(' to ')}.`,
  place: (frame, frames) => `Picture ${frame} of ${frames}.`,
  placeRead: (frame, frames, read) => withRead(`Picture ${frame} of ${frames}`, read),
  place2d: (x, y, read) => withRead(`The digit at ${number(x, 2)} across and ${number(y, 2)} up`, read),
  dimension: (changed, base, read) =>
    withRead(
      changed === 0
        ? `The digit of seed ${base}, nothing changed`
        : `The digit of seed ${base} with ${changed} number${changed === 1 ? '' : 's'} changed`,
      read,
    ),
  encoding: (done, count) => `Encoding real digits: ${done} of ${count}.`,
  fitting: (round) => `Fitting ten normal distributions to their codes: round ${round}.`,
  blank: 'The sheet is blank: draw a digit, or pick one of the test digits.',
  drawing2: (given, back, label) =>
    given
      ? `The digit given is ${readAs(given)}${label === null ? '' : `; its label says ${label}`}.${back ? ` Drawn back it is ${readAs(back)}.` : ''}`
      : 'The digit was encoded and drawn back.',
  searched: (title, difference) =>
    `The search is over: the nearest digit of ${title} differs by ${number(difference, 1)} % of full ink a pixel.`,
  compared: (titles, seed) => `${titles.join(', ')} drew digits from seed ${seed}.`,
  nearest: (title, index, label, number) =>
    `Nearest to digit ${index} of ${title} is training digit ${number}, labelled ${label}.`,
  epoch: (title, preset, epoch, last) => `${title}, ${preset}: sixteen digits after epoch ${epoch} of ${last}.`,
  sum: (reads) =>
    reads.length === 4
      ? `A, ${readAs(reads[0])}, minus B, ${readAs(reads[1])}, plus C, ${readAs(reads[2])}, gives a digit ${readAs(reads[3])}.`
      : 'A minus B plus C was drawn.',
  notYet: 'The pictures are still being drawn: try again in a moment.',
  recording: (kind, share) => `Recording the ${kind.toUpperCase()}: ${Math.round(100 * share)} %.`,
  recorded: (file, bytes) => `${file} is ready, ${megabytes(bytes)}.`,
  copied: 'Copied',
  notCopied: 'The browser did not allow copying: the text is selected, copy it by hand.',
};
