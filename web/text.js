// Every sentence that the page's scripts show, in one place.

import { formatStation } from './params.js';

const number = (value, digits = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e5 ? 2 : 1)} MB`;

export const families = {
  gan: 'GAN: learned by fooling a second network',
  vae: 'VAE: learned by squeezing digits small and drawing them back',
};

export const views = {
  sample: 'Sample',
  walk: 'Walk',
};

export const status = {
  loading: (title, loaded, total) => `Loading ${title}: ${(loaded / 1e6).toFixed(1)} of ${megabytes(total)}`,
  sheet: (count, seed, title) => `${title} drew ${count} digits from seed ${seed}.`,
  drawing: (done, frames) => `Drawing the way: ${done} of ${frames} pictures.`,
  walk: (title, through, frames) => `${title} drew ${frames} pictures on the way from seed ${through.join(' to ')}.`,
  place: (frame, frames) => `Picture ${frame} of ${frames}.`,
  notYet: 'The pictures are still being drawn: try again in a moment.',
  recording: (kind, share) => `Recording the ${kind.toUpperCase()}: ${Math.round(100 * share)} %.`,
  recorded: (file, bytes) => `${file} is ready, ${megabytes(bytes)}.`,
  copied: 'Copied',
  notCopied: 'The browser did not allow copying: the text is selected, copy it by hand.',
};

export const failure = {
  noWasm:
    'This browser cannot run WebAssembly, so no fresh digits can be drawn here; the sheet above was drawn beforehand.',
  noSimd:
    "This browser's WebAssembly is too old to draw fresh digits here (it lacks SIMD); the sheet above was drawn beforehand. Try a current browser.",
  worker: (message) =>
    `The part that draws could not start (${message}); the sheet above was drawn beforehand. Try a current browser.`,
  manifest: (message) => `The list of models could not be read (${message}). Reload the page.`,
  model: (title, message) => `${title} could not be used: ${message}. Choose another model, or reload the page.`,
  notFor: (view, title, others) =>
    others.length > 0
      ? `${view} is not to be had with ${title}. Choose ${others.join(' or ')}.`
      : `${view} is not to be had on this site: it was built without what it needs.`,
  recording: (message) => `The recording failed (${message}). Try another kind of file.`,
  offline: (title) =>
    `You are offline, and ${title} is not stored on this device yet. Choose another model, or come back with a connection.`,
  seed: 'A seed is a whole number from 0 to 9007199254740991.',
  station: 'Give a seed such as 7, or seed:digit with a digit from 0 to 63, such as 7:12.',
  frames: 'Frames is a whole number from 2 to 240.',
};

export const offlineIntro =
  'Handwritten digits that nobody wrote: a small neural network draws each of them here. All of it is in this one file, so it works without a connection.';

export const notes = {
  record: 'GIF and WebM show the whole walk; the strip has up to twelve pictures side by side.',
  seed: 'The same seed draws the same sheet, on any machine.',
  station: 'A seed, or seed:digit for one of a sheet, such as 7:12.',
  frames: 'From 2 to 240 pictures from digit to digit; at speed 1 that takes three seconds.',
};

export const labels = {
  model: 'Model',
  view: 'View',
  lessons: 'Lessons',
  lesson: 'Lesson',
  fullPage: 'All of it on its own page',
  loading: 'Loading the model',
  poster: 'A sheet of 64 digits that a model drew beforehand',
  seen: 'What you see',
  sheet: 'Sheet of digits; arrow keys move from digit to digit',
  seed: 'Seed',
  sample: 'Sample',
  chosen: 'The chosen digit',
  walkFrom: 'Walk from it',
  walkTo: 'Walk to it',
  digit: (index, seed) => `Digit ${index} of seed ${seed}`,
  pickHint: 'Choose a digit to see it large or to walk from it.',
  station: (station) => `Seed ${formatStation(station)}`,
  stationName: (i, count) => (i === 0 ? 'From' : i === count - 1 ? 'To' : 'By'),
  addStation: 'Add a digit',
  fresh: 'New',
  freshFor: (name) => `${name}: another digit`,
  removeFor: (name) => `${name}: remove`,
  firstDigit: 'The first digit',
  lastDigit: 'The last digit',
  onTheWay: 'The digit on the way',
  place: 'Place on the way',
  play: 'Play',
  pause: 'Pause',
  reverse: 'Turn round',
  path: 'Path',
  round: 'Round (slerp)',
  straight: 'Straight (lerp)',
  frames: 'Frames',
  speed: 'Speed',
  framesAndSpeed: 'Frames, speed and loop',
  loop: 'Loop: a last leg leads back to the first digit',
  recordTitle: 'Record',
  record: { gif: 'GIF', webm: 'WebM video', png: 'PNG strip' },
  anyClass: 'Any',
  digitClass: 'Digit',
};

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

/** What the model's file says of itself: [term, text] pairs. */
export function factsOf(model) {
  const { training } = model;
  const facts = [['Kind', families[model.family]]];
  if (training.epochs) {
    facts.push(['Trained', `${training.epochs} epochs${training.seed ? `, seed ${training.seed}` : ''}`]);
  }
  // The bound itself, whatever weights training gave its terms. Of a GAN's losses none tells how good its pictures are.
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

export const share = {
  form: 'As',
  forms: { frame: 'Frame', element: 'Element', link: 'Link' },
  shows: 'It shows',
  parts: { models: 'Choice of model', views: 'Choice of view', controls: 'Controls', facts: 'What you see', lesson: 'Lesson', link: 'Link to this page' },
  copy: 'Copy embed',
  code: 'What is copied',
  title: 'latentwalk: handwritten digits that nobody wrote',
  notes: {
    frame: 'For anything that takes HTML: Moodle, Canvas, slides, notebooks. It opens exactly what you see now.',
    element: 'For a page of your own: it takes the width it is given, and tells your scripts what happens in it.',
    link: 'For a mail or a sheet of exercises: it opens this page as you see it now.',
  },
};

export const embedCode = (folder, model) => `import { loadModel } from
  '${folder}latentwalk.js';

const model = await loadModel(
  '${folder}models/${model.file}');
const z = await model.sampleLatents(7, 1);
const ink = await model.decode(z, 1${model.class_count > 0 ? ', { classLabels: [3] }' : ''});
// ${number(model.image_width)} x ${number(model.image_height)} values, 0 paper to 1 ink`;
