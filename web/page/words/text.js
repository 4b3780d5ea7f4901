// Every sentence that the page's scripts show.

export * from './embedding.js';
export * from './explanations.js';
export * from './facts.js';
export * from './failure.js';
export * from './header.js';
export * from './labels.js';
export { number } from './numbers.js';
export * from './status.js';
export * from './titles.js';
export * from './tray.js';
