// What you see: a few sentences for each view.

import { number } from './numbers.js';

/** Two sentences for a sheet. */
export function seenOnSheet(model) {
  const start =
    `Each digit is the network's answer to ${number(model.latent_dim)} random numbers; ` +
    'none of them was ever written by a hand.';
  const look = {
    gan: 'Strokes are crisp, because in training a second network turned down whatever looked unlike handwriting; now and then one is no digit at all.',
    vae: 'Edges are soft, because the network learned to draw the average of all digits that fit the same numbers.',
  };
  return `${start} ${look[model.family]}`;
}

/**
 * Two sentences for a walk.
 * @param {'slerp' | 'lerp'} path
 * @param {number} middle the length of z halfway
 * @param {number} usual the mean length of fresh draws
 */
export function seenOnWalk(path, middle, usual) {
  const lengths = `halfway the point lies ${number(middle, 1)} from the centre, a fresh draw ${number(usual, 1)}`;
  if (path === 'slerp') {
    return (
      'Every picture on the way is drawn from a point between those of the two digits, so one turns into the other by shapes that the network holds likely. ' +
      `The round path goes evenly from the distance of the one to that of the other, and never through the empty middle: ${lengths}.`
    );
  }
  return (
    'Every picture on the way is drawn from a point on the straight line between those of the two digits. ' +
    `The line cuts through the middle, where the network was hardly ever trained, so what it draws there is a guess: ${lengths}.`
  );
}

export const lengthsCaption = (here, usual) =>
  `Distance from the centre of latent space: ${number(here, 1)} here; dashed, ${number(usual, 1)}, the mean of fresh draws.`;

export function seenOnMap(model, plane, count, shares) {
  const where = `Each small figure is one of ${number(count)} real digits, shown as what it is, where the encoder puts it.`;
  const what =
    plane === 'projection'
      ? `The plane is the one in which they differ most; it holds ${Math.round(100 * (shares[0] + shares[1]))} % of their spread, so digits that seem to overlap may lie apart in the other directions.`
      : `The plane is that of two of the ${model.latent_dim} numbers, all others held at 0.`;
  return `${where} ${what}`;
}

export const seenOnPlane = (model) =>
  `A GAN has no encoder, so nobody can say where in its ${number(model.latent_dim)} dimensions a real digit lies. This is the plane through three of its own digits: origin, right and up; every place on it is a mix of the three.`;

export function seenOnDimensions(model) {
  const codes = model.latent.filter(({ prior }) => prior !== 'normal');
  if (codes.length > 0) {
    return 'Besides plain noise this model was given codes, and in training it had to be able to read them back from its pictures. No label told it what they should mean: the names beside them say what they were found to do, from 16 digits drawn for each value.';
  }
  return "Move one number and everything else stays. In most models a single number has no meaning of its own: it changes slant, weight and shape at once, and that is what disentangled codes such as InfoGAN's set out to mend.";
}

export function seenOnDraw(model, logVariance) {
  const used = Array.from(logVariance).filter((value) => value < Math.log(0.5)).length;
  return (
    `${model.title} squeezes the digit into ${model.latent_dim} numbers, each with a doubt of its own, and draws it back from their means; ${used} of them it is sure of (a spread well below 1, that of a number it does not use). ` +
    'A GAN cannot do this. Its nearest digit has to be searched for, thousands of tries: crisper, and often not quite the digit that was meant.'
  );
}

export const seenOnBlank =
  'A blank sheet stays blank: no model is asked about it. Draw a digit with mouse, finger or pen, or pick one of the real test digits.';

export function seenOnCompare(models, mixture) {
  const families = new Set(models.map(({ family }) => family));
  const look =
    families.size > 1
      ? 'All draw from the same seed. VAEs draw softly, since they learned the average of what fits; GANs draw crisply, since softness gave them away.'
      : 'All draw from the same seed; the numbers they make of it differ, since their latents do.';
  return mixture
    ? `${look} Drawn from the mixture, a VAE keeps to places where real digits lie, and fewer shapes are no digit at all.`
    : look;
}

export function memoryVerdict(distance, size, count) {
  const share = Math.sqrt(distance / size);
  return `Of ${number(count)} training digits none is nearer; the root mean square difference of a pixel is ${number(share, 2)} of full ink (the training digits are kept in black and white here). Were the model to copy, the two would be the same strokes.`;
}

export const seenOnTraining = (losses, isOther) =>
  `The same sixteen latents were drawn after each epoch, so what changes is the network alone.${losses ? " Below, its losses: a VAE's fall; a GAN's two pull against each other, and neither tells how good the pictures are." : ''}${isOther ? ' The figures below are those of the model that this site draws with, which was trained otherwise.' : ''}`;

const kLossNames = {
  loss: 'loss',
  reconstruction: 'reconstruction',
  kl: 'KL divergence',
  d_loss: 'discriminator',
  g_loss: 'generator',
  d_real: 'answer to real digits',
  d_fake: 'answer to drawn digits',
};

export const lossName = (name) => kLossNames[name] ?? name.replaceAll('_', ' ');

export const seenOnArithmetic =
  'The latents of three digits are subtracted and added number by number, and the network draws the sum. Taking A to B and from there to C works for strokes more than for digits: what A has and B lacks is added to C, be it slant, weight or a loop.';
