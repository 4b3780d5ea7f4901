// What the live region says while all is well.

import { megabytes, number, readAs, withRead } from './numbers.js';

/** What a classifier reads in many digits. Where most are of one class, the few others are as likely misread as not. */
function found(reads, what) {
  if (reads.length === 0) return '';
  const counts = new Map();
  for (const { digit } of reads) counts.set(digit, (counts.get(digit) ?? 0) + 1);
  const none = counts.get(null) ?? 0;
  counts.delete(null);
  const but = none > 0 ? ` and recognises no digit in ${none}` : '';
  const [digit, most] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [null, 0]);
  if (most > 0.8 * (reads.length - none)) return ` A classifier reads a ${digit} in ${most} of ${reads.length}${but}.`;
  return ` A classifier finds ${counts.size} of the ten classes among ${what}${but}.`;
}

const percent = (share) => `${number(100 * share, 1)} %`;

// What spoils a training, as the core names it (learner.hpp).
const kTroubles = {
  posterior_collapse:
    'The KL divergence is almost 0: every code is like the prior, so the decoder ignores it (posterior collapse). A lower KL weight helps.',
  mode_collapse:
    'All latent vectors give nearly the same picture (mode collapse). Rewind, and try a lower learning rate.',
  discriminator_wins:
    'The discriminator is sure of every picture, so it teaches the generator little. A lower rate for the discriminator helps.',
};

export const status = {
  loading: (title, loaded, total) => `Loading ${title}: ${(loaded / 1e6).toFixed(1)} of ${megabytes(total)}`,
  reading: (file) => `Reading and testing ${file}…`,
  sheet: (count, seed, title, readings = []) => {
    return `${title} drew ${count} digits from seed ${seed}.${found(readings, 'them')}`;
  },
  drawing: (done, frames) => `Drawing: ${done} of ${frames} pictures.`,
  walk: (title, through, frames) => `${title} drew a walk of ${frames} pictures from ${through}.`,
  place: (frame, frames) => `Picture ${frame} of ${frames}.`,
  placeRead: (frame, frames, read) => withRead(`Picture ${frame} of ${frames}`, read),
  place2d: (x, y, read) => withRead(`The digit at ${number(x, 2)} across and ${number(y, 2)} up`, read),
  dimension: (changed, base, read) =>
    withRead(
      changed === 0
        ? `The unchanged digit of ${base}`
        : `The digit of ${base} with ${changed} changed coordinate${changed === 1 ? '' : 's'}`,
      read,
    ),
  drawingMap: 'Drawing the map.',
  drawAPath: 'Draw the path on the map with a mouse, finger or pen.',
  encoding: (done, count) => `Encoding real digits: ${done} of ${count}.`,
  strokes: 'Lift the pointer at the end of the stroke: the models then see the drawing.',
  blank: 'The drawing is blank. Draw a digit, or choose a test digit.',
  inside: (title, count, read) => withRead(`${title} drew the digit in ${count} layers: the output`, read),
  layer: (name, low, high) => `${name}: values from ${number(low, 2)} to ${number(high, 2)}.`,
  drawing2: (given, back, label) =>
    given
      ? `The input is ${readAs(given)}${label === null ? '' : `; its label is ${label}`}.${back ? ` The reconstruction is ${readAs(back)}.` : ''}`
      : 'The digit is encoded and reconstructed.',
  searched: (title, difference) =>
    `The search is complete. The nearest digit of ${title} has an average pixel error of ${number(difference, 1)} %.`,
  compared: (titles, seed) => `${titles.join(', ')} drew digits from seed ${seed}.`,
  nearest: (name, label, number) => `Training digit ${number} (label ${label}) is nearest to ${name}.`,
  epoch: (title, preset, epoch, last) => `Sixteen digits of ${title} (${preset}) after epoch ${epoch} of ${last}.`,
  playingEpochs: (count) => `The ${count} saved epochs follow one another.`,
  sum: (reads) =>
    reads.length === 4
      ? `A is ${readAs(reads[0])}. B is ${readAs(reads[1])}. C is ${readAs(reads[2])}. The result is ${readAs(reads[3])}.`
      : 'The result of A − B + C is drawn.',
  untrained: 'The network knows nothing yet. Press Train.',
  loadingDigits: 'Loading the training digits.',
  learned: ({ steps, seconds, count, reads, trouble, errors }) => {
    const read = found(reads, 'the samples');
    const gap =
      errors &&
      ` A pixel of a reconstruction is off by ${percent(errors[0])} for its digits and ${percent(errors[1])} for digits that it has not seen.`;
    return `${number(steps)} step${steps === 1 ? '' : 's'} in ${number(seconds, 1)} s, on ${number(count)} digits.${read}${gap ?? ''}${trouble ? ` ${kTroubles[trouble]}` : ''}`;
  },
  runStatus: (run, sentence) => `${run}: ${sentence}`,
  notYet: 'The pictures are still being drawn. Try again in a moment.',
  recording: (kind, share) => `Recording the ${kind.toUpperCase()}: ${Math.round(100 * share)} %.`,
  recorded: (file, bytes) => `${file} is ready (${megabytes(bytes)}).`,
  copied: 'Copied',
  linkNotCopied: 'The browser did not allow copying. Copy the address from the address bar.',
  notCopied: 'The browser did not allow copying. The text is selected: copy it with the keyboard.',
};
