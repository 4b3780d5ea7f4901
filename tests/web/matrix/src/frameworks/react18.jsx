// React 18 writes every value as an attribute and knows no events of an element's own.
import React, { useEffect, useRef, useState } from 'react-18';
import { createRoot } from 'react-dom-18/client';
import 'latentwalk/element';

import { given, hand, heard } from './contract.js';

function App() {
  const [view, setView] = useState(given.view);
  const [extra, setExtra] = useState({});
  const element = useRef(null);
  hand({ setView, setHash: (hash) => setExtra({ hash }) });
  useEffect(() => {
    for (const [type, listener] of Object.entries(heard)) element.current.addEventListener(type, listener);
  }, []);
  return <latent-walk {...given} view={view} ref={element} {...extra} />;
}
createRoot(document.getElementById('root')).render(<App />);
