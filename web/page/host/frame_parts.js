// The parts of a frame that the host fills.

import { el } from '../dom/dom.js';
import { frameOf } from './frame.js';

/** The frame that is in `root` already, or a new one. */
export function frameIn(root, addressOf) {
  if (!root.querySelector('.bench')) root.append(frameOf(el, addressOf));
  const part = (name) => root.querySelector(name);
  return {
    root: part('.bench'),
    bar: part('.bar'),
    poster: part('.poster'),
    scene: part('.scene'),
    tray: part('.tray'),
    status: part('.status'),
    lesson: part('.lesson'),
    controls: part('.controls'),
    panel: part('.panel-slot'),
    seen: part('.seen p'),
    facts: part('.seen dl'),
  };
}
