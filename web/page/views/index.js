// The views, in the order in which they are offered. Each module is a View (view.d.ts).

import * as arithmetic from './arithmetic.js';
import * as compare from './compare.js';
import * as dimensions from './dimensions.js';
import * as draw from './draw.js';
import * as inside from './inside.js';
import * as learn from './learn.js';
import * as map from './map.js';
import * as sample from './sample.js';
import * as theory from './theory.js';
import * as training from './training.js';
import * as walk from './walk.js';

/** @type {import('./view.js').View[]} */
export const kViews = [sample, walk, map, dimensions, draw, inside, learn, compare, training, arithmetic, theory];

export const viewOf = (id) => kViews.find((view) => view.id === id);
