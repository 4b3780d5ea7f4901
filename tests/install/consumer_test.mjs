// Another project on an installed latentwalk: C and C++, found by CMake and by pkg-config, after the prefix was moved.

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';

import { build, readPgm, readPng, root, run, version } from './support.mjs';

const folder = join(build, 'tests/consumer');
const prefix = join(folder, 'moved'),
  library = join(prefix, process.env.LATENTWALK_LIBDIR ?? 'lib');
const consumer = join(root, 'tests/consumer');
const cli = join(prefix, 'bin/latentwalk');
let expected;

before(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const installed = join(folder, 'installed');
  for (const component of ['engine', 'library', 'devel'])
    run('cmake', ['--install', build, '--prefix', installed, '--component', component]);
  renameSync(installed, prefix);
  // The digit that all must draw: the installed program's sheet less its gutter of 8 pixels.
  run(cli, [
    'sample',
    'conv-vae',
    '--prior',
    'standard',
    '--seed',
    '7',
    '--count',
    '1',
    '--scale',
    '1',
    '--out',
    join(folder, 'cli.png'),
  ]);
  const sheet = readPng(join(folder, 'cli.png'));
  expected = Array.from(
    { length: 28 * 28 },
    (_, i) => sheet.pixels[(8 + Math.floor(i / 28)) * sheet.width + 8 + (i % 28)],
  );
  assert.ok(expected.filter((grey) => grey < 128).length > 30, 'the digit is blank');
});

/** Runs a built consumer and holds its picture against the program's. */
function draws(program, environment = {}) {
  const picture = `${program}.pgm`;
  run(program, [join(prefix, 'share/latentwalk/models/conv-vae.safetensors'), picture], {
    env: { ...process.env, ...environment },
  });
  const { width, height, pixels } = readPgm(picture);
  assert.deepEqual([width, height], [28, 28]);
  for (let i = 0; i < pixels.length; ++i)
    assert.ok(Math.abs(pixels[i] - expected[i]) <= 1, `pixel ${i}: ${pixels[i]}, expected ${expected[i]}`);
}

test('a CMake project finds both libraries by find_package and draws the digit that the program draws', () => {
  const tree = join(folder, 'cmake');
  run('cmake', [
    '-S',
    consumer,
    '-B',
    tree,
    '-G',
    'Ninja',
    `-DCMAKE_PREFIX_PATH=${prefix}`,
    '-DCMAKE_BUILD_TYPE=Release',
  ]);
  run('cmake', ['--build', tree]);
  draws(join(tree, 'decode_c'));
  draws(join(tree, 'decode_cpp'));
});

test('find_package refuses another major version', () => {
  const script = join(folder, 'other');
  assert.throws(
    () =>
      run('cmake', [
        '-S',
        join(root, 'tests/consumer/other-version'),
        '-B',
        script,
        '-G',
        'Ninja',
        `-DCMAKE_PREFIX_PATH=${prefix}`,
      ]),
    (error) => error.stderr.includes('latentwalk') && error.stderr.includes(version),
  );
});

const flags = (...argv) =>
  run('pkg-config', argv, { env: { ...process.env, PKG_CONFIG_PATH: join(library, 'pkgconfig') } })
    .trim()
    .split(/\s+/);

test('a C program built with pkg-config draws the same digit', () => {
  const program = join(folder, 'decode_c');
  run(process.env.CC ?? 'cc', [
    '-std=c99',
    '-Wall',
    '-Wextra',
    '-Wpedantic',
    '-Werror',
    join(consumer, 'decode.c'),
    '-o',
    program,
    ...flags('--cflags', '--libs', 'latentwalk'),
  ]);
  draws(program, { LD_LIBRARY_PATH: library });
});

test('a C++ program built with pkg-config against the static core draws the same digit', () => {
  const program = join(folder, 'decode_cpp');
  run(process.env.CXX ?? 'c++', [
    '-std=c++20',
    '-O1',
    join(consumer, 'decode.cpp'),
    '-o',
    program,
    ...flags('--cflags', '--libs', 'latentwalk-core'),
  ]);
  draws(program);
});

