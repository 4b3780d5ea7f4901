// What you see: a few sentences for each view.

import { number } from './numbers.js';

const kPriors = {
  fitted:
    'The random numbers come from the fitted prior, a mixture of normal distributions that covers the codes of real digits.',
  standard:
    'The random numbers come from the standard normal distribution of the paper. Many of them lie where the encoder places no real digit, and the network draws no digit there.',
};
const ofPrior = (model, prior) => (model.has_fitted_prior ? ` ${kPriors[prior]}` : '');

/** What there is to see on a sheet. */
export function seenOnSheet(model, prior) {
  const start = `The network drew each digit from ${number(model.latent_dim)} random numbers; nobody ever wrote any of them.`;
  const look = {
    gan: 'Strokes are crisp because a second network rejected, during training, whatever did not look like handwriting. Some samples are not digits at all.',
    vae: 'Edges are soft because the network draws the average of all digits that fit the same numbers.',
  };
  return `${start} ${look[model.family]}${ofPrior(model, prior)}`;
}

/**
 * What there is to see on a walk.
 * @param {'slerp' | 'lerp'} path
 * @param {'fitted' | 'standard'} prior
 * @param {number} middle the length of z halfway
 * @param {number} usual the mean length of fresh draws
 */
export function seenOnWalk(path, prior, middle, usual) {
  const kept = prior === 'fitted' ? ' Points where the fitted prior is thin are moved to likelier ones nearby.' : '';
  const lengths = `The distance is ${number(middle, 1)} halfway; random samples average ${number(usual, 1)}.${kept}`;
  if (path === 'slerp') {
    return (
      'Each picture on the way is drawn from a point between those of the two digits, so one digit turns into the other through shapes the network can draw. ' +
      `Slerp follows a great circle and keeps its distance from the centre of latent space. ${lengths}`
    );
  }
  return (
    'Each picture on the way is drawn from a point on the straight line between those of the two digits. ' +
    `The line passes closer to the centre of latent space, where the network had hardly any training points, so the pictures there are less reliable. ${lengths}`
  );
}

export const lengthsCaption = (here, usual) =>
  `Distance from the centre of latent space: ${number(here, 1)} here. The dashed line is the average of random samples, ${number(usual, 1)}.`;

/**
 * What there is to see on the map of a VAE.
 * @param {{latent_dim: number, class_count: number}} model
 * @param {Record<string, any>} state
 * @param {number} count of real digits
 * @param {number[]} [shares] of the variance along the axes
 */
export function seenOnMap({ latent_dim: dim, class_count: classes }, { plane, through, test }, count, shares) {
  const numerals = `Each numeral marks one of ${number(count)} real digits: it shows the label and stands where the encoder places the digit. Zoom in to see more of them.`;
  const ofClass =
    classes > 0
      ? ' You choose the class, so it has left the latent space: digits of all classes lie over one another, and a place tells only how a digit is written.'
      : '';
  if (dim === 2)
    return `This model has two latent numbers, so the map is the whole latent space: each digit that the network can draw is somewhere on it. ${numerals}${ofClass}`;
  const which =
    plane === 'projection'
      ? `contains the two directions in which the codes vary most and shows ${Math.round(100 * (shares[0] + shares[1]))} % of their variance`
      : `shows two of the ${dim} coordinates`;
  const mean = plane === 'projection' ? 'goes through their mean' : 'has 0 for all others';
  const of = through.length > 0 ? 'the current digit' : test === null ? null : `test digit ${test}`;
  const where = of ? `goes through ${of}` : mean;
  return `The map is one plane of a space of ${dim} dimensions, not the space itself. It ${which}, and ${where}. ${numerals} Most digits lie off the plane, so the map shows something else at their place: point at a numeral to compare.${ofClass}`;
}

export function seenOnPlane(model) {
  const why = model.has_encoder
    ? 'This site was built without real digits, so it cannot show where the encoder places them.'
    : `A GAN has no encoder, so it cannot tell where a real digit lies in its ${number(model.latent_dim)} dimensions.`;
  return `${why} This plane goes through three of the model's own digits: origin, right and up. Every point on it mixes the three.`;
}

