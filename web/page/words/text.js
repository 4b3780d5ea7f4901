// Every sentence that the page's scripts show, in one place.

import { formatStation } from '../params/params.js';

/** For people: groups of three, so many places, and no minus before a zero. */
export const number = (value, digits = 0) =>
  (Number(value.toFixed(digits)) + 0).toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e5 ? 2 : 1)} MB`;

/** ', read as 3 (97 %)', or nothing where nothing was read. */
const readAs = (read) => (read ? `read as ${read.digit} (${Math.round(100 * read.sure)} % sure)` : '');
const withRead = (sentence, read) => (read ? `${sentence}, ${readAs(read)}.` : `${sentence}.`);

export const families = {
  gan: 'GAN: learned by fooling a second network',
  vae: 'VAE: learned by squeezing digits small and drawing them back',
};

export const views = {
  sample: 'Sample',
  walk: 'Walk',
  map: 'Map',
  dimensions: 'Dimensions',
  draw: 'Draw',
  compare: 'Compare',
  training: 'Training',
  arithmetic: 'Arithmetic',
};

export const status = {
  loading: (title, loaded, total) => `Loading ${title}: ${(loaded / 1e6).toFixed(1)} of ${megabytes(total)}`,
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

export const failure = {
  noWasm:
    'This browser cannot run WebAssembly, so no fresh digits can be drawn here; the sheet above was drawn beforehand.',
  noSimd:
    "This browser's WebAssembly is too old to draw fresh digits here (it lacks SIMD); the sheet above was drawn beforehand. Try a current browser.",
  worker: (message) =>
    `The part that draws could not start (${message}); the sheet above was drawn beforehand. Try a current browser.`,
  manifest: (message) => `The list of models could not be read (${message}). Reload the page.`,
  model: (title, message) => `${title} could not be used: ${message}. Try again, or choose another model.`,
  localModel: (file, message) =>
    `${message.includes(file) ? message : `${file}: ${message}`}. A model file ends in .safetensors and comes from latentwalk-train export or latentwalk import.`,
  notReadable: (path) =>
    `${path} may not be read in a frame without an origin: the host must send Access-Control-Allow-Origin: *, or the frame needs allow-same-origin in its sandbox`,
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
  testDigit: (count) => `A test digit is a whole number from 0 to ${count - 1}.`,
};

export const offlineIntro =
  'Handwritten digits that nobody wrote: a small neural network draws each of them here. All of it is in this one file, so it works without a connection.';

export const notes = {
  testDigit: 'Real digits that no model saw in training.',
  mixtureRow: 'The same model, its latents drawn from ten normal distributions fitted to the codes of real digits.',
  memory: 'Choose a digit above to see the training digit that is nearest to it.',
  noTraining:
    'This site was built without the training digits, so the nearest one cannot be shown: build it with MNIST in data/mnist.',
  looking: (count, bytes) => `Looking through ${number(count)} training digits (${megabytes(bytes)}, loaded once).`,
  record: 'GIF and WebM show the whole walk; the strip has up to twelve pictures side by side.',
  seed: 'The same seed draws the same sheet, on any machine.',
  station: 'A seed, or seed:digit for one of a sheet, such as 7:12.',
  frames: 'From 2 to 240 pictures from digit to digit; at speed 1 that takes three seconds.',
};

/** A digit in words: '7:12', or '7:12 as 3' where a class is asked for. */
export const stationWords = ({ digit = null, ...station }) =>
  `${formatStation(station)}${digit === null ? '' : ` as ${digit}`}`;

export const labels = {
  retry: 'Try again',
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
  digit: (index, seed, read) => `Digit ${index} of seed ${seed}${read ? `, read as ${read.digit}` : ''}`,
  pickHint: 'Choose a digit to see it large or to walk from it.',
  station: (station) => `Seed ${stationWords(station)}`,
  stationName: (i, count) => (i === 0 ? 'From' : i === count - 1 ? 'To' : 'By'),
  addStation: 'Add a digit',
  fresh: 'New',
  freshFor: (name) => `New digit: ${name}`,
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
  reads: (read) => (read ? `Read as ${read.digit}, ${Math.round(100 * read.sure)} % sure` : ''),
  underPoint: 'The digit at the point',
  plane: 'The plane; drag over it, or use the two sliders',
  acrossAxis: 'Across',
  upAxis: 'Up',
  planeKind: 'Plane',
  projection: 'Widest spread',
  axes: 'Two numbers',
  acrossCoordinate: 'Across',
  upCoordinate: 'Up',
  coordinate: (i) => `Number ${i + 1}`,
  corners: ['Origin', 'Right', 'Up'],
  base: 'Start from',
  baseDigit: 'The digit before',
  changedDigit: 'The digit with the numbers as they are set',
  before: 'Before',
  reset: 'Reset',
  randomiseOne: 'Randomise one',
  sliders: 'The numbers of the latent',
  numberOf: (name, i, dim) =>
    name === 'z' || name === 'noise' ? `Number ${i + 1}` : dim === 1 ? name : `${name} ${i + 1}`,
  block: (name, prior, dim, low, high) =>
    prior === 'normal'
      ? `${name}: ${dim} numbers, each drawn from the standard normal distribution`
      : prior === 'uniform'
        ? `${name}: ${dim} code${dim === 1 ? '' : 's'}, drawn evenly from ${low} to ${high}`
        : `${name}: one of ${dim} values, each as likely`,
  effect: (name) => `What ${name.charAt(0).toLowerCase()}${name.slice(1)} does, from its lowest to its highest`,
  codeDoes: (name, changes) => {
    const effects = {
      ink: ['thinner', 'bolder'],
      slant: ['leans to the left', 'leans to the right'],
      width: ['narrower', 'wider'],
      height: ['lower', 'taller'],
    };
    const words = changes.map(({ measure, change }) => effects[measure][change > 0 ? 1 : 0]);
    return `${name}: ${words.join(', ') || 'little that can be measured'}`;
  },
  codeDraws: (i, digit) => `${i + 1}: ${digit}`,
  codeDrawsHow: (digit, share) => `read as ${digit} in ${Math.round(100 * share)} % of 16 draws`,
  pad: 'A sheet to draw a digit on; without a pointer, pick a test digit instead',
  padHint: 'Draw a digit here.',
  clear: 'Clear',
  testDigit: 'Test digit',
  previousDigit: 'Previous test digit',
  nextDigit: 'Next test digit',
  anyDigit: 'Any',
  asDrawn: 'Use as drawn: neither centred nor scaled',
  given: 'What the models get',
  givenAs: (isTest, raw) => (isTest ? 'The real digit' : raw ? 'As drawn' : 'Centred and scaled'),
  blank: 'Blank',
  drawnBack: 'Drawn back by the VAE',
  backBy: (title, difference) => `${title}: off by ${number(difference, 1)} %`,
  ganNearest: 'The nearest digit of the GAN',
  ganWaits: 'The GAN: not searched yet',
  ganBy: (title, difference) => `${title}: off by ${number(difference, 1)} %`,
  search: 'Search the GAN',
  cancel: 'Stop',
  codeChart: 'Its code: for each number of the latent the mean (accent) and one standard deviation to each side',
  codeChartOf: (mean, spread) =>
    `The code has ${mean.length} numbers: ${Array.from(mean, (value, i) => `${number(value, 1)} give or take ${number(spread[i], 1)}`).join('; ')}`,
  neighbours: 'Eight digits near the code',
  neighbour: (i) => `Neighbour ${i + 1}`,
  neighbourhood: 'Its neighbourhood: digits half a standard deviation away',
  models: 'Models',
  modelSize: (title, bytes) => `${title} (${megabytes(bytes)})`,
  mixture: 'VAEs also from a mixture: latents drawn where real digits lie',
  rowTitle: (title, mixed) => (mixed ? `${title}, from the mixture` : title),
  memory: 'Did it memorise?',
  theSample: 'The sample',
  inBits: 'In black and white',
  nearestDigit: 'The nearest training digit',
  nearestIs: (index, label) => `Training digit ${number(index)}, labelled ${label}`,
  loadingDigits: 'Loading the training digits',
  epoch: 'Epoch',
  epochOf: (epoch, last) => `${epoch} of ${last}`,
  run: 'Training run',
  runName: (title, preset) => `${title}: ${preset}`,
  epochSheet: 'Sixteen digits of the same latents',
  digitAt: (i, epoch) => `Digit ${i + 1} after epoch ${epoch}`,
  epochAxis: 'Epoch',
  lossAxis: 'Loss, mean of the epoch',
  terms: ['A', 'B', 'C'],
  result: 'A − B + C',
  termReads: (term, read) => (read ? `${term}: read as ${read.digit}, ${Math.round(100 * read.sure)} % sure` : term),
  threeFresh: 'Three fresh digits',
  usualLength: 'Bring the sum back to the usual distance from the centre',
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

export const share = {
  form: 'As',
  forms: { frame: 'Frame', element: 'Element', link: 'Link' },
  shows: 'It shows',
  parts: {
    models: 'Choice of model',
    views: 'Choice of view',
    controls: 'Controls',
    facts: 'What you see',
    lesson: 'Lesson',
    link: 'Link to this page',
  },
  copy: 'Copy embed',
  code: 'What is copied',
  title: 'latentwalk: handwritten digits that nobody wrote',
  notes: {
    frame: 'For anything that takes HTML: Moodle, Canvas, slides, notebooks. It opens exactly what you see now.',
    element: 'For a page of your own: it takes the width it is given, and tells your scripts what happens in it.',
    link: 'For a mail or a sheet of exercises: it opens this page as you see it now.',
  },
  localModel: ({ name }) =>
    `But ${name} is on this device alone: others see it only on a site that was built with its file in models/.`,
};

export const embedCode = (folder, model) => `import { loadModel } from
  '${folder}latentwalk.js';

const model = await loadModel(
  '${model.local ? `${model.name}.safetensors` : `${folder}models/${model.file}`}');
const z = await model.sampleLatents(7, 1);
const ink = await model.decode(z, 1${model.class_count > 0 ? ', { classLabels: [3] }' : ''});
// ${number(model.image_width)} x ${number(model.image_height)} values, 0 paper to 1 ink`;

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
