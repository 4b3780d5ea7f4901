// --version, manual pages and shell completions agree with --help.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, test } from 'node:test';

import { build, programs, root, run, version } from './support.mjs';

const has = (shell) => spawnSync(shell, ['--version']).status === 0;

/** Options and commands that a help text lists: the first words of its indented lines. */
function listed(help) {
  const options = new Set(),
    commands = new Set();
  let section = '';
  for (const line of help.split('\n')) {
    if (/^\S/.test(line)) section = line.toLowerCase();
    const [, names] = /^ {2}(\S.*?)(?: {2,}|$)/.exec(line) ?? [];
    if (!names) continue;
    if (section.startsWith('subcommands')) commands.add(names.split(' ')[0]);
    if (section.startsWith('options'))
      for (const [name] of names.matchAll(/(?<![\w-])--?[a-z][\w-]*/g)) options.add(name);
  }
  return { options: [...options], commands: [...commands] };
}

for (const program of programs) {
  const name = basename(program);
  describe(name, () => {
    const whole = listed(run(program, ['--help']));
    const parts = whole.commands.map((command) => [command, listed(run(program, [command, '--help'])).options]);
    const all = [...new Set([...whole.options, ...parts.flatMap(([, options]) => options)])];
    test('--version says the one version', () => assert.equal(run(program, ['--version']), `${name} ${version}\n`));

    test(
      'the manual page has every command and option of --help',
      { skip: !has('help2man') && 'help2man is not installed' },
      () => {
        assert.ok(all.length > 5, `--help lists ${all}`);
        const man = readFileSync(join(build, 'share/man/man1', `${name}.1`), 'utf8')
          .replaceAll('\\-', '-')
          .replace(/\\f[BIR]|\\[,/]/g, '');
        const has = (text, option) => new RegExp(`^(\\S+,)?${option}([ ,]|$)`, 'm').test(text);
        const sections = Object.fromEntries(
          man
            .split('\n.SS "')
            .slice(1)
            .map((text) => [text.slice(0, text.indexOf('"')), text]),
        );
        for (const option of whole.options) assert.ok(has(man.split('.SH COMMANDS')[0], option), option);
        for (const [command, options] of parts)
          for (const option of options)
            assert.ok(has(sections[`${name} ${command}`] ?? '', option), `${command} ${option}`);
        assert.match(man, new RegExp(`${name} ${version.replaceAll('.', '\\.')}`));
      },
    );

    test('completion offers every command and option of --help', () => {
      const offered = (...words) =>
        run(program, ['--complete', ...words])
          .trim()
          .split('\n')
          .map((line) => line.split('\t')[0]);
      if (whole.commands.length) assert.deepEqual(offered('').sort(), whole.commands.sort());
      for (const [command, options] of [[null, whole.options], ...parts])
        assert.deepEqual(offered(...(command ? [command] : []), '-').sort(), options.sort(), command);
    });
  });
}

test('the version stands in one place', () => {
  const files = run(
    'grep',
    [
      '-rlF',
      version,
      'CMakeLists.txt',
      'cmake',
      'native',
      'shared',
      'wasm',
      'web',
      'scripts',
      '--include=*.*',
      '--exclude=package-lock.json',
      '--exclude=*.safetensors',
      '--exclude-dir=node_modules',
      '--exclude-dir=vendor',
    ],
    { cwd: root },
  );
  assert.equal(files, 'CMakeLists.txt\n');
});

const completion = (shell) => join(root, 'native/command_line/completion', `completion.${shell}`);
const env = { ...process.env, PATH: `${programs.map(dirname).join(':')}:${process.env.PATH}` };

/** What a shell offers for the last of these words, without descriptions; ends of lines are the code's to print. */
const shells = {
  bash: (...words) =>
    run(
      'bash',
      [
        '-c',
        `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _latentwalk; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        completion('bash'),
        ...words,
      ],
      { env, cwd: join(root, 'cmake') },
    ),
  fish: (...words) =>
    run('fish', ['-c', `source ${completion('fish')}; complete -C '${words.join(' ')}'`], {
      env,
      cwd: join(root, 'cmake'),
    }),
  // _describe and _files belong to an interactive zsh; these say what they were asked for.
  zsh: (...words) =>
    run(
      'zsh',
      [
        '-fc',
        `_describe() { print -rl -- \${(P)2} }; _files() { print -rl -- *(N) }; script=$1; shift; words=("$@"); CURRENT=$#; latentwalk_complete() { source $script }; latentwalk_complete`,
        'zsh',
        completion('zsh'),
        ...words,
      ],
      { env, cwd: join(root, 'cmake') },
    ),
};

const models = readdirSync(join(root, 'models'))
  .filter((file) => file.endsWith('.safetensors'))
  .map((file) => file.replace('.safetensors', ''));

for (const [shell, ask] of Object.entries(shells)) {
  test(
    `${shell} completes commands, options, names of shipped models and files`,
    { skip: !has(shell) && `${shell} is not installed` },
    () => {
      const offers = (...words) =>
        ask(...words)
          .split('\n')
          .filter(Boolean)
          .map((line) => line.split(/[\t:]/)[0]);
      assert.deepEqual(offers('latentwalk', 'sa'), ['sample']);
      assert.deepEqual(offers('latentwalk', 'walk', '--from'), ['--from-seed']);
      assert.deepEqual(offers('latentwalk', 'sample', '--see'), ['--seed']);
      const named = offers('latentwalk', 'inspect', 'conv-').filter((name) => name.startsWith('conv-'));
      assert.deepEqual(named.sort(), models.filter((name) => name.startsWith('conv-')).sort());
      assert.ok(offers('latentwalk', 'sample', 'cvae', '--out', 'Inst').includes('Install.cmake'));
      assert.deepEqual(offers('latentwalk', 'sample', 'cvae', '--seed', ''), []);
    },
  );
}
