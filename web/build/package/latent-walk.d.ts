/** One model of a site, as its manifest tells. */
export interface ManifestModel {
  name: string;
  title: string;
  family: 'gan' | 'vae';
  file: string;
  bytes: number;
  sha256: string;
  description: string;
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
}

export interface Manifest {
  default: string;
  models: ManifestModel[];
}

/** An answer to a question of a lesson. */
export interface LatentWalkAnswer {
  /** the id of the lesson */
  lesson: string;
  /** from 1 */
  step: number;
  kind: 'choice' | 'number' | 'do';
  /** the text of the choice, or the number as it was typed; empty for `do` */
  given: string;
  right: boolean;
  /** how many answers this question has had, with this one */
  tries: number;
  exercise: boolean;
}

export interface LatentWalkEventMap {
  /** the first picture is there */
  ready: CustomEvent<{ manifest: Manifest; state: Record<string, string> }>;
  /** the state has changed, by a script or by the visitor */
  change: CustomEvent<{ state: Record<string, string> }>;
  /** a question of a lesson was answered */
  answer: CustomEvent<LatentWalkAnswer>;
  /** something did not work; the sentence stands in the element too */
  error: CustomEvent<{ message: string }>;
}

/** What a property takes: it keeps the text, an array's elements with commas between them; null removes it. */
export type LatentWalkValue = string | number | bigint | boolean | readonly (string | number)[] | null | undefined;

/** The attributes that say what is shown, each a key of an address. The ones that are true or false also work bare: `loop`. */
export interface LatentWalkStateAttributes<Value = LatentWalkValue> {
  /** a name of the manifest */
  model?: Value;
  view?: Value;
  lesson?: Value;
  /** of the lesson, from 1 */
  step?: Value;
  /** true or false: whether readings are hidden until a question is answered */
  exercise?: Value;
  /** parts that are not shown: models, views, controls, facts, lesson, link, tray, and parts of views */
  hide?: Value;
  /** auto, light or dark */
  theme?: Value;
  /** true or false: whether it keeps to the room that it has */
  fit?: Value;
  /** true or false: whether the digits of a sheet drift */
  alive?: Value;
  /** a whole number from 0 to 2^53 - 1 */
  seed?: Value;
  pick?: Value;
  digit?: Value;
  /** places of a walk: `7:12,7:3` */
  stations?: Value;
  /** slerp or lerp */
  path?: Value;
  frames?: Value;
  /** true or false */
  loop?: Value;
  speed?: Value;
  /** how far on the way, from 0 to 1 */
  t?: Value;
  /** true or false */
  play?: Value;
  plane?: Value;
  across?: Value;
  up?: Value;
  corners?: Value;
  x?: Value;
  y?: Value;
  zoom?: Value;
  cx?: Value;
  cy?: Value;
  through?: Value;
  classes?: Value;
  trail?: Value;
  base?: Value;
  z?: Value;
  look?: Value;
  ink?: Value;
  test?: Value;
  /** true or false */
  raw?: Value;
  with?: Value;
  /** of VAEs: fitted or standard; fitted where the file has one */
  prior?: Value;
  memory?: Value;
  run?: Value;
  epoch?: Value;
  layer?: Value;
  noise?: Value;
  config?: Value;
  start?: Value;
  digits?: Value;
  rate?: Value;
  kl?: Value;
  drate?: Value;
  /** true or false */
  freeze?: Value;
  latent?: Value;
  /** true or false */
  beside?: Value;
  rate2?: Value;
  kl2?: Value;
  drate2?: Value;
  /** true or false */
  freeze2?: Value;
  latent2?: Value;
  terms?: Value;
  /** true or false */
  usual?: Value;
  /** densities or elbo */
  topic?: Value;
  /** a density, its shape, centre and width: `normal,-1,0.8` */
  p?: Value;
  q?: Value;
  /** discriminator or both */
  learns?: Value;
  /** minimax or non_saturating */
  loss?: Value;
  draw?: Value;
}

