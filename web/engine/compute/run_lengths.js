// A drawing of ink and paper as a short text for an address: lengths of runs, beginning with paper.

const kLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** @param {ArrayLike<number>} pixels ink where at least one half */
export function formatRuns(pixels) {
  let text = '';
  let [run, ink] = [0, false];
  const close = () => {
    // Five bits a letter, the lowest first; the sixth says that more follow.
    let left = run;
    do {
      text += kLetters[(left & 31) | (left > 31 ? 32 : 0)];
      left >>= 5;
    } while (left > 0);
  };
  for (let i = 0; i < pixels.length; i++) {
    if (pixels[i] >= 0.5 !== ink) {
      close();
      ink = !ink;
      run = 0;
    }
    run++;
  }
  if (!ink) return text; // what is left is paper
  close();
  return text;
}

/** The pixels, 0 and 1; undefined where the text is no such drawing. */
export function parseRuns(text, count) {
  const pixels = new Float32Array(count);
  let [at, ink, run, shift] = [0, false, 0, 0];
  for (const letter of text) {
    const value = kLetters.indexOf(letter);
    if (value < 0 || shift > 20) return undefined;
    run |= (value & 31) << shift;
    shift += 5;
    if (value & 32) continue;
    if (at + run > count) return undefined;
    if (ink) pixels.fill(1, at, at + run);
    at += run;
    [ink, run, shift] = [!ink, 0, 0];
  }
  return shift === 0 ? pixels : undefined;
}
