// Names of controls and pictures, and the notes beneath them.

import { formatStation } from '../params/params.js';
import { digitNames } from './tray.js';
import { classOf, megabytes, number, readAs } from './numbers.js';

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);
const signed = (value) => String(value).replace('-', '−');

export const views = {
  sample: 'Sample',
  walk: 'Walk',
  map: 'Map',
  dimensions: 'Dimensions',
  draw: 'Draw',
  inside: 'Inside',
  learn: 'Learn',
  compare: 'Compare',
  training: 'Training',
  arithmetic: 'Arithmetic',
  theory: 'Theory',
};

const kLayerKinds = [
  ['conv_transpose2d', 'transposed convolution'],
  ['conv2d', 'convolution'],
  ['linear', 'fully connected'],
  ['max_pool2d', 'max pooling'],
  ['sigmoid', 'sigmoid'],
  ['tanh', 'tanh'],
  ['batch_norm', 'batch normalisation'],
];

/** What a class is called: its name, or its label where the classes have no names. @param {{classes?: string[]}} model @param {number} label */
export const className = ({ classes }, label) => classes?.[label] ?? String(label);

/**
 * A digit in words: 'seed 7:12', or 'seed 7:12 (class 3)' where a class is asked for; a latent vector that no seed gives.
 * @param {{seed: number, index: number, digit?: number | null, latent?: number[]}} station
 * @param {{classes?: string[]}} [model] names the classes
 */
export const stationWords = ({ seed, index, digit = null, latent }, model = {}) => {
  const ofClass = digit === null ? '' : ` (class ${className(model, digit)})`;
  return `${latent ? 'a latent vector' : `seed ${formatStation({ seed, index })}`}${ofClass}`;
};

/** Stations in words: 'seed 1:27 to 1:29'. */
export const stationsWords = (stations, model) =>
  stations
    .map((station) => stationWords(station, model))
    .join(' to ')
    .replaceAll(' to seed ', ' to ');

const timesRate = (factor) => `× ${factor.toLocaleString('en', { maximumSignificantDigits: 2 })}`;