test('pkg-config and the library say the version', () => {
  assert.deepEqual(flags('--modversion', 'latentwalk'), [version]);
  const program = join(folder, 'version');
  run(process.env.CC ?? 'cc', ['-x', 'c', '-', '-o', program, ...flags('--cflags', '--libs', 'latentwalk')], {
    stdio: 'pipe',
    input:
      '#include <latentwalk/latentwalk_c.h>\n#include <stdio.h>\nint main(void) { return puts(lw_version()) < 0; }\n',
  });
  assert.equal(run(program, [], { env: { ...process.env, LD_LIBRARY_PATH: library } }), `${version}\n`);
});

test('the shared library exports what its headers declare, under its version, and nothing else', () => {
  const header = ['latentwalk_c.h', 'latentwalk_explore.h', 'latentwalk_learn.h']
    .map((file) => readFileSync(join(prefix, 'include/latentwalk', file), 'utf8'))
    .join('\n');
  const declared = [...header.matchAll(/^LW_API [^(]*?(lw_[a-z_]+)\(/gm)].map(([, name]) => name).sort();
  assert.ok(declared.length > 40);
  const node = `LATENTWALK_${version.split('.')[0]}`;
  const exported = run('nm', ['-D', '--defined-only', join(library, 'liblatentwalk.so')])
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[2]);
  assert.deepEqual(exported.sort(), [node, ...declared.map((name) => `${name}@@${node}`)].sort());
  assert.deepEqual(
    readdirSync(library)
      .filter((file) => file.startsWith('liblatentwalk.so'))
      .sort(),
    ['liblatentwalk.so', `liblatentwalk.so.${version.split('.')[0]}`, `liblatentwalk.so.${version}`],
  );
});

test('nothing that is installed names the folder it was built in', () => {
  // A checkout may be /latentwalk, as what is installed is in share/latentwalk and the like.
  const named = new RegExp(`(?<!share|include|cmake|doc|bin)${root.replace(/[^\w/]/g, '\\$&')}(?![\\w-])`);
  for (const file of readdirSync(prefix, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || /\.(md|safetensors)$/.test(file.name)) continue;
    const path = join(file.parentPath ?? file.path, file.name);
    assert.doesNotMatch(readFileSync(path, 'latin1'), named, `${path} names ${root}`);
  }
  assert.doesNotMatch(run('readelf', ['-d', cli, join(library, 'liblatentwalk.so')]), /RPATH|RUNPATH/);
});

test('a project that adds the sources gets both libraries, what they require, and nothing else', () => {
  const app = join(folder, 'app'),
    tree = join(folder, 'added');
  mkdirSync(app);
  // C++17 in the project: the libraries' own requirement wins. The flags only make compiling faster.
  writeFileSync(
    join(app, 'CMakeLists.txt'),
    `cmake_minimum_required(VERSION 3.25)
project(app LANGUAGES C CXX)
set(CMAKE_CXX_STANDARD 17)
include(FetchContent)
FetchContent_Declare(latentwalk SOURCE_DIR ${root})
FetchContent_MakeAvailable(latentwalk)
enable_testing()
add_executable(decode_cpp ${join(consumer, 'decode.cpp')})
target_link_libraries(decode_cpp PRIVATE latentwalk::core)
add_executable(decode_c ${join(consumer, 'decode.c')})
target_link_libraries(decode_c PRIVATE latentwalk::latentwalk)
if(DEFINED CPACK_PACKAGE_NAME OR CMAKE_RUNTIME_OUTPUT_DIRECTORY OR CMAKE_BUILD_TYPE)
  message(FATAL_ERROR "latentwalk set what belongs to this project")
endif()
`,
  );
  const fast = ['-DCMAKE_CXX_FLAGS=-DHWY_COMPILE_ONLY_STATIC', '-DCMAKE_CXX_FLAGS_RELEASE=-O0'];
  run('cmake', ['-S', app, '-B', tree, '-G', 'Ninja', ...fast]);
  run('cmake', ['--build', tree]);
  draws(join(tree, 'decode_cpp'));
  draws(join(tree, 'decode_c'));
  const targets = run('cmake', ['--build', tree, '--target', 'help']);
  assert.doesNotMatch(targets, /latentwalk-train|latentwalk-viewer|_tests|install/);
  assert.doesNotMatch(
    readFileSync(join(tree, 'CMakeCache.txt'), 'utf8'),
    /^(Torch_DIR|glfw3_DIR|LATENTWALK_doctest_INCLUDE)/m,
  );
  assert.match(run('ctest', ['--test-dir', tree, '-N']), /Total Tests: 0/);
});
