// The worker of a training, in Node.

import { parentPort } from 'node:worker_threads';

import '../module/latentwalk-node.js'; // reads files
import { serve } from './learn_work.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
serve({
  postMessage: (message, transfer) => port.postMessage(message, transfer),
  set onmessage(receive) {
    port.on('message', (data) => receive({ data }));
  },
});
