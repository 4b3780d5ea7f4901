// What the page's scripts hand each other through the window, and modules that the build makes.

interface Window {
  /** start.js hands it to app.js */
  latentwalkStart: {
    manifest: import('../../../web/page/views/view.js').Manifest;
    worker: Worker | null;
    up: Promise<unknown>;
  };
  /** files that came as scripts: path -> base64 */
  latentwalkFiles?: Record<string, string>;
  /** the worker, where it runs in the page's thread */
  latentwalkServe(port: MessagePort): void;
  /** what reads lessons that are not the site's, in other pages */
  latentwalkLessons: typeof import('../../../web/page/lessons/own.js');
  /** what draws losses, in other pages */
  latentwalkCharts: typeof import('../../../web/vendor/uplot.js');
  /** where a worker belongs that was started from a copy of its source */
  latentwalkHome: string;
  /** what the documents' search looks through */
  latentwalkSections: { address: string; anchor: string; page: string; title: string; text: string }[];
}

declare var latentwalkFiles: Window['latentwalkFiles'];

/** What a service worker finds as `self`; TypeScript has no library of that beside the window's. */
interface ServiceWorkerScope {
  registration: { scope: string };
  location: Location;
  clients: { claim(): Promise<void> };
  addEventListener(
    type: 'install' | 'activate',
    listener: (event: { waitUntil(work: Promise<unknown>): void }) => void,
  ): void;
  addEventListener(
    type: 'fetch',
    listener: (event: { request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
}

declare module 'latentwalk:style' {
  const text: string;
  export default text;
}

declare module 'latentwalk:worker' {
  const text: string;
  export default text;
}

// The packages of scripts/inference, which are installed for that measurement alone.
declare module 'onnxruntime-node';
declare module 'onnxruntime-web';