/** All that a template may give the element: its attributes. */
export interface LatentWalkAttributes extends LatentWalkStateAttributes {
  /** the site's folder: models, wasm module and worker; where the script is unless given */
  src?: string | null | undefined;
  /** a whole address, or its part from # on; what other attributes say goes before it */
  hash?: string | null | undefined;
}

/**
 * `<latent-walk>`: the explorer, or one view of it. Its attributes say what is shown and follow what the visitor does;
 * each is a property too. A value that has no meaning counts as if it were not there; where a property was set to it, the
 * console says so.
 */
export class LatentWalk extends HTMLElement {
  static readonly observedAttributes: readonly string[];
  /** the site's folder: models, wasm module and worker; where the script is unless given */
  get src(): string | null;
  set src(folder: string | URL | null | undefined);
  /** what is shown, as texts; null before it is known. Setting it is setting every attribute that says what is shown */
  get state(): Record<string, string> | null;
  set state(state: Record<string, LatentWalkValue>);
  /** the same as the hash of an address of the page */
  get hash(): string;
  set hash(address: string);
  readonly manifest: Manifest | null;
  /** takes the last change back */
  undo(): void;
  /** makes a change anew that was taken back */
  redo(): void;
  get model(): string | null;
  set model(value: LatentWalkValue);
  get view(): string | null;
  set view(value: LatentWalkValue);
  get lesson(): string | null;
  set lesson(value: LatentWalkValue);
  get step(): string | null;
  set step(value: LatentWalkValue);
  get exercise(): string | null;
  set exercise(value: LatentWalkValue);
  get hide(): string | null;
  set hide(value: LatentWalkValue);
  get theme(): string | null;
  set theme(value: LatentWalkValue);
  get fit(): string | null;
  set fit(value: LatentWalkValue);
  get alive(): string | null;
  set alive(value: LatentWalkValue);
  get seed(): string | null;
  set seed(value: LatentWalkValue);
  get pick(): string | null;
  set pick(value: LatentWalkValue);
  get digit(): string | null;
  set digit(value: LatentWalkValue);
  get stations(): string | null;
  set stations(value: LatentWalkValue);
  get path(): string | null;
  set path(value: LatentWalkValue);
  get frames(): string | null;
  set frames(value: LatentWalkValue);
  get loop(): string | null;
  set loop(value: LatentWalkValue);
  get speed(): string | null;
  set speed(value: LatentWalkValue);
  get t(): string | null;
  set t(value: LatentWalkValue);
  get play(): string | null;
  set play(value: LatentWalkValue);
  get plane(): string | null;
  set plane(value: LatentWalkValue);
  get across(): string | null;
  set across(value: LatentWalkValue);
  get up(): string | null;
  set up(value: LatentWalkValue);
  get corners(): string | null;
  set corners(value: LatentWalkValue);
  get x(): string | null;
  set x(value: LatentWalkValue);
  get y(): string | null;
  set y(value: LatentWalkValue);
  get zoom(): string | null;
  set zoom(value: LatentWalkValue);
  get cx(): string | null;
  set cx(value: LatentWalkValue);
  get cy(): string | null;
  set cy(value: LatentWalkValue);
  get through(): string | null;
  set through(value: LatentWalkValue);
  get classes(): string | null;
  set classes(value: LatentWalkValue);
  get trail(): string | null;
  set trail(value: LatentWalkValue);
  get base(): string | null;
  set base(value: LatentWalkValue);
  get z(): string | null;
  set z(value: LatentWalkValue);
  get look(): string | null;
  set look(value: LatentWalkValue);
  get ink(): string | null;
  set ink(value: LatentWalkValue);
  get test(): string | null;
  set test(value: LatentWalkValue);
  get raw(): string | null;
  set raw(value: LatentWalkValue);
  get with(): string | null;
  set with(value: LatentWalkValue);
  get prior(): string | null;
  set prior(value: LatentWalkValue);
  get memory(): string | null;
  set memory(value: LatentWalkValue);
  get run(): string | null;
  set run(value: LatentWalkValue);
  get layer(): string | null;
  set layer(value: LatentWalkValue);
  get noise(): string | null;
  set noise(value: LatentWalkValue);
  get config(): string | null;
  set config(value: LatentWalkValue);
  get start(): string | null;
  set start(value: LatentWalkValue);
  get digits(): string | null;
  set digits(value: LatentWalkValue);
  get rate(): string | null;
  set rate(value: LatentWalkValue);
  get kl(): string | null;
  set kl(value: LatentWalkValue);
  get drate(): string | null;
  set drate(value: LatentWalkValue);
  get freeze(): string | null;
  set freeze(value: LatentWalkValue);
  get latent(): string | null;
  set latent(value: LatentWalkValue);
  get beside(): string | null;
  set beside(value: LatentWalkValue);
  get rate2(): string | null;
  set rate2(value: LatentWalkValue);
  get kl2(): string | null;
  set kl2(value: LatentWalkValue);
  get drate2(): string | null;
  set drate2(value: LatentWalkValue);
  get freeze2(): string | null;
  set freeze2(value: LatentWalkValue);
  get latent2(): string | null;
  set latent2(value: LatentWalkValue);
  get epoch(): string | null;
  set epoch(value: LatentWalkValue);
  get terms(): string | null;
  set terms(value: LatentWalkValue);
  get usual(): string | null;
  set usual(value: LatentWalkValue);
  get topic(): string | null;
  set topic(value: LatentWalkValue);
  get p(): string | null;
  set p(value: LatentWalkValue);
  get q(): string | null;
  set q(value: LatentWalkValue);
  get learns(): string | null;
  set learns(value: LatentWalkValue);
  get loss(): string | null;
  set loss(value: LatentWalkValue);
  get draw(): string | null;
  set draw(value: LatentWalkValue);
  addEventListener<K extends keyof LatentWalkEventMap>(
    type: K,
    listener: (this: LatentWalk, event: LatentWalkEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/**
 * The element in a template of any framework: its attributes, its events by the names that the frameworks give them, and
 * what each framework lets every element have.
 */
export interface LatentWalkElementProps extends LatentWalkAttributes {
  onready?: (event: LatentWalkEventMap['ready']) => void;
  onchange?: (event: LatentWalkEventMap['change']) => void;
  onerror?: (event: LatentWalkEventMap['error']) => void;
  children?: any;
  class?: any;
  className?: string;
  classList?: Record<string, boolean | undefined>;
  dir?: string;
  hidden?: boolean;
  id?: string;
  key?: any;
  lang?: string;
  ref?: any;
  role?: string;
  slot?: string;
  style?: any;
  suppressHydrationWarning?: boolean;
  tabIndex?: number;
  tabindex?: number | string;
  title?: string;
  [other: `${'aria' | 'data'}-${string}`]: any;
  [other: `${'on' | 'prop' | 'attr' | 'bool' | 'use' | 'class' | 'style' | 'bind'}:${string}`]: any;
  [event: `on${Capitalize<string>}`]: any;
}

declare global {
  interface HTMLElementTagNameMap {
    'latent-walk': LatentWalk;
  }
  namespace JSX {
    interface IntrinsicElements {
      'latent-walk': LatentWalkElementProps;
    }
  }
}

// A framework that is not installed is no fault.
// @ts-ignore
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'latent-walk': LatentWalkElementProps;
    }
  }
}
// @ts-ignore
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'latent-walk': LatentWalkElementProps;
    }
  }
}
// @ts-ignore
declare module 'solid-js/jsx-runtime' {
  namespace JSX {
    interface IntrinsicElements {
      'latent-walk': LatentWalkElementProps;
    }
  }
}
// @ts-ignore
declare module 'vue' {
  interface GlobalComponents {
    'latent-walk': new () => { $props: LatentWalkElementProps };
  }
}
// @ts-ignore
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'latent-walk': LatentWalkElementProps;
  }
}
