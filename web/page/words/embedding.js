// What is said about putting it on another page.

import { number } from './numbers.js';

export const offlineIntro =
  'Handwritten digits that nobody wrote: a small neural network draws each of them here. All of it is in this one file, so it works without a connection.';

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

const short = (value) => `'${String(value).slice(0, 60)}'`;

/** What the element says to whoever writes a page. */
export const element = {
  noFolder:
    'The folder with the models is not known: copy the folder of the package latentwalk to your site, and name it in src, such as src="/latentwalk/".',
  noAddress: (src) =>
    `src is ${short(src)}, which is no address here: give a whole one, such as https://example.org/latentwalk/.`,
  noSuch: (name, given, choices) =>
    `${name} is ${short(given)}, ${choices ? `expected one of ${choices.join(', ')}` : 'which has no meaning here'}; the default is used`,
  notAState: (given) => `state is ${short(given)}, expected an object of strings, such as { view: 'map' }`,
  manifestIsRead: 'manifest is the list of models that was loaded and cannot be set: choose the folder with src',
};

export const embedCode = (folder, model) => `import { loadModel } from
  '${folder}latentwalk.js';

const model = await loadModel(
  '${model.local ? `${model.name}.safetensors` : `${folder}models/${model.file}`}');
const z = await model.sampleLatents(7, 1);
const ink = await model.decode(z, 1${model.class_count > 0 ? ', { classLabels: [3] }' : ''});
// ${number(model.image_width)} x ${number(model.image_height)} values, 0 paper to 1 ink`;
