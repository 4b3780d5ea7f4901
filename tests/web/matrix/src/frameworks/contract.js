// What each framework's page is asked to do, and what it notes.

export const noted = { ready: '', changes: [], errors: [] };
export const given = { src: '/lw/', view: 'walk', stations: '3:2,4:5', loop: true, t: 0.25 };
export const heard = {
  ready: ({ detail }) => (noted.ready = detail.state.view),
  change: ({ detail }) => noted.changes.push(detail.state.view),
  error: (event) => noted.errors.push(event.detail?.message ?? 'an event without a message'),
};
addEventListener('unhandledrejection', ({ reason }) => noted.errors.push(String(reason)));

/** @param {{setView: (view: string) => void, setHash: (hash: string) => void}} controls */
export const hand = (controls) => Object.assign(window, { noted, controls });
