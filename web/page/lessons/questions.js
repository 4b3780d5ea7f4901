// The three kinds of questions: one of several answers, a number, and something to be done on the page.

/**
 * @typedef {{least?: number, most?: number}} Range
 * @typedef {{kind: 'choice', ask: string, choices: string[], answer: number, reason: string}} Choice
 * @typedef {{kind: 'number', ask: string, answer: number, tolerance?: number, reason: string}} NumberQuestion
 * @typedef {{kind: 'do', ask: string, answer: Record<string, string | number | Range>, reason: string}} Deed
 * @typedef {Choice | NumberQuestion | Deed} Question
 * @typedef {{title?: string, text: string, state: string, question?: Question}} Step
 * @typedef {{id: string, title: string, summary: string, aim: string, minutes: number, steps: Step[],
 *   teacher?: {misconceptions?: {says: string, answer: string}[], discussion?: {ask: string, answer: string}[]}}} Lesson
 */

/** What a deed may ask for besides the keys of an address: what is to be seen on the stage. */
export const kSeen = ['reads', 'classes', 'steps'];

/** A number as people write it; NaN where the text is none. @param {string} text */
export function numberIn(text) {
  const written = text.trim().replace(',', '.').replace('−', '-');
  return /^-?(\d{1,12}(\.\d{0,12})?|\.\d{1,12})$/.test(written) ? Number(written) : NaN;
}

const isWithin = (value, { least = -Infinity, most = Infinity }) => value >= least && value <= most;

/**
 * Whether an answer is right.
 * @param {Choice | NumberQuestion} question
 * @param {number} given the index of a choice, or a number
 */
export const isRight = (question, given) =>
  question.kind === 'choice'
    ? given === question.answer
    : Math.abs(given - question.answer) <= (question.tolerance ?? 0) + 1e-9;

/**
 * Whether what a deed asks for is done.
 * @param {Deed} question
 * @param {(name: string) => string} textOf a value of the state, as an address has it
 * @param {{reads?: {digit: number | null}[], steps?: number}} facts what was last seen on the stage
 */
export function isDone({ answer }, textOf, { reads = [], steps = 0 }) {
  const seen = {
    reads: reads.length === 1 ? reads[0].digit : null,
    classes: reads.length > 1 ? new Set(reads.map(({ digit }) => digit).filter((digit) => digit !== null)).size : NaN,
    steps,
  };
  return Object.entries(answer).every(([name, wanted]) => {
    const value = kSeen.includes(name) ? seen[name] : textOf(name);
    if (typeof wanted === 'object') return value !== '' && value !== null && isWithin(Number(value), wanted);
    return typeof wanted === 'number' ? Number(value) === wanted && value !== null && value !== '' : value === wanted;
  });
}
