// What is said about putting it on another page.

import { number } from './numbers.js';

export const offlineIntro =
  'Handwritten digits that nobody wrote: a small neural network draws each one in your browser. This file contains the whole page, so it works offline.';

export const share = {
  form: 'Format',
  forms: { frame: 'Frame', element: 'Element', link: 'Link' },
  shows: 'Include',
  parts: {
    models: 'Models',
    views: 'Views',
    controls: 'Controls',
    facts: 'What you see',
    lesson: 'Lesson',
    link: 'Link to this page',
    tray: 'Current digit',
  },
  copy: 'Copy embed',
  saveScene: 'Save scene',
  code: 'Code to copy',
  title: 'latentwalk: handwritten digits that nobody wrote',
  notes: {
    frame:
      'A frame works wherever HTML works: in Moodle, Canvas, slides and notebooks. It opens with exactly what you see now.',
    element: 'An element is for your own page. It adapts to the available width and sends events to your scripts.',
    link: 'A link is for a mail or a worksheet. It opens this page as you see it now.',
  },
  localModel: ({ name }) =>
    `${name} is only on this device. To share it, build a site with its file in the folder models/.`,
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
// ${number(model.image_width)} x ${number(model.image_height)} values from 0 (paper) to 1 (ink)`;
