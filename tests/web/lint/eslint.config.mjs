// What ESLint looks for in the page's code, its tests and the scripts.

import js from '@eslint/js';
import globals from 'globals';

// Enough to read a function at once, and a file in one sitting.
const kSizes = {
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
};

export default [
  { ignores: ['**/node_modules/', 'web/vendor/*.js', 'build/', 'build-*/', 'out/', 'data/', 'runs/'] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { ecmaVersion: 2022, sourceType: 'module' },
    rules: {
      ...kSizes,
      'array-callback-return': 'error',
      'default-case-last': 'error',
      eqeqeq: 'error',
      'no-constructor-return': 'error',
      'no-else-return': 'error',
      'no-implicit-coercion': ['error', { boolean: true }],
      'no-promise-executor-return': 'off', // `new Promise((done) => setTimeout(done, 5))` is how it is written
      'no-self-compare': 'error',
      'no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
      'no-useless-return': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'prefer-object-spread': 'error',
      'prefer-promise-reject-errors': 'error',
      radix: 'error',
      'require-atomic-updates': 'off', // wrong about `state` of a view, which update() replaces on purpose
    },
  },
  {
    files: ['web/page/**/*.js', 'web/engine/client/**/*.js', 'web/build/docs/*.js'],
    languageOptions: { globals: globals.browser },
  },
  // The module and its worker run in a window, in a worker and in Node.
  {
    files: ['web/engine/**/*.js'],
    languageOptions: { globals: { ...globals['shared-node-browser'], ...globals.worker, process: 'readonly' } },
  },
  { files: ['web/page/app/sw.js'], languageOptions: { globals: globals.serviceworker } },
  { files: ['web/page/app/start.js'], languageOptions: { sourceType: 'script' } },
  { files: ['**/*.mjs'], languageOptions: { globals: globals.node } },
  // Functions in these are sent to the browser and run there.
  {
    files: ['tests/**/*.mjs', 'scripts/inference/*'],
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
  },
];
