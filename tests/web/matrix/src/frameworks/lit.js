import { html, render } from 'lit';
import 'latentwalk/element';

import { given, hand, heard } from './contract.js';

const values = { ...given };
const show = (changed) => {
  const { src, view, stations, loop, t, hash } = Object.assign(values, changed);
  const element = html`<latent-walk
    src=${src}
    .view=${view}
    .stations=${stations}
    ?loop=${loop}
    .t=${t}
    .hash=${hash}
    @ready=${heard.ready}
    @change=${heard.change}
    @error=${heard.error}
  ></latent-walk>`;
  render(element, document.getElementById('root'));
};
hand({ setView: (view) => show({ view }), setHash: (hash) => show({ hash }) });
show({});
