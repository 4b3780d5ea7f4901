// The words of the view Theory, which come with it.

import { number } from './numbers.js';

const signed = (value, digits) => number(value, digits).replace('-', '−');
const nats = (value) => (Number.isFinite(value) ? `${signed(value, 3)} nats` : 'infinite');
const kNames = { p: 'p', q: 'q' };

export const words = {
  topic: 'Topic',
  topics: { densities: 'Densities', elbo: 'Bound of a digit' },
  formulasTitle: 'Formulas',
  equation: (n) => `(${n})`,
  formulas: {
    game: 'The discriminator D raises V by telling data from generated digits; the generator G lowers it.',
    best: 'The best discriminator says at each x how likely it is that x comes from the data.',
    value:
      'Against the best discriminator, the generator minimises the JSD between its density and the data’s. The least value is −log 4.',
    kl: 'KL is infinite where p has mass and q has none. JSD is never above log 2.',
    loss: 'A VAE minimises the negative ELBO: the reconstruction term and the KL term.',
    evidence: 'The ELBO is below log p(x), because the first KL is at least 0.',
    weighted:
      'The mean weight of K draws gives a tighter bound; with K = 1 it is the ELBO (Burda et al. 2016; not in the paper).',
  },
  // ---- Two densities.
  density: { p: 'p, the data', q: 'q, the generator' },
  shapeOf: (name) => `Shape of ${kNames[name]}`,
  shapes: { normal: 'Normal', uniform: 'Uniform', bumps: 'Two bumps' },
  centreOf: (name) => `Centre of ${kNames[name]}`,
  widthOf: (name) => `Width of ${kNames[name]}`,
  value: (value) => signed(value, 2),
  plot: 'Densities p (solid) and q (dashed), and the best discriminator (dotted, from 0 to 1)',
  best: 'D*',
  measures: { kl: 'KL(p ‖ q)', reverseKl: 'KL(q ‖ p)', jsd: 'JSD', value: 'V(D*, G)' },
  nats,
  swap: 'Swap p and q',
  same: 'Make q equal p',
  train: 'Train',
  pause: 'Pause',
  oneStep: 'One step',
  rewind: 'Rewind',
  learns: 'What learns from samples',
  learners: { discriminator: 'Discriminator', both: 'Both networks' },
  loss: 'Loss of the generator',
  losses: { minimax: 'Minimax', non_saturating: 'Non-saturating' },
  trainingNote:
    'Small networks learn in this browser. Arrows show where the discriminator pushes samples of the generator; dots, where it teaches next to nothing. The generator starts with q and follows the arrows by plain gradient descent.',
  trained: 'D, trained',
  generated: 'Generator, trained',
  gap: '|D − D*|',
  tellTraining: (steps, gap, mean) =>
    `${number(steps)} step${steps === 1 ? '' : 's'}: D differs from D* by ${number(gap, 3)} on average.${mean === null ? '' : ` The generator’s samples have a mean of ${signed(mean, 2)}.`}`,
  hint: 'Drag the round handles to move a density and the square ones to widen it, or use the arrow keys.',
  tell: ({ kl, reverseKl, jsd, value }) =>
    `KL of p from q is ${nats(kl)}, KL of q from p ${nats(reverseKl)}, JSD ${nats(jsd)}, V ${nats(value)}.`,
  seenOnDensities: ({ kl, reverseKl, jsd }) => {
    if (jsd < 1e-4) return 'The densities are the same: D* is ½ everywhere, and V has its least value, −log 4.';
    if (jsd > Math.LN2 - 1e-3)
      return `The densities hardly overlap: JSD is log 2, the largest value, and a small move of q does not change it.${Number.isFinite(kl) ? '' : ' KL is infinite.'} That is why a generator far from the data learns slowly from a good discriminator.`;
    const oneSided = Number.isFinite(kl) !== Number.isFinite(reverseKl);
    return `D* is near 1 where p is larger and near 0 where q is.${oneSided ? ' One of the KLs is infinite, because one density is 0 where the other is not.' : ''} JSD is finite in every case.`;
  },
  // ---- The bound of a digit.
  drawAgain: 'Draw z again',
  another: 'Another digit',
  real: 'A real digit',
  given: 'Digit x',
  drawn: 'Decoded from z',
  terms: { reconstruction: 'Reconstruction log p(x|z)', kl: 'KL(q(z|x) ‖ p(z))', elbo: 'ELBO estimate of this draw' },
  klTitle: 'KL of each coordinate',
  klBars: (count, whole) =>
    `KL of ${count} coordinates, ${nats(whole)} together. The tallest bars are the coordinates that the digit uses most.`,
  klOf: (i, value) => `Coordinate ${i}: ${nats(value)}`,
  most: (value) => `Highest: ${nats(value)}`,
  boundTitle: 'Importance-weighted bound',
  boundPlot: 'The bound of log p(x) by the number of draws K',
  draws: 'Draws K',
  bound: 'Bound L',
  drawsSoFar: (count) => `Mean over ${number(count)} draws of z.`,
  tellElbo: (reconstruction, kl) =>
    `Reconstruction ${nats(reconstruction)}, KL ${nats(kl)}: the ELBO estimate is ${nats(reconstruction - kl)}.`,
  seenOnElbo: (title, active, count) =>
    `${title} encodes the digit as a normal distribution over z. ${active} of ${count} coordinates carry more than 0.1 nats; the others stay at the prior. Every draw of z gives another reconstruction; more draws give a tighter bound.`,
  noEncoder: (title) => `${title} has no encoder, so it has no ELBO. Choose a VAE.`,
  openVae: (title) => `Open ${title}`,
};
