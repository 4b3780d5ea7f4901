// The line above every view: the choice of the model, the theme, the address.

import { closeness } from './facts.js';
import { megabytes, number } from './numbers.js';

export const header = {
  groups: { vae: 'VAEs', gan: 'GANs', own: 'Your models' },
  conditional: 'conditional',
  openFile: 'Open a model file…',
  themes: { auto: 'Theme: as the device', light: 'Theme: light', dark: 'Theme: dark' },
};

// Up to which Fréchet classifier distance samples are called so.
/** @type {[number, string][]} */
const kCloseness = [
  [10, 'very close to real digits'],
  [25, 'close to real digits'],
  [60, 'less close to real digits'],
  [Infinity, 'far from real digits'],
];

/** Size and quality of a model in the list of models. */
export function modelSummary(model) {
  const { title, class_count: classes, bytes } = model;
  const distance = closeness(model);
  const quality = kCloseness.find(([most]) => distance <= most)?.[1];
  const parts = [
    classes > 0 && !/conditional/i.test(title) ? header.conditional : '',
    megabytes(bytes),
    quality ? `${quality} (${number(distance, distance < 10 ? 1 : 0)})` : '',
  ];
  return parts.filter(Boolean).join(' · ');
}

/** What the numbers in brackets are; '' where no model of the list has one. */
export function closenessNote(models) {
  if (!models.some((model) => Number.isFinite(closeness(model)))) return '';
  const real = models.map(({ training }) => Number(training.fcd10k_real)).find((value) => value > 0);
  const same = real === undefined ? '' : ` Real digits have ${number(real, 1)}.`;
  return `In brackets: the Fréchet classifier distance for 10,000 samples; lower is better.${same}`;
}
