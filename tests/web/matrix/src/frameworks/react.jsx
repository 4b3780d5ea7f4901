import React, { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'latentwalk/element';

import { given, hand, heard, noted } from './contract.js';

class Boundary extends React.Component {
  state = {};
  static getDerivedStateFromError(error) {
    return { error };
  }
  componentDidCatch({ message }) {
    noted.errors.push(message);
  }
  render() {
    return this.state.error ? null : this.props.children;
  }
}

function App() {
  const [view, setView] = useState(given.view);
  const [extra, setExtra] = useState({});
  hand({ setView, setHash: (hash) => setExtra({ hash, manifest: {}, state: undefined }) });
  const events = { onready: heard.ready, onchange: heard.change, onerror: heard.error };
  return <latent-walk {...given} view={view} {...events} {...extra} />;
}
createRoot(document.getElementById('root')).render(
  <StrictMode>
    <Boundary>
      <App />
    </Boundary>
  </StrictMode>,
);
