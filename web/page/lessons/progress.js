// How far a visitor has come in each lesson, in this browser only. Where nothing may be stored, for as long as the page is
// open.

const kName = 'latentwalk-lessons';
const here = new Map(); // what could not be stored

function all() {
  try {
    const stored = JSON.parse(localStorage.getItem(kName) ?? '{}');
    return typeof stored === 'object' && stored !== null ? stored : {};
  } catch {
    return {};
  }
}

/**
 * @typedef {{given: string, right: boolean, tries: number}} Answer given: '' for what was done
 * @typedef {{step: number, answers: Record<number, Answer>}} Progress step: the last that was reached
 */

/** @param {string} id @returns {Progress} */
export function progressOf(id) {
  const stored = here.get(id) ?? all()[id];
  const answers = Object.entries(Object(Object(stored).answers)).filter(([, one]) => typeof one?.right === 'boolean');
  return { step: Number.isInteger(stored?.step) ? stored.step : 1, answers: Object.fromEntries(answers) };
}

/** @param {string} id @param {Progress} progress */
export function keepProgress(id, progress) {
  try {
    localStorage.setItem(kName, JSON.stringify({ ...all(), [id]: progress }));
    here.delete(id);
  } catch {
    here.set(id, progress);
  }
}
