// Downloads that the page began while this worker was starting (start.js): the server's answer, then its bytes as they come.

import { expectResponse, giveResponse } from '../module/bytes.js';

const streams = new Map(); // address -> controller of the stream that its bytes go into

/** {url}: who wants these bytes waits for what follows. */
export const coming = ({ url }) => expectResponse(url);

/** {url, ok, status, statusText, headers} */
export function answer({ url, ok, status, statusText, headers }) {
  if (!ok) return giveResponse(url, { ok, status, statusText });
  const body = new ReadableStream({
    start: (controller) => void streams.set(url, controller),
    cancel: () => void streams.delete(url),
  });
  giveResponse(url, new Response(body, { headers }));
}

/** {url, bytes} */
export const bytes = ({ url, bytes: part }) => streams.get(url)?.enqueue(part);

/** {url, error?}: all are there, or no more will come. Where no answer came at all, it is asked for anew. */
export function end({ url, error }) {
  const stream = streams.get(url);
  streams.delete(url);
  if (!stream) giveResponse(url, null);
  else if (error) stream.error(new Error(error));
  else stream.close();
}
