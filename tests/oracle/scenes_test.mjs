// Thirty scenes, drawn by `latentwalk render`, by the viewer's --render and by the page's engine, from their JSON and
// from their address.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { entryOf } from '../../web/build/models.mjs';
import { formatScene, parseScene } from '../../web/page/state/scene.js';
import { formatState, parseState } from '../../web/page/state/state.js';

const root = process.env.LATENTWALK_ROOT;
const scenes = JSON.parse(fs.readFileSync(path.join(root, 'tests/oracle/scenes.json'), 'utf8'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scenes-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true }));

const digits = path.join(root, 'assets/digits');
