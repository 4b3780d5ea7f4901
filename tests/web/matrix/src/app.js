// What every bundler bundles: the module, and the element with a copy of the package's folder at /lw/.

import { loadModel } from 'latentwalk';
import 'latentwalk/element';

const noted = { errors: [] };
Object.assign(window, { noted });
try {
  const model = await loadModel(new URL('/lw/models/small-gan.safetensors', location.href));
  const ink = await model.decode(await model.sampleLatents(7, 1));
  noted.sum = ink.reduce((a, b) => a + b);
} catch (error) {
  noted.errors.push(error.message);
}
const element = document.createElement('latent-walk');
element.addEventListener('ready', () => (noted.ready = element.state.view));
element.addEventListener('error', ({ detail }) => noted.errors.push(detail.message));
element.src = '/lw/';
document.body.append(element);
