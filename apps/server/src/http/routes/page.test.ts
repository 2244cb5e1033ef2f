import Fastify from 'fastify';
import { expect, test } from 'vitest';
import type { Preferences } from '@lanthorn/protocol/preferences.ts';
import { addPageRoutes } from './page.ts';

const file = (type: string) => ({ type, plain: async () => Buffer.from(''), gzip: null, brotli: null });

test('who opens a page is heard with the clusters of its address, before its code asks; files of the page name none', async () => {
  const app = Fastify();
  const opened: string[] = [];
  let pages = 0;
  addPageRoutes(app, {
    files: new Map([
      ['/index.html', file('text/html')],
      ['/assets/a.js', file('text/javascript')],
    ]),
    preferences: {
      read: async () => ({
        chosen: { theme: 'system', language: 'browser' } as Preferences,
        revision: 0,
        isKept: false,
        problem: '',
      }),
    },
    clusters: () => ({
      version: 'test',
      current: '',
      clusters: [],
      problems: [],
      packProblems: [],
      canStartDemo: false,
    }),
    onOpen: names => {
      pages++;
      opened.push(...names);
    },
  });
  const open = async (url: string) => {
    opened.length = 0;
    const { statusCode } = await app.inject({ url });
    return [statusCode, ...opened];
  };
  expect(await open('/c/blue+a~+b%20c/pods?q=x')).toEqual([200, 'blue', 'a+b c']);
  expect(await open('/c/blue')).toEqual([200, 'blue']);
  for (const url of ['/', '/cx/blue', '/assets/a.js']) expect(await open(url)).toEqual([200]);
  expect(await open('/c/%E0/pods')).toEqual([400]);
  expect(await open('/assets/none.js')).toEqual([404]);
  // Pages of no cluster are told, too; files are none.
  expect(pages).toBe(4);
});
