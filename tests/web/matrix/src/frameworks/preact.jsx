import { h, render } from 'preact';
import { useState } from 'preact/hooks';
import 'latentwalk/element';

import { given, hand, heard } from './contract.js';

function App() {
  const [view, setView] = useState(given.view);
  const [extra, setExtra] = useState({});
  hand({ setView, setHash: (hash) => setExtra({ hash }) });
  const events = { onready: heard.ready, onchange: heard.change, onerror: heard.error };
  return h('latent-walk', { ...given, view, ...events, ...extra });
}
render(h(App), document.getElementById('root'));
