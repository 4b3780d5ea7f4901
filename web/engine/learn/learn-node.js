// learn.js for Node 18 and newer: its workers are those of node:worker_threads.

import { Worker } from 'node:worker_threads';

import { makeWorkersWith } from './learn.js';

makeWorkersWith(() => {
  const thread = new Worker(new URL('learn_worker-node.js', import.meta.url));
  const worker = {
    postMessage: (message, transfer) => thread.postMessage(message, transfer),
    terminate: () => thread.terminate(),
    onmessage: null,
    onerror: null,
  };
  thread.on('message', (data) => worker.onmessage?.({ data }));
  thread.on('error', (error) => worker.onerror?.({ message: error.message }));
  thread.on('exit', (code) => worker.onerror?.({ message: `its thread ended with code ${code}` }));
  return worker;
});

export * from './learn.js';
