// Six lessons: a paragraph and a state to look at while reading it. Each is one link, `#lesson=walk`, in the page, the
// frame and the element; one whose model or view is not there is not offered.

import { viewOf } from '../views/index.js';

/**
 * @typedef {object} Lesson
 * @property {string} id
 * @property {string} title
 * @property {string} summary one sentence, for the list of lessons
 * @property {string} text
 * @property {string} state as an address holds it
 * @property {string[]} [models] others that the state names
 * @property {string} [unless] another lesson: offered only where that one is not
 */

const kCollapse = {
  title: 'Mode collapse: a few shapes again and again',
  summary: 'A GAN fools its discriminator with a few shapes and forgets the rest.',
  text:
    'A GAN only has to fool its discriminator; nothing makes it draw all ten digits. If a few shapes are enough, the model draws ' +
    'only those: it collapses onto some modes of the data and forgets the rest. Move through the epochs and compare the sixteen ' +
    'pictures. How many different digits do you see? The random numbers behind the pictures are as varied as ever, but the ' +
    'network turns them into the same few shapes. No loss curve shows this: you have to look at samples, or count classes.',
};

/** @type {Lesson[]} */
export const kLessons = [
  {
    id: 'sampling',
    title: 'Sampling: digits from chance',
    summary: 'A network turns random numbers into pictures of digits.',
    text:
      'Nobody wrote these digits. For each one, the computer drew a short list of random numbers, and a network trained on 60,000 ' +
      'real digits turned the list into a picture. The same list always gives the same picture, and the seed determines the ' +
      'list. Press Sample for another seed, or type a seed that you share with your neighbour. Choose a digit to enlarge it. ' +
      'Which ones look like handwriting, and which are no digits at all?',
    state: 'model=conv-vae&view=sample&seed=1',
  },
  {
    id: 'walk',
    title: 'A walk through latent space',
    summary: 'Points between two digits give pictures between them.',
    text:
      'The numbers behind a picture are the coordinates of a point in latent space. Points that are close together give similar ' +
      'pictures. So you can walk from one digit to another and see what lies between. Press Play, or drag the slider. Then choose ' +
      'Lerp instead of Slerp: the straight line passes closer to the centre of the space than almost any point the network was ' +
      'trained on. Compare the pictures halfway.',
    state: 'model=conv-vae&view=walk&stations=1:27,1:29&t=0.5',
  },
  {
    id: 'vae-gan',
    title: 'VAE versus GAN: soft or crisp',
    summary: 'Two ways to train a network give two kinds of pictures.',
    text:
      'Both networks were trained on the same digits, with different objectives. The VAE compresses each digit to a few numbers, ' +
      'reconstructs it, and pays for every wrong pixel. Where it is unsure it draws the average, so its edges are soft. The GAN ' +
      'has to fool a second network that sees real digits, so its strokes are crisp, even where a picture is no digit. Look for ' +
      'a blurred digit from the VAE, and for a crisp picture from the GAN that is no digit at all.',
    state: 'model=conv-vae&view=compare&with=conv-vae,conv-gan&seed=1',
    models: ['conv-gan'],
  },
  {
    id: 'conditioning',
    title: 'Conditioning: ask for a digit',
    summary: 'You choose the class, and random numbers set the style.',
    text:
      'This network saw the class label of each digit during training, so you can ask it for a class. Choose a class label: every ' +
      'picture on the sheet becomes that digit and keeps its own random numbers, and with them its slant and its weight. Class ' +
      'and style are separate: you choose the class, and the random numbers set the style. Choose All to see all ten classes in ' +
      'turn.',
    state: 'model=cvae&view=sample&seed=1&digit=3',
  },
  {
    id: 'codes',
    title: 'Disentangled codes: one slider, one meaning',
    summary: 'A network found out by itself what makes digits different.',
    text:
      'Nobody told this network what a seven or a slant is. Besides random numbers it was given a few codes, and it had to draw ' +
      'pictures from which the codes can be read back. So it lets the codes stand for what differs most: one code chooses the ' +
      'digit, others change how it is drawn. Move one slider at a time and describe what it does. In the other models, one ' +
      'slider changes several things at once.',
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
