// What the model's file says of itself.

import { megabytes, number } from './numbers.js';

export const families = {
  gan: 'GAN: trained to fool a second network',
  vae: 'VAE: trained to compress digits and reconstruct them',
};

/** What the model's file says of itself: [term, text] pairs. */
export function factsOf(model) {
  const { training } = model;
  const facts = [['Type', families[model.family]]];
  if (training.epochs) {
    facts.push(['Training', `${training.epochs} epochs${training.seed ? `, seed ${training.seed}` : ''}`]);
  }
  // The bound itself, whatever weights training gave its terms. Of a GAN's losses none tells how good its pictures are.
  const quality = qualityOf(model);
  if (quality) facts.push([model.has_fitted_prior ? 'Quality, standard prior' : 'Quality', quality]);
  const fitted = model.has_fitted_prior ? qualityOf(model, 'fitted') : '';
  if (fitted) facts.push(['Quality, fitted prior', fitted]);
  const likeness = likenessOf(model);
  if (likeness) facts.push(['Precision and recall', likeness]);
  if (model.family === 'vae' && training.mean_reconstruction && training.mean_kl) {
    const [picture, latent] = [Number(training.mean_reconstruction), Number(training.mean_kl)];
    facts.push([
      'Negative ELBO',
      `${number(picture + latent, 1)} nats per digit (reconstruction ${number(picture, 1)}, KL divergence ${number(latent, 1)}), averaged over the training digits in the last epoch; lower is better`,
    ]);
  }
  facts.push(['Size', `${megabytes(model.bytes)}, ${number(model.parameter_count)} weights (${model.storage})`]);
  facts.push(['Self-test', `reproduces its test images within ${within(model.selftest_error)}`]);
  return facts;
}

/** What was measured of a model, on one line. */
export function rowFacts(model, prior) {
  const facts = [`${number(model.parameter_count)} weights`];
  const quality = qualityOf(model, prior);
  if (quality) facts.push(quality);
  const cost = costOf(model);
  if (cost) facts.push(cost);
  return facts.join('; ');
}

// A figure of the file's, a number as text or a sentence; '' where it was not measured.
const figure = (value, say) => (value === undefined ? '' : Number.isFinite(Number(value)) ? say(Number(value)) : value);

const qualityOf = ({ training: { fcd10k, fcd10k_fitted: fitted, fcd10k_real: real } }, prior = 'standard') =>
  figure(
    prior === 'fitted' ? fitted : fcd10k,
    (value) =>
      `Fréchet classifier distance ${number(value, value < 10 ? 1 : 0)} for 10,000 samples${real === undefined ? '' : `; real digits have ${number(Number(real), 1)}`} (lower is better)`,
  );

/** The distance of the samples that the page shows first; NaN where it was not measured. */
export const closeness = ({ has_fitted_prior: fitted, training: { fcd10k, fcd10k_fitted } }) =>
  Number((fitted ? fcd10k_fitted : fcd10k) ?? NaN);

const within = (error) => error.toLocaleString('en', { maximumSignificantDigits: 1, maximumFractionDigits: 20 });

const percent = (value) => `${number(100 * value)} %`;

/** How many samples are close to real digits (precision), and how many real digits to samples (recall). */
const likenessOf = ({ training: { precision10k, recall10k, precision10k_real: real } }) =>
  precision10k === undefined || recall10k === undefined
    ? ''
    : `${percent(precision10k)} of the samples are close to real digits${real === undefined ? '' : ` (real digits: ${percent(real)})`}; ${percent(recall10k)} of the real digits are close to samples (higher is better)`;

const costOf = ({ family, training }) =>
  family === 'vae' && training.mean_reconstruction && training.mean_kl
    ? `${number(Number(training.mean_reconstruction) + Number(training.mean_kl), 1)} nats per training digit (negative ELBO, lower is better)`
    : '';
