import { createSignal } from 'solid-js';
import html from 'solid-js/html';
import { render } from 'solid-js/web';
import 'latentwalk/element';

import { given, hand, heard } from './contract.js';

const [view, setView] = createSignal(given.view);
const [hash, setHash] = createSignal(undefined);
hand({ setView, setHash });
render(
  () =>
    html`<latent-walk
      src=${given.src}
      prop:view=${() => view()}
      attr:stations=${given.stations}
      prop:loop=${given.loop}
      prop:t=${given.t}
      prop:hash=${() => hash()}
      on:ready=${heard.ready}
      on:change=${heard.change}
      on:error=${heard.error}
    ></latent-walk>`,
  document.getElementById('root'),
);
