// What a view is, and what it gets from its host: the page or the element.

import type { Engine } from '../../engine/client/engine.js';

/** One of the views that index.js lists. */
export interface View {
  /** its name in addresses */
  id: string;
  /** its name on its tab */
  title: string;
  /** whether it can show this model of the manifest */
  accepts(model: ManifestModel, manifest: Manifest): boolean;
  /** false: it shows something else than the chosen model */
  usesModel?: boolean;
  /** what of its state an address holds */
  params: Record<string, Param>;
  create(host: Host): ShownView;
  /**
   * What changes in the state where a visitor opens the view by its tab, or chooses a digit of the tray in it, so that the
   * view starts from the current digit; null where the view needs a station and the digit has none of this model.
   */
  startFrom?(digit: Digit, state: State, model: ManifestModel): Partial<State> | null;
}

/**
 * A view that is shown. It looks nothing up outside host.root, adds listeners elsewhere with {signal: host.signal} only,
 * and never touches the address.
 */
export interface ShownView {
  /** May be called again before it has resolved; isCurrent() then turns false. */
  update(state: State, isCurrent: () => boolean): Promise<void>;
  /** Draws everything again, for another size or theme. */
  repaint?(): void;
  destroy(): void;
}

/**
 * A digit that was picked. It has a station, which draws it again, or is a picture that no model of the page drew (a test
 * digit, a drawing, a digit of a network in training): the host encodes that where the model has an encoder.
 */
export interface Digit {
  /** what it is, as a name in the middle of a sentence: 'seed 7, digit 12', 'test digit 3', 'your drawing' */
  name: string;
  /** 0 paper to 1 ink */
  pixels: Float32Array;
  width: number;
  height: number;
  /** with `latent` unless seed and index draw this very digit */
  station?: import('../params/params.js').Station;
  /** what shows it in Draw, where it is a test digit or a drawing */
  drawn?: { test: number | null; ink: string; raw?: boolean };
  /** its class, where it is known of a picture */
  label?: number | null;
  /** the thing that is being worked on, such as one drawing: a newer digit of the same takes the place of the older one */
  of?: string;
  /** the model that drew it; setCurrent() fills it in with the one that is shown */
  model?: string;
  /** the prior that its seed is drawn from; setCurrent() fills it in with that of the state */
  prior?: string | null;
}

export interface Host {
  /** holds stage and panel; may be inside a shadow root */
  root: HTMLElement;
  /** for the picture */
  stage: HTMLElement;
  /** for the controls */
  panel: HTMLElement;
  /** answers only while the view is up and shows the model that it asked about */
  engine: Pick<Engine, 'request'>;
  manifest: Manifest;
  /** the entry of the model that is shown; it changes before update() is called */
  readonly model: ManifestModel;
  /** what is asked for */
  readonly state: State;
  /** the address of the site's folder */
  assets: string;
  /** what a visitor has done, a step that Back and Undo take back; update() follows */
  setState(patch: Partial<State>, options?: { step?: boolean }): void;
  /** like setState, but nothing is drawn again: the picture shows it already, as after a slider was let go */
  noteState(patch: Partial<State>): void;
  /** makes a digit the current one: the tray shows it, and other views start from it */
  setCurrent(digit: Digit): void;
  /**
   * The current digit. It has a `station` (with `latent`, unless it is a seed's digit) where the shown model drew or
   * encoded it; null where it is another model's, or where nothing was picked.
   */
  readonly current: Digit | null;
  /** whether what a classifier reads is not to be shown, since a question about it is open */
  readonly hidesReadings: boolean;
  /** tells the lesson what there is to see: what a classifier reads, or how many steps were trained */
  observe(facts: { reads?: { digit: number | null; sure: number }[]; steps?: number }): void;
  /** the last seeds of sheets in this sitting, newest first */
  readonly recentSeeds: readonly number[];
  /** the live region */
  say(sentence: string, wrong?: boolean): void;
  /** for a sentence still to be found out: what goes wrong meanwhile is not said over */
  sayLater(): (sentence: string) => void;
  /** what you see */
  explain(sentences: string): void;
  /** loads another model of the manifest */
  open(model: ManifestModel): Promise<unknown>;
  /** what makes workers that train (engine/learn) */
  learningWorkers(): Promise<() => any>;
  /** opens a model file of the visitor's own in all views; not everywhere */
  openFile?(file: File): void;
  /** loads the library that draws losses */
  loadCharts(): Promise<typeof import('../../vendor/uplot.js')>;
  /** does what a visitor set off, and says what went wrong with it */
  run(work: () => Promise<unknown>): void;
  /** aborted when the view is taken down */
  signal: AbortSignal;
}

/** The values of all parameters, and which model and view. */
export type State = { model: string; view: string } & Record<string, any>;

/** How a value reads from an address or an attribute, and is written back. */
export interface Param {
  /** undefined where the text makes no sense */
  parse(text: string, model: ManifestModel): any;
  /** what parse() reads back as the same */
  format(value: any): string;
  default: any;
  /** whether its text is a number in a scene */
  number?: boolean;
}

/** models/manifest.json, which the build writes. */
export interface Manifest {
  default: string;
  models: ManifestModel[];
  digits?: { test?: DigitsFile; train?: DigitsFile };
  /** reads digits */
  classifier?: { file: string; bytes: number };
  /** tells digits from other pictures */
  detector?: { file: string; bytes: number };
  history?: HistoryFile[];
  /** the lessons that the site can give */
  lessons?: import('../state/lessons.js').LessonEntry[];
  /** what the page can train: configurations without presets */
  configs?: { name: string; title: string; config: any }[];
  /** the files that there are as scripts too */
  scripts?: string[];
  /** whether the site has element and frame */
  embeds?: boolean;
}

export interface ManifestModel {
  name: string;
  title: string;
  family: 'gan' | 'vae';
  file: string;
  bytes: number;
  sha256?: string;
  description: string;
  latent: import('../../engine/module/latentwalk.js').LatentBlock[];
  latent_dim: number;
  /** 0 for an unconditional model */
  class_count: number;
  /** the names of the classes by label; none where the labels are the names */
  classes?: string[];
  image_width: number;
  image_height: number;
  has_encoder: boolean;
  has_fitted_prior: boolean;
  storage: string;
  parameter_count: number;
  selftest_error: number;
  training: Record<string, string>;
  /** on this device alone */
  local?: boolean;
}

export interface DigitsFile {
  file: string;
  bytes: number;
  count: number;
  width: number;
  height: number;
}

export interface HistoryFile {
  model: string;
  preset: string;
  data: string;
  picture: string;
}
