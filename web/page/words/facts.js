// What the model's file says of itself.

import { megabytes, number } from './numbers.js';

export const families = {
  gan: 'GAN: learned by fooling a second network',
  vae: 'VAE: learned by squeezing digits small and drawing them back',
};

/** What the model's file says of itself: [term, text] pairs. */
export function factsOf(model) {
  const { training } = model;
  const facts = [['Kind', families[model.family]]];
  if (training.epochs) {
    facts.push(['Trained', `${training.epochs} epochs${training.seed ? `, seed ${training.seed}` : ''}`]);
  }
  // The bound itself, whatever weights training gave its terms. Of a GAN's losses none tells how good its pictures are.
  const quality = qualityOf(model);
  if (quality) facts.push(['Quality', quality]);
  const likeness = likenessOf(model);
  if (likeness) facts.push(['Likeness', likeness]);
  if (model.family === 'vae' && training.mean_reconstruction && training.mean_kl) {
    const [picture, latent] = [Number(training.mean_reconstruction), Number(training.mean_kl)];
    facts.push([
      'Cost',
      `${number(picture + latent, 1)} nats a digit (${number(picture, 1)} for the picture, ${number(latent, 1)} for the latent), the mean of the last epoch's training digits; lower is better`,
    ]);
  }
  facts.push(['Size', `${megabytes(model.bytes)}, ${number(model.parameter_count)} weights (${model.storage})`]);
  facts.push(['Self-test', `its own test pictures come out the same to ${model.selftest_error.toExponential(0)}`]);
  return facts;
}

/** What was measured of a model, on one line. */
export function rowFacts(model) {
  const facts = [`${number(model.parameter_count)} weights`];
  const quality = qualityOf(model);
  if (quality) facts.push(quality);
  const cost = costOf(model);
  if (cost) facts.push(cost);
  return facts.join('; ');
}

// A figure of the file's, a number as text or a sentence; '' where it was not measured.
const figure = (value, say) => (value === undefined ? '' : Number.isFinite(Number(value)) ? say(Number(value)) : value);

const qualityOf = ({ training: { fcd10k, fcd10k_real: real } }) =>
  figure(
    fcd10k,
    (value) =>
      `Fréchet classifier distance ${number(value, value < 10 ? 1 : 0)} for 10,000 samples${real === undefined ? '' : `, real digits ${number(Number(real), 1)}`} (lower is better)`,
  );

const percent = (value) => `${number(100 * value)} %`;

/** How many samples are like real digits, and how many real digits are like samples. */
const likenessOf = ({ training: { precision10k, recall10k, precision10k_real: real } }) =>
  precision10k === undefined || recall10k === undefined
    ? ''
    : `${percent(precision10k)} of the samples lie among real digits, and ${percent(recall10k)} of the real digits among samples${real === undefined ? '' : ` (real digits among each other: ${percent(real)})`}`;

const costOf = ({ family, training }) =>
  family === 'vae' && training.mean_reconstruction && training.mean_kl
    ? `${number(Number(training.mean_reconstruction) + Number(training.mean_kl), 1)} nats a training digit (lower is better)`
    : '';
