// Runs the models off the main thread. Knows nothing of the page: a request in, pixels out, in parts as they are
// ready. A newer request on the same channel ends the one that is running; {kind: 'cancel', channel} ends it too.
//
//   {id, kind, channel?, …} -> {id, …part}… {id, done}
//
// A request that a newer one has overtaken ends with {id, stale}, one that fails with {id, error}. {kind: 'abandon',
// request} ends the request with that id. What each kind takes and sends is told where it is done, in worker/.

import { giveBytes } from '../module/bytes.js';
import { core } from '../module/core.js';
import { help } from '../module/crew.js';
import { serve as serveLearning } from '../learn/learn_work.js';
import * as earlyDownloads from './early_downloads.js';
import * as inside from './inside.js';
import * as codes from './codes.js';
import * as digits from './digits.js';
import * as drift from './drift.js';
import * as drawing from './drawing.js';
import * as meanings from './meanings.js';
import { crew, forgetModel } from './models.js';
import * as proving from './proving.js';
import * as search from './search.js';
import * as theory from './theory.js';

const kKinds = { ...drawing, ...drift, ...inside, ...codes, ...digits, ...meanings, ...search, ...proving, ...theory };
const newest = new Map(); // channel -> id of its newest request
const running = new Set(); // ids of the requests that somebody waits for
const patient = new Set(); // those of them that let all others go first
let onEnd = []; // who waits for a request to end
const kStale = new Error('overtaken by a newer request');

/** Answers what comes through a port: the worker's own, or one that leads to the page's thread where no worker may be. */
function serve(port) {
  port.onmessage = ({ data }) => answer(data, port);
}

if (self.document)
  self.latentwalkServe = serve; // spawn.js
else serve(self);

async function answer(request, port) {
  const { id, kind, channel } = request;
  if (kind === 'home') return void (self.latentwalkHome = request.home); // what import.meta.url is in a bundle (build/bundles.mjs)
  if (kind === 'warm') return void core(new URL('latentwalk.wasm', import.meta.url)).catch(() => {}); // open says what is wrong
  if (kind === 'help') return help(request.port);
  if (kind === 'learn') return serveLearning(request.port);
  if (kind === 'helper') return crew.add(request.port);
  if (kind === 'file') return giveBytes(request.url, request.bytes);
  if (kind === 'forget') return void (forgetModel(request.url), codes.forgetCodes(request.url));
  if (kind === 'up') return port.postMessage({});
  if (kind === 'abandon') return running.delete(request.request);
  if (Object.hasOwn(earlyDownloads, kind)) return earlyDownloads[kind](request);
  if (channel) newest.set(channel, id);
  running.add(id);
  try {
    if (kind !== 'cancel') {
      if (!Object.hasOwn(kKinds, kind)) throw new Error(`no request is called '${kind}'`);
      await kKinds[kind](request, {
        send: (part, transfer) => port.postMessage({ id, ...part }, transfer ?? []),
        breathe,
        /** Waits until no other request is running. */
        async idle() {
          patient.add(id);
          await breathe();
          while (Array.from(running).some((other) => !patient.has(other)))
            await new Promise((resume) => onEnd.push(resume));
        },
        /** To be awaited now and then in long work. */
        async check() {
          await breathe();
          if (!running.has(id) || (channel && newest.get(channel) !== id)) throw kStale;
        },
      });
    }
    port.postMessage({ id, done: true });
  } catch (error) {
    // A core that faulted is of no more use, nor is this worker: the page makes another and asks it once more.
    if (error.cause instanceof WebAssembly.RuntimeError)
      setTimeout(() => {
        throw error;
      });
    else port.postMessage(error === kStale ? { id, stale: true } : { id, error: error.message });
  } finally {
    running.delete(id);
    patient.delete(id);
    const waiting = onEnd;
    onEnd = [];
    for (const resume of waiting) resume();
  }
}

/** Lets the messages that have arrived meanwhile be seen. */
function breathe() {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(null);
  });
}