export function seenOnDimensions(model) {
  const codes = model.latent.filter(({ prior }) => prior !== 'normal');
  if (codes.length > 0) {
    return 'Besides random noise, this model takes codes. In training it had to draw pictures from which the codes can be read back. No label told it what the codes should mean. The names beside them describe the effect measured on 16 digits for each value.';
  }
  return "Move one slider: all other coordinates stay the same. In most models a single coordinate has no meaning of its own; it changes slant, weight and shape together. Disentangled codes, such as InfoGAN's, are made to change one thing each.";
}

export function seenOnDraw(model, logVariance) {
  const used = Array.from(logVariance).filter((value) => value < Math.log(0.5)).length;
  const whole = model.latent_dim;
  const confident =
    used === 0
      ? 'It is confident about none of them: every spread is close to 1, the spread of an unused coordinate.'
      : `It is confident about ${used === whole ? `all ${whole}` : `${used} of them`}: their spread is well below 1, the spread of an unused coordinate.`;
  return (
    `${model.title} encodes the digit as ${whole} coordinates, each with a mean and a spread, and draws it again from the means. ${confident} ` +
    'A GAN has no encoder, so the page searches for its nearest digit in thousands of tries. The result is crisper but often not quite the same digit.'
  );
}

export function seenInside({ family, latent_dim: dim }, noise) {
  const each =
    'Each picture shows what a layer computes for this digit; choose one to see all of its maps. The first layers of a decoder are coarse, the last ones fine.';
  if (family === 'gan')
    return `The generator turns ${number(dim)} random numbers into a digit, layer by layer. ${each}`;
  const drawn =
    noise === 0
      ? 'The decoder gets the mean here.'
      : `The decoder gets draw ${noise}: the mean plus normal noise times the spread.`;
  return `The encoder compresses the image to a mean and a spread for each of ${number(dim)} numbers; z is drawn from them, and the decoder draws z. ${drawn} ${each}`;
}

export const seenOnBlank =
  'A blank drawing is not given to any model. Draw a digit with a mouse, finger or pen, or choose a real test digit.';

export function seenOnCompare(models, prior) {
  const families = new Set(models.map(({ family }) => family));
  const look = [
    "Same seed, but each model has its own latent space: don't compare digit by digit.",
    ...(families.size > 1
      ? [
          'VAEs draw softly because they learn the average of the digits that fit; GANs draw crisply because soft pictures do not fool the discriminator.',
        ]
      : []),
    ...(models.some((model) => model.has_fitted_prior) ? [kPriors[prior ?? 'fitted']] : []),
  ];
  return look.join(' ');
}

export function memoryVerdict(distance, size, count) {
  const share = Math.sqrt(distance / size);
  return `This is the nearest of ${number(count)} training digits. The root mean square pixel difference is ${number(share, 2)}, where 1 is full ink; this page stores the training digits in black and white. If the model had copied, the two would match.`;
}

export const seenOnTraining = (losses) =>
  `The same sixteen latent vectors are decoded after each epoch, so only the network changes.${losses ? " The plot shows the losses. A VAE's loss falls. A GAN's two losses compete, and neither tells how good the pictures are." : ''}`;

export const seenOnLearn = ({ family, latent }) => {
  const start =
    'The same latent vectors are decoded again and again, so only the network changes: noise becomes digits.';
  const dim = latent.reduce((sum, block) => sum + block.dim, 0);
  return family === 'vae'
    ? `${start} The encoder compresses each digit to ${dim} numbers, and the decoder draws it again. The loss is the error of the picture plus the KL divergence, which keeps the codes near the prior.`
    : `${start} The discriminator learns to tell real digits from samples, and the generator learns to fool it. Where their outputs drift apart, the samples can collapse to a few shapes.`;
};

const kLossNames = {
  loss: 'loss',
  reconstruction: 'reconstruction',
  kl: 'KL divergence',
  d_loss: 'discriminator',
  g_loss: 'generator',
  d_real: 'output for real digits',
  d_fake: 'output for generated digits',
};

export const lossName = (name) => kLossNames[name] ?? name.replaceAll('_', ' ');

export const seenOnArithmetic =
  'The latent vectors of three digits are subtracted and added coordinate by coordinate, and the network draws the result. What A has and B lacks is added to C, such as slant, weight or a loop. This works better for strokes than for whole digits.';
