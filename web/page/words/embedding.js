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

export const embedCode = (folder, model) => `import { loadModel } from
  '${folder}latentwalk.js';

const model = await loadModel(
  '${model.local ? `${model.name}.safetensors` : `${folder}models/${model.file}`}');
const z = await model.sampleLatents(7, 1);
const ink = await model.decode(z, 1${model.class_count > 0 ? ', { classLabels: [3] }' : ''});
// ${number(model.image_width)} x ${number(model.image_height)} values, 0 paper to 1 ink`;
