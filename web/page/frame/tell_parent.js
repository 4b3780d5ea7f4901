// Tells the page around a frame how high its content is, so that it can make the frame as high, and what was answered in
// a lesson (docs/embedding.md).

/**
 * @param {number} height in CSS pixels
 * @returns {object[]} the messages: ours, that of H5P's resizer, and that of Canvas
 */
const messagesOf = (height) => [
  { type: 'latentwalk.height', height },
  { context: 'h5p', action: 'resize', scrollHeight: height },
  { subject: 'lti.frameResize', height },
];

/** Tells the page around that a question of a lesson was answered. */
export function tellAnswer(answer) {
  if (parent !== self) parent.postMessage({ type: 'latentwalk.answer', ...answer }, '*'); // as below
}

/**
 * Tells it now and whenever it changes, as long as it is wanted.
 * @param {() => boolean} isWanted
 */
export function tellHeight(isWanted) {
  if (parent === self) return;
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told || !isWanted()) return;
    told = height;
    for (const message of messagesOf(height)) parent.postMessage(message, '*'); // no secret, and any page may frame this one
  }).observe(document.body);
}
