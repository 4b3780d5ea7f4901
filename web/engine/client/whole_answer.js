// One request, one answer: all parts of what the worker sends, in one object.

/**
 * @param {import('./engine.js').Engine} engine
 * @param {object} message
 * @param {(part: object) => void} [onPart]
 * @returns {Promise<object | null>} null where a newer request on the same channel has overtaken this one
 */
export async function wholeAnswer(engine, message, onPart) {
  const answer = {};
  const end = await engine.request(message, (part) => {
    Object.assign(answer, part);
    onPart?.(part);
  });
  return end === 'stale' ? null : answer;
}
