// What the tests of the element, the frame and the one-file page share: one site, servers of several kinds, and pages
// that include it.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { serve } from '../../../web/build/serve.mjs';
import { differenceFrom, inkOf, sheetOf, siteFolder } from './pages.mjs';

/**
 * A site that pages may be written into, and as many servers of it as asked for.
 * @param {{models?: string}} [settings]
 */
export async function openBuilt({ models } = {}) {
  const { folder } = await siteFolder({ models, changeable: true });
  const servers = [];
  return {
    folder,
    async serve(options) {
      const server = await serve(folder, options);
      servers.push(server);
      return server.address;
    },
    /** A page of the site's own folder. */
    write: (name, html) => writeFile(join(folder, name), html),
    async close() {
      await Promise.all(servers.map((server) => server.close()));
      await rm(folder, { recursive: true });
    },
  };
}

const courses = new Set();

/** Ends the courses that are still open. */
export const closeCourses = () => Promise.all(Array.from(courses, (course) => course.close()));

/** A course page on a host of its own (the name localhost is another origin than 127.0.0.1). */
export async function openCourse(html) {
  const folder = await mkdtemp(join(tmpdir(), 'latentwalk-course-'));
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A course</title><link rel="icon" href="data:,"></head><body>${html}</body></html>`,
  );
  const server = await serve(folder, { like: 'plain' });
  const course = {
    folder,
    address: server.address.replace('127.0.0.1', 'localhost'),
    async close() {
      courses.delete(course);
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
  courses.add(course);
  return course;
}

/** Waits until an element says what `pattern` matches. */
export const elementSays = (frame, pattern, selector = 'latent-walk') =>
  frame.waitForFunction(
    ([which, source]) =>
      new RegExp(source).test(document.querySelector(which)?.shadowRoot?.querySelector('.status')?.textContent ?? ''),
    [selector, pattern.source],
    { timeout: 30000 },
  );

/** The ink of an element's canvases, in its shadow tree. */
export const elementInk = (frame, canvases = '.sheet canvas', selector = 'latent-walk') =>
  inkOf(frame, canvases, selector);

/** How far an element's sheet is from what the model draws for the seed, at most; 0 to 255. */
export async function distanceFromModel(frame, site, file, seed, selector) {
  const cells = await elementInk(frame, undefined, selector);
  const { width, height, pictures } = await sheetOf(site, file, seed, cells.length);
  if (cells.length === 0) throw new Error('no sheet is shown');
  return Math.max(...cells.map((cell, i) => differenceFrom(cell, pictures[i], width, height)));
}

// Of a frame's attributes those that Canvas and Moodle's editors leave.
export const kKept = ['src', 'title', 'width', 'height', 'style'];
/** The attributes of a piece of HTML. */
export const attributesIn = (html) =>
  Array.from(html.replace(/"[^"]*"/g, '""').matchAll(/\s([\w-]+)=/g), ([, name]) => name);
