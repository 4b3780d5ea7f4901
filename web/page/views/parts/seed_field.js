// The field for the seed of a sheet.

import { textField } from '../../dom/dom.js';
import { parseSeed } from '../../params/params.js';
import * as text from '../../words/text.js';

/** @param {(seed: number) => void} onChoose */
export const seedField = (onChoose) =>
  textField({
    label: text.labels.seed,
    note: text.notes.seed,
    wrong: text.failure.seed,
    parse: parseSeed,
    part: 'seed',
    take: onChoose,
  });
