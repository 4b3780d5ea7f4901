// Six lessons: a paragraph and a state to look at while reading it. Each is one link, `#lesson=walk`, in the page, the
// frame and the element; one whose model or view is not there is not offered.

import { viewOf } from '../views/index.js';

/**
 * @typedef {object} Lesson
 * @property {string} id
 * @property {string} title
 * @property {string} text
 * @property {string} state as an address holds it
 * @property {string[]} [models] others that the state names
 * @property {string} [unless] another lesson: offered only where that one is not
 */

const kCollapse = {
  title: 'Mode collapse: one good trick',
  text:
    'A GAN is asked to fool its critic, not to draw all ten digits. If a few shapes fool it, drawing only those will do: the ' +
    'model collapses onto some modes of the data and forgets the rest. Move through the training and count how many different ' +
    'digits there are on the sheet. The random numbers behind the pictures are as different as ever; what is lost is what the ' +
    'network makes of them. No loss curve tells you that: you have to look, or count classes.',
};

/** @type {Lesson[]} */
export const kLessons = [
  {
    id: 'sampling',
    title: 'Sampling: digits from chance',
    text:
      'Nobody wrote these digits. For each one the computer rolled a short list of random numbers, and a network that has ' +
      'learned from 60,000 real digits turned the list into a picture. The same list always gives the same picture, and the ' +
      'seed tells which list: press Sample for another seed, or type one that you share with your neighbour. Choose a digit to ' +
      'see it large. Which ones would you take for handwriting, and which are no digit at all?',
    state: 'model=conv-vae&view=sample&seed=1',
  },
  {
    id: 'walk',
    title: 'A walk through latent space',
    text:
      'The numbers behind a picture are the coordinates of a point, and points close together give pictures that look alike. So ' +
      'one can walk from the point of one digit to that of another and draw what lies between. Press Play, or drag the slider. ' +
      'Then choose Straight instead of Round: the straight line cuts through the middle of the space, nearer to the centre than ' +
      'almost any point the network was trained on, and the pictures halfway show it.',
    state: 'model=conv-vae&view=walk&stations=1:27,1:29&t=0.5',
  },
  {
    id: 'vae-gan',
    title: 'VAE versus GAN: soft or crisp',
    text:
      'Both networks learned from the same digits, by two different games. The VAE squeezes each digit into a few numbers, draws ' +
      'it back, and pays for every wrong pixel: where it is unsure it draws the average, so its edges are soft. The GAN never ' +
      'copies: its pictures must fool a second network that knows real digits, so its strokes are crisp, and when it fails it ' +
      'fails boldly. Look for a blurred digit on the one side and for a crisp one that is no digit on the other.',
    state: 'model=conv-vae&view=compare&with=conv-vae,conv-gan&seed=1',
    models: ['conv-gan'],
  },
  {
    id: 'conditioning',
    title: 'Conditioning: ask for a digit',
    text:
      'This network was told the class of each digit while it learned, so now it can be asked for one. Choose a digit: all of the ' +
      'sheet becomes that digit, while every picture keeps its own random numbers, and with them its slant and its weight. Class ' +
      'and style have come apart: the class is asked for, the style is rolled. Choose Any to see all ten classes drawn by turns.',
    state: 'model=cvae&view=sample&seed=1&digit=3',
  },
  {
    id: 'codes',
    title: 'Disentangled codes: one knob, one meaning',
    text:
      'Nobody told this network what a seven or a slant is. But beside its random numbers it was given a few codes, and had to ' +
      'draw so that the codes can be read from the picture. The way out that it found is to let the codes mean what differs most: ' +
      'one chooses the digit, others change how it is drawn. Move one slider at a time and say what it does. In the other models ' +
      'a slider changes a bit of everything.',
    state: 'model=infogan&view=dimensions&base=1:32',
  },
  { id: 'collapse', ...kCollapse, state: 'model=conv-gan&view=training&run=conv-gan-paper' },
  { id: 'collapse-fc', ...kCollapse, state: 'model=fc-gan&view=training&run=fc-gan-paper', unless: 'collapse' },
];

/** The lessons that this site can give. */
export function offeredLessons(manifest) {
  const given = kLessons.filter((lesson) => isGiven(lesson, manifest));
  return given.filter(({ unless }) => !given.some(({ id }) => id === unless));
}

function isGiven({ state, models = [] }, manifest) {
  const values = new URLSearchParams(state);
  const find = (name) => manifest.models.find((model) => model.name === name);
  const model = find(values.get('model'));
  const run = values.get('run');
  const hasRun = !run || (manifest.history ?? []).some((entry) => `${entry.model}-${entry.preset}` === run);
  return Boolean(model && models.every(find) && hasRun && viewOf(values.get('view'))?.accepts(model, manifest));
}

/** A lesson that this site can give, else undefined. */
export const lessonOf = (id, manifest) => offeredLessons(manifest).find((lesson) => lesson.id === id);

/**
 * The texts that a lesson gives where nothing else does.
 * @param {(name: string) => string | null | undefined} get what was said otherwise; `lesson` among it
 * @returns {(name: string) => string | null}
 */
export function withLesson(get, manifest) {
  const lesson = lessonOf(get('lesson'), manifest);
  const preset = lesson && new URLSearchParams(lesson.state);
  return (name) => get(name) ?? preset?.get(name) ?? null;
}
