// What is said about putting it on another page.

import { number } from './numbers.js';

export const offlineIntro =
  'Handwritten digits that nobody wrote: a small neural network draws each one in your browser. This file contains the whole page, so it works offline.';

export const share = {
  form: 'Format',
  forms: { frame: 'Frame', element: 'Element', link: 'Link', picture: 'Picture' },
  size: 'Size',
  sizes: { page: 'Page', slide: 'Slide (800 × 500)', column: 'Column (400 × 600)', phone: 'Phone (320 × 568)' },
  theme: 'Theme',
  themes: { auto: 'As the device', light: 'Light', dark: 'Dark' },
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
  savePicture: 'Save picture',
  code: 'Code to copy',
  frameTitle: (view, model) => `${view}: ${model} (latentwalk)`,
  pictureAlt: (view, model) => `${view}: ${model}, drawn by latentwalk`,
  notes: {
    frame:
      'A frame works wherever HTML works: in Moodle, Canvas, slides and notebooks. It opens with exactly what you see now.',
    element: 'An element is for your own page. It adapts to the available width and sends events to your scripts.',
    link: 'A link is for a mail or a worksheet. It opens this page as you see it now.',
    picture:
      'A picture is for what cannot run scripts: mail, PDF and print. Save it beside your page; the link opens what it shows.',
  },
  needs: {
    frame: (origin) =>
      `The host must allow frames from ${origin}. If it uses sandbox, it must add allow-scripts; recordings and pictures also need allow-downloads. allow-same-origin is not needed.`,
    element: (origin) =>
      `The policy of your page must allow scripts, styles, pictures and connections from ${origin}, 'wasm-unsafe-eval', and workers from blob:.`,
  },
  warnings: {
    device: 'This address is on your device: other devices cannot open it.',
    insecure: 'This address begins with http:. A page at https: does not show frames and elements from it.',
    unshared: {
      frame:
        'This server does not send Access-Control-Allow-Origin, so that a sandboxed frame has only the default model and one of the other family.',
      element:
        'This server does not send Access-Control-Allow-Origin, so that the element works only on pages of this server.',
    },
  },
  localModel: ({ name }) =>
    `${name} is only on this device. To share it, build a site with its file in the folder models/.`,
};

/** What stands in the element until its script runs, which a host may forbid: the words before, in and after the link. */
export const fallback = (origin) => [
  'If nothing appears here, this page may not load ',
  'the digits',
  ` from ${origin}.`,
];

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
