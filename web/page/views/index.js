// The views, in the order in which they are offered. Each module has:
//   id, title                          its name in addresses and on its tab
//   accepts(model, manifest)           whether it can show this model of the manifest
//   params                             name -> Param (params.js): what of its state an address holds
//   create(host)                       -> {update(state, isCurrent), repaint?(), destroy()}; Host is in host.js
// A view looks nothing up outside host.root, adds listeners elsewhere with {signal: host.signal} only, and never touches
// the address. update() may be called again before it has resolved; isCurrent() then turns false.

import * as arithmetic from './arithmetic.js';
import * as compare from './compare.js';
import * as dimensions from './dimensions.js';
import * as draw from './draw.js';
import * as map from './map.js';
import * as sample from './sample.js';
import * as training from './training.js';
import * as walk from './walk.js';

export const kViews = [sample, walk, map, dimensions, draw, compare, training, arithmetic];

export const viewOf = (id) => kViews.find((view) => view.id === id);
