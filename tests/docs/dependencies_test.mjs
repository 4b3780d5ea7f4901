// docs/dependencies.md names everything that is installed or fetched, and what comes from npm is pinned.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const root = process.env.LATENTWALK_ROOT;
const text = (name) => fs.readFileSync(path.join(root, name), 'utf8');
const page = text('docs/dependencies.md');
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');

const named = (name) => page.includes(`\`${name}\``);
/// In a list: `name` 1.2.3, `other` …
const listed = (line, name, version) => /^[,.]?( |$)/.test(line.split(`\`${name}\` ${version}`)[1] ?? 'missing');
function allNamed(names, where, least) {
  assert.ok(names.length >= least, `${where}: only ${names.length} found: ${names.join(' ')}`);
  assert.deepEqual(
    names.filter((name) => !named(name)),
    [],
    `in ${where}, not in docs/dependencies.md`,
  );
}

test('every Debian package that scripts/setup installs is there, with its reason', () => {
  // The lists: packages=(…) over several lines, packages+=(…) on one; comments end a line.
  const lists = [
    ...text('scripts/setup')
      .replace(/#.*$/gm, '')
      .matchAll(/packages\+?=\(([^)]*)\)/g),
  ].map(([, list]) => list);
  const packages = lists
    .join(' ')
    .split(/\s+/)
    .filter((word) => /^[a-z0-9][a-z0-9.+-]+$/.test(word));
  allNamed(packages, 'scripts/setup', 35);
});

test('every source that CMake can fetch is there, and at a commit or tag', () => {
  const fetched = files
    .filter((name) => /(\.cmake|CMakeLists\.txt)$/.test(name))
    .flatMap((name) => [
      ...[...text(name).matchAll(/FetchContent_Declare\((\w+)\s+GIT_REPOSITORY\s+\S+\s+GIT_TAG\s+([^\s)]+)/g)].map(
        ([, what, tag]) => ({ what, tag }),
      ),
      ...[...text(name).matchAll(/^latentwalk_header_only\((\w+) \S+ \S+ (\S+) /gm)].map(([, what, tag]) => ({
        what,
        tag,
      })),
    ])
    .filter(({ tag }) => tag !== '${tag}');
  allNamed(
    fetched.map(({ what }) => what),
    'cmake',
    8,
  );
  for (const { what, tag } of fetched)
    assert.match(tag, /^(v?\d+\.\d+(\.\d+)?|[0-9a-f]{40})$/, `${what}: ${tag} moves`);
});

test('every npm package is there; its version is exact, and the lock file has it with a checksum', () => {
  const manifests = files
    .filter((name) => /(^|\/)package\.json$/.test(name))
    .map((name) => ({ name, json: JSON.parse(text(name)) }))
    .map(({ name, json }) => ({ name, wanted: { ...json.dependencies, ...json.devDependencies } }))
    .filter(({ wanted }) => Object.keys(wanted).length);
  assert.ok(manifests.length >= 3, manifests.map(({ name }) => name).join(' '));
  for (const { name, wanted } of manifests) {
    allNamed(Object.keys(wanted), name, 1);
    const { packages } = JSON.parse(text(name.replace('package.json', 'package-lock.json')));
    for (const [what, asked] of Object.entries(wanted)) {
      const version = asked.replace(/^npm:.+@/, ''); // another name for a package, as for two versions of one
      assert.match(version, /^\d+\.\d+\.\d+$/, `${name}: ${what} ${asked} is a range`);
      assert.equal(packages[`node_modules/${what}`]?.version, version, `${name}: the lock file has another ${what}`);
      assert.ok(
        page
          .split('\n')
          .some(
            (line) => line.includes(`\`${what}\``) && (line.includes(` ${version} `) || listed(line, what, version)),
          ),
        `docs/dependencies.md has another version of ${what} than ${version}`,
      );
    }
    for (const [where, { integrity, link }] of Object.entries(packages))
      assert.ok(where === '' || link || /^sha512-/.test(integrity), `${name}: no checksum of ${where}`);
  }
});

test('what others made and lies in this repository is there', () => {
  const vendored = [...text('web/vendor/LICENCES.txt').matchAll(/^(\w+) (\d+\.\d+\.\d+)$/gm)];
  assert.ok(vendored.length >= 2);
  for (const [, what, version] of vendored) assert.ok(named(what) && page.includes(version), `${what} ${version}`);
  assert.match(page, /Inter.*OFL-1\.1/);
});