export const labels = {
  retry: 'Try again',
  model: 'Model',
  closeModel: (title) => `Close ${title}`,
  cancelReading: 'Cancel',
  views: 'Views',
  lessons: 'Lessons',
  lesson: 'Lesson',
  writeLesson: 'Write a lesson',
  closeLesson: 'Close the lesson',
  noLesson: (message) => `The lesson could not be loaded (${message}).`,
  fullPage: 'Open the full page',
  loading: 'Loading the model',
  poster: 'A sheet of 64 digits that a model drew in advance',
  seen: 'What you see',
  controls: 'Controls',
  sheet: 'Sheet of digits. Use the arrow keys to move between digits.',
  seed: 'Seed',
  recentSeeds: 'Last seeds',
  seedAgain: (seed) => `Sample seed ${seed} again`,
  sample: 'Sample',
  chosen: 'Chosen digit',
  walkFrom: 'Walk from here',
  walkTo: 'Walk to here',
  digit: (index, seed, read) => `Digit ${index} of seed ${seed}${read ? `, ${classOf(read)}` : ''}`,
  digitOf: (index, title) => `digit ${index} of ${title}`,
  pickHint: 'Choose a digit to enlarge it or to walk from it. It returns to where the seed put it.',
  move: 'Move',
  station: (station, model) => capital(stationWords(station, model)),
  latentVector: 'latent vector',
  stationName: (i, count) => (i === 0 ? 'From' : i === count - 1 ? 'To' : 'Via'),
  addStation: 'Add a digit',
  fresh: 'Random',
  freshFor: (name) => `Random digit: ${name}`,
  removeFor: (name) => `Remove digit: ${name}`,
  firstDigit: 'First digit',
  lastDigit: 'Last digit',
  onTheWay: 'Current digit',
  place: 'Position in the walk',
  play: 'Play',
  pause: 'Pause',
  reverse: 'Swap ends',
  path: 'Interpolation',
  round: 'Slerp (circle)',
  straight: 'Lerp (straight)',
  frames: 'Frames',
  speed: 'Speed',
  framesAndSpeed: 'Frames, speed and loop',
  loop: 'Loop: return to the first digit',
  recordTitle: 'Record',
  record: { gif: 'GIF', webm: 'WebM video', png: 'PNG strip' },
  reads: (read) => (read ? capital(readAs(read)) : ''),
  underPoint: 'Digit at the point',
  plane:
    'Map of latent space. Arrow keys move the map, plus and minus zoom, 0 shows all of it, Shift with arrow keys moves the point, Enter makes its digit the current one.',
  mapDigit: 'Real digit',
  mapDigitIs: (n, label) => `Test digit ${n}, label ${label}`,
  mapReconstruction: 'Its reconstruction',
  mapPicture: 'On the map',
  mapPlace: (x, y) => `map at ${signed(number(x, 2))}, ${signed(number(y, 2))}`,
  testDigitName: (n) => `test digit ${n}`,
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomReset: 'Show the whole map',
  realDigits: 'Real digits on the map',
  showClass: (one) => `Show real digits of class ${one}`,
  allClasses: 'All',
  noClasses: 'None',
  drawPath: 'Draw a path',
  addPoint: 'Add the point to the path',
  clearPath: 'Clear the path',
  throughMean: 'Move the plane back to the mean',
  acrossAxis: 'Across',
  upAxis: 'Up',
  planeKind: 'Plane',
  projection: 'Widest spread',
  axes: 'Two coordinates',
  acrossCoordinate: 'Across',
  upCoordinate: 'Up',
  coordinate: (i) => `Coordinate ${i}`,
  corners: ['Origin', 'Right', 'Up'],
  base: 'Start from',
  baseDigit: 'Original digit',
  changedDigit: 'Changed digit',
  before: 'Original',
  reset: 'Reset',
  randomiseOne: 'Randomise a coordinate',
  sliders: 'Coordinates of the latent vector',
  numberOf: (name, i, dim, offset) =>
    name === 'z' || name === 'noise' ? `Coordinate ${offset + i}` : dim === 1 ? name : `${name} ${i + 1}`,
  block: (name, prior, dim, low, high) =>
    prior === 'normal'
      ? `${name}: ${dim} numbers from the standard normal distribution`
      : prior === 'uniform'
        ? `${name}: ${dim} code${dim === 1 ? '' : 's'}, uniform between ${signed(low)} and ${signed(high)}`
        : `${name}: one of ${dim} equally likely values`,
  shownNumbers: 'Shown',
  shownOf: (first, last, count) => `${number(first)} to ${number(last)} of ${number(count)}`,
  effect: (name) => `From the lowest to the highest value of ${lower(name)}`,
  nameCodes: 'Show what the codes do',
  codeDoes: (name, changes) => {
    const effects = {
      ink: ['thinner', 'bolder'],
      slant: ['leans to the left', 'leans to the right'],
      width: ['narrower', 'wider'],
      height: ['shorter', 'taller'],
    };
    const words = changes.map(({ measure, change }) => effects[measure][change > 0 ? 1 : 0]);
    return `${name}: ${words.join(', ') || 'no clear effect'}`;
  },
  codeDraws: (i, digit) => `${i + 1}: ${digit}`,
  codeDrawsHow: (digit, share) => `${Math.round(100 * share)} % of 16 samples are classified as ${digit}`,
  insideImage: 'Image',
  insideDrawn: 'Output',
  insideCode: 'Mean and spread',
  insideLatent: 'z',
  encoder: 'Encoder',
  decoder: { gan: 'Generator', vae: 'Decoder' },
  layerName: (network, i, kind, shape) => `${network} layer ${i + 1}, ${kind}, ${shape}`,
  layerKind: (steps) => kLayerKinds.find(([type]) => steps.includes(type))?.[1] ?? steps.at(-1),
  layerShape: (shape) => `${shape.join(' × ')} value${shape.join() === '1' ? '' : 's'}`,
  layerSize: (shape) => shape.join(' × '),
  activations: (name) => `Activations: ${name}`,
  drawAgain: 'Draw z again',
  useMean: 'Use the mean',
  anotherDigit: 'Another digit',
  realDigit: 'A real digit',
  pad: 'Drawing area. Draw a digit with a mouse, finger or pen, or choose a test digit instead.',
  padHint: 'Draw a digit here.',
  clear: 'Clear',
  testDigit: 'Test digit',
  previousDigit: 'Previous test digit',
  nextDigit: 'Next test digit',
  anyDigit: 'Random',
  asDrawn: "Don't centre or resize my drawing",
  given: 'Input of the models',
  givenAs: (isTest, raw) => (isTest ? 'Real digit' : raw ? 'As drawn' : 'Centred and resized'),
  blank: 'Blank',
  drawnBack: 'Reconstruction by the VAE',
  backBy: (title, difference) => `${title}: average pixel error ${number(difference, 1)} %`,
  ganNearest: 'Nearest digit of the GAN',
  ganWaits: 'No search has run yet',
  ganBy: (title, difference) => `${title}: average pixel error ${number(difference, 1)} %`,
  search: 'Find the nearest GAN digit',
  cancel: 'Stop',
  codeChart: 'Code of the digit: the mean of each coordinate (coloured), and one standard deviation to each side',
  codeChartPart: (shown, count) => `; the first ${number(shown)} of ${number(count)} coordinates`,
  codeChartOf: (mean, spread) =>
    `The code has ${mean.length} coordinates: ${Array.from(mean, (value, i) => `${number(value, 1)} plus or minus ${number(spread[i], 1)}`).join('; ')}`,
  neighbours: 'Eight digits near the code',
  neighbour: (i) => `Neighbour ${i + 1}`,
  neighbourhood: 'Digits near the code: normal noise with standard deviation 0.5 is added to it',
  models: 'Models',
  modelSize: (title, bytes) => `${title} (${megabytes(bytes)})`,
  prior: 'Prior of VAEs',
  priors: { fitted: 'Fitted to the codes', standard: 'Standard normal' },
  rowTitle: ({ title, has_fitted_prior: both }, prior) => (both ? `${title}, ${prior} prior` : title),
  memory: 'Did the model memorise its training digits?',
  theSample: 'Sample',
  inBits: 'In black and white',
  nearestDigit: 'Nearest training digit',
  nearestIs: (index, label) => `Training digit ${number(index)}, label ${label}`,
  loadingDigits: 'Loading the training digits',
  epoch: 'Epoch',
  epochOf: (epoch, last) => `${epoch} of ${last}`,
  run: 'Training run',
  runName: (title, preset) => `${title}: ${preset}`,
  epochSheet: 'Sixteen digits, decoded from the same latent vectors after each epoch',
  digitAt: (i, epoch) => `Digit ${i + 1} after epoch ${epoch}`,
  epochAxis: 'Epoch',
  lossAxis: 'Mean loss of the epoch',
  train: 'Train',
  oneStep: 'One step',
  rewind: 'Rewind',
  saveModel: 'Save the model',
  openModel: 'Use in other views',
  config: 'Network',
  trainingSeed: 'Training seed',
  learningRate: 'Learning rate',
  timesRate,
  klWeight: 'KL weight',
  discriminatorRate: 'Rate of the discriminator',
  freeze: 'Freeze the discriminator',
  latentNumbers: 'Latent numbers',
  asConfigured: (count) => `${count}, as configured`,
  trainingDigits: 'Training digits',
  allDigits: (count) => `All ${number(count)}`,
  firstDigits: (count) => `The first ${number(count)}`,
  tryThis: 'Example',
  ownSettings: 'Your own settings',
  tries: {
    good: 'A GAN that learns well',
    collapse: 'A GAN that collapses',
    fast: 'A rate that is too high',
    posterior: 'Posterior collapse',
    memory: 'Memorising 100 digits',
  },
  twoRuns: 'Two runs side by side',
  settingsOf: 'Settings of',
  runNames: ['Run A', 'Run B'],
  runWith: (run, settings) => (settings.length === 0 ? run : `${run}: ${settings.join(', ')}`),
  runSettings: {
    rate: (power) => `learning rate ${timesRate(10 ** power)}`,
    kl: (weight) => `KL weight ${number(weight, 1)}`,
    drate: (power) => `discriminator's rate ${timesRate(10 ** power)}`,
    freeze: (on) => (on ? 'discriminator frozen' : 'discriminator learns'),
    latent: (count) => (count === 0 ? 'latent numbers as configured' : `${count} latent numbers`),
  },
  learnMap: 'Real digits at the means of their codes',
  learnSheet: 'Digits drawn from the same latent vectors while the network learns',
  learnDigit: (i) => `Digit ${i}`,
  stepAxis: 'Step',
  lossOfStep: 'Loss of the batch',
  terms: ['A', 'B', 'C'],
  result: 'A − B + C',
  termReads: (term, read) => (read ? `${term}: ${readAs(read)}` : term),
  makeCurrent: 'Make this the current digit',
  seedDigit: (seed, index) => digitNames.seed(seed, index),
  threeFresh: 'Three random digits',
  usualLength: 'Scale the result to the mean length of A, B and C',
  anyClass: 'All',
  autoClass: 'Auto',
  digitClass: 'Class label',
};

