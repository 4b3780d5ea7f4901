// One request, one answer: all parts of what the worker sends, in one object.

/**
 * @param {Pick<import('./engine.js').Engine, 'request'>} engine
 * @param {object} message
 * @param {(part: Record<string, any>) => void} [onPart]
 * @returns {Promise<any>} null where a newer request on the same channel has overtaken this one
 */
export async function wholeAnswer(engine, message, onPart) {
  /** @type {Record<string, any>} */
  const answer = {};
  const end = await engine.request(message, (part) => {
    Object.assign(answer, part);
    onPart?.(part);
  });
  return end === 'stale' ? null : answer;
}
