#!/usr/bin/env node
// A static server for the built site, on this machine only.
//   node web/build/serve.mjs [FOLDER] [--port N] [--base /sub/path/] [--like strict|pages|plain]
// Without --port it takes 8000, or where that is taken any free port. It sends what one kind of host sends:
//   strict   (the default) the strictest policy that the site works under
//   pages    no policy, and every file free to be read from other sites, as GitHub Pages does
//   plain    neither, and no type for what it does not know, as an old file server does

import { createServer } from 'node:http';
import { createReadStream, realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const kTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.gz': 'application/gzip',
  '.safetensors': 'application/octet-stream',
};

// The policy that the page promises to work under; a worker takes its policy from this header, not from the page.
const kPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; base-uri 'none'";
const kHeaders = {
  strict: { 'Content-Security-Policy': kPolicy, 'X-Content-Type-Options': 'nosniff' },
  pages: { 'Access-Control-Allow-Origin': '*' },
  plain: {},
};
// What an old server's list of types lacks.
const kNew = ['.wasm', '.safetensors', '.webmanifest', '.mjs'];

/**
 * Serves a folder on 127.0.0.1.
 * @param {string} folder
 * @param {{port?: number, base?: string, like?: 'strict' | 'pages' | 'plain'}} [options] port: 0 for any free one;
 *   base: the path the site lives under; like: the kind of host
 * @returns {Promise<{address: string, close: () => Promise<void>}>}
 */
export async function serve(folder, { port = 0, base = '/', like = 'strict' } = {}) {
  const root = resolve(folder);
  const place = encodedPath(base);
  const server = createServer((request, response) => {
    answer(request, response, root, decodeURIComponent(place), like).catch((error) => {
      response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${error.message}\n`);
    });
  });
  await /** @type {Promise<void>} */ (
    new Promise((done, failed) => {
      server.once('error', failed);
      server.listen(port, '127.0.0.1', () => done());
    })
  );
  const { port: taken } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${taken}${place}`,
    close: () =>
      /** @type {Promise<void>} */ (
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections?.();
        })
      ),
  };
}

/** A path as an address has it, whether it is written so already or not. */
const encodedPath = (path) =>
  new URL(
    path
      .replace(/%(?![0-9a-f]{2})/gi, '%25')
      .replace(/#/g, '%23')
      .replace(/\?/g, '%3F'),
    'http://localhost',
  ).pathname;

async function answer(request, response, root, base, like) {
  const refuse = (status, text, headers = {}) =>
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', ...headers }).end(`${text}\n`);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(405, 'only GET and HEAD are allowed', { Allow: 'GET, HEAD' });

  let path;
  try {
    path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
  } catch {
    return refuse(400, 'the address is not valid');
  }
  if (!path.startsWith(base)) return refuse(404, `no such file; the site is at ${base}`);
  let file = join(root, path.slice(base.length));
  if (path.includes('\0') || (file !== root && !file.startsWith(root + sep))) return refuse(404, 'no such file');
  let found = await stat(file).catch(() => null);
  if (found?.isDirectory()) {
    file = join(file, 'index.html');
    found = await stat(file).catch(() => null);
  }
  if (!found?.isFile()) return refuse(404, `no such file: ${path}`);

  const tag = `"${found.size.toString(16)}-${Math.trunc(found.mtimeMs).toString(16)}"`;
  const extension = extname(file).toLowerCase();
  const type = like === 'plain' && kNew.includes(extension) ? 'text/plain' : kTypes[extension];
  const headers = {
    'Content-Type': type ?? 'application/octet-stream',
    ...kHeaders[like],
    'Cache-Control': 'no-cache',
    ETag: tag,
  };
  if (request.headers['if-none-match'] === tag) return response.writeHead(304, headers).end();
  response.writeHead(200, { ...headers, 'Content-Length': found.size });
  if (request.method === 'HEAD') return response.end();
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      port: { type: 'string' },
      base: { type: 'string', default: '/' },
      like: { type: 'string', default: 'strict' },
    },
    allowPositionals: true,
  });
  const folder = positionals[0] ?? fileURLToPath(new URL('../../build/site', import.meta.url));
  if (!(await stat(join(folder, 'index.html')).catch(() => null))) {
    throw new Error(`${folder}: found no index.html; build the site first: cmake --build --preset wasm`);
  }
  const base = `/${values.base.split('/').filter(Boolean).join('/')}/`.replace('//', '/');
  const wanted = values.port === undefined ? 8000 : Number(values.port);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65535) {
    throw new Error(`--port is '${values.port}', expected a whole number from 0 to 65535`);
  }
  const like = /** @type {keyof typeof kHeaders} */ (values.like);
  if (!Object.hasOwn(kHeaders, like))
    throw new Error(`--like is '${like}', expected ${Object.keys(kHeaders).join(', ')}`);
  const site = await serve(folder, { port: wanted, base, like }).catch((error) => {
    if (error.code !== 'EADDRINUSE' || values.port !== undefined) throw error;
    return serve(folder, { base, like });
  });
  console.log(`latentwalk: ${site.address}   (Ctrl+C ends)`);
}

// A checkout may be reached through a link.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    console.error(`serve: ${error.message}`);
    process.exitCode = 1;
  });
}