export const notes = {
  inside:
    'Ink shows the size of a value on the same scale everywhere: 1 is half ink. Negative values have the second colour.',
  testDigit: 'Real digits that no model was trained on.',
  memory: 'Choose a digit above to see its nearest training digit.',
  noTraining:
    'This site was built without the training digits, so it cannot show the nearest one. Build it with MNIST in data/mnist.',
  looking: (count, bytes) => `Searching ${number(count)} training digits (${megabytes(bytes)}, loaded once).`,
  map: 'Drag the ring to move the point. Drag elsewhere to move the map, and scroll or pinch to zoom. Click a numeral to lead the plane through its digit.',
  record: 'GIF and WebM show the whole walk. The strip shows up to twelve pictures side by side.',
  seed: 'A seed draws the same sheet on every machine.',
  station: 'Type a seed (7), or seed:index for one digit of its sheet (7:12).',
  trainingSeed: 'A seed repeats the whole training: weights, order of the digits, and noise.',
  twoRuns: 'Both runs have the same network, digits and seed. Only the settings below may differ.',
  learn: ({ training, family }, { count }) =>
    `A step takes ${training.batch_size} of ${number(count)} real digits and changes every weight a little.${family === 'gan' ? ' Two networks learn in turn.' : ''} Training runs in this browser; nothing is sent anywhere.`,
  frames: 'Each leg has 2 to 240 pictures. It takes three seconds at speed 1.',
};
