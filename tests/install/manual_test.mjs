// --version, manual pages and shell completions, held against what --help prints.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, test } from 'node:test';

import { build, programs, root, run, version } from './support.mjs';

const share = join(build, 'share');
const has = (shell) => spawnSync(shell, ['--version']).status === 0;

/** Options and commands that a help text lists: the first words of its indented lines. */
function listed(help) {
  const options = new Set(), commands = new Set();
  let section = '';
  for (const line of help.split('\n')) {
    if (/^\S/.test(line)) section = line.toLowerCase();
    const [, names] = /^ {2}(\S.*?)(?: {2,}|$)/.exec(line) ?? [];
    if (!names) continue;
    if (section.startsWith('subcommands')) commands.add(names.split(' ')[0]);
    if (section.startsWith('options')) for (const [name] of names.matchAll(/(?<![\w-])--?[a-z][\w-]*/g)) options.add(name);
  }
  return { options: [...options], commands: [...commands] };
}

for (const program of programs) {
  const name = basename(program);
  describe(name, () => {
    const whole = listed(run(program, ['--help']));
    const parts = whole.commands.map((command) => [command, listed(run(program, [command, '--help'])).options]);
    const all = [...new Set([...whole.options, ...parts.flatMap(([, options]) => options)])];
    const man = readFileSync(join(share, 'man/man1', `${name}.1`), 'utf8').replaceAll('\\-', '-');
    const script = {
      bash: readFileSync(join(share, 'bash-completion/completions', name), 'utf8'),
      zsh: readFileSync(join(share, 'zsh/site-functions', `_${name}`), 'utf8'),
      fish: readFileSync(join(share, 'fish/vendor_completions.d', `${name}.fish`), 'utf8'),
    };

    test('--version says the one version', () => assert.equal(run(program, ['--version']), `${name} ${version}\n`));

    test('the manual page has every command and option of --help', () => {
      assert.ok(all.length > 5, `--help lists ${all}`);
      const section = (title) => man.slice(man.indexOf(`.SS \\fB${title}\\fR`)).slice(1).split('.SS ')[0];
      for (const option of whole.options) assert.ok(man.includes(`\\fB${option}\\fR`), option);
      for (const [command, options] of parts) {
        assert.ok(man.includes(`.SS \\fB${command}\\fR`), command);
        for (const option of options) assert.ok(section(command).includes(`\\fB${option}\\fR`), `${command} ${option}`);
      }
      assert.match(man, new RegExp(`latentwalk ${version.replaceAll('.', '\\.')}`));
    });

    test('every completion has every command and option of --help', () => {
      for (const word of [...whole.commands, ...all]) {
        assert.match(script.bash, new RegExp(`(?<![\\w-])${word}(?![\\w-])`), `bash: ${word}`);
        assert.match(script.zsh, new RegExp(`(?<![\\w-])${word}(?![\\w-])`), `zsh: ${word}`);
        const fish = word.startsWith('--') ? `-l ${word.slice(2)}` : word.startsWith('-') ? `-s ${word.slice(1)}` : `-a ${word}`;
        assert.match(script.fish, new RegExp(`${fish}(?![\\w-])`), `fish: ${word}`);
      }
    });
  });
}

test('the version stands in one place', () => {
  const files = run('grep', ['-rlF', version, 'CMakeLists.txt', 'cmake', 'native', 'shared', 'wasm', 'web', 'scripts', '--include=*.*',
    '--exclude=package-lock.json', '--exclude=*.safetensors', '--exclude-dir=node_modules', '--exclude-dir=vendor'], { cwd: root });
  assert.equal(files, 'CMakeLists.txt\n');
});

/** What bash offers for the last of these words. */
function complete(...words) {
  const file = join(share, 'bash-completion/completions', basename(words[0]));
  const code = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _${basename(words[0]).replaceAll('-', '_')}; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', code, 'bash', file, ...words], { encoding: 'utf8', cwd: join(root, 'cmake') }).trim().split('\n');
}

const cli = programs.find((program) => basename(program) === 'latentwalk');
const models = readdirSync(join(root, 'models')).filter((file) => file.endsWith('.safetensors')).map((file) => file.replace('.safetensors', ''));

test('bash completes commands, options and the names of the shipped models', () => {
  assert.deepEqual(complete(cli, 'sa'), ['sample']);
  assert.deepEqual(complete(cli, 'walk', '--from'), ['--from-seed']);
  assert.deepEqual(complete(cli, 'sample', '--see'), ['--seed']);
  assert.deepEqual(complete(cli, 'inspect', 'conv-').sort(), models.filter((name) => name.startsWith('conv-')).sort());
  assert.deepEqual(complete(cli, 'sample', 'cvae', '--out', 'Inst'), ['Install.cmake']);
  assert.deepEqual(complete(cli, 'sample', 'cvae', '--seed', ''), ['']);
});

test('zsh and fish can read their completions', { skip: !has('zsh') && !has('fish') && 'neither shell is installed' }, () => {
  for (const program of programs) {
    const name = basename(program);
    if (has('zsh')) run('zsh', ['-n', join(share, 'zsh/site-functions', `_${name}`)]);
    if (has('fish')) run('fish', ['--no-execute', join(share, 'fish/vendor_completions.d', `${name}.fish`)]);
  }
  if (!has('fish')) return;
  const script = join(share, 'fish/vendor_completions.d/latentwalk.fish');
  const offers = (line) => run('fish', ['-c', `source ${script}; complete -C '${line}'`], { env: { ...process.env, PATH: `${dirname(cli)}:${process.env.PATH}` } }).split('\n').map((one) => one.split('\t')[0]);
  assert.ok(offers('latentwalk sa').includes('sample'));
  assert.ok(offers('latentwalk inspect conv-').includes('conv-vae'));
  assert.ok(offers('latentwalk walk --from').includes('--from-seed'));
});
