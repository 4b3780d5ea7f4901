// What the page or the element gives to a ViewHost.

import type { Engine } from '../../engine/client/engine.js';
import type { Manifest } from '../views/view.js';

export interface HostSettings {
  engine: Pick<Engine, 'request' | 'fault' | 'learningWorkers'>;
  manifest: Manifest;
  /** the address of the site's folder */
  assets: string;
  /** where a picture of the site is shown from; its place in the site unless given */
  addressOf?: (file: string) => string;
  /** the text of a file of the site */
  readText(file: string): Promise<string>;
  /** opens a model file of the visitor's own */
  openFile?: (file: File) => void;
  /** loads the library that draws losses */
  loadCharts: () => Promise<typeof import('../../vendor/uplot.js')>;
  onState(patch: object, settings: { step?: boolean; quiet?: boolean }): void;
  /** another lesson or step is wanted, or none */
  onLesson(id: string | null, step?: number): void;
  /** a question of a lesson was answered */
  onAnswer?: (answer: object) => void;
  /** what can be taken back */
  steps?: { canUndo: boolean; canRedo: boolean; undo: () => void; redo: () => void };
  /** where the keys of Undo are pressed */
  keys?: EventTarget;
  onSay?: (sentence: string, wrong: boolean) => void;
}
