import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
// @ts-expect-error -- a plain module without types
import { checkLayers } from './check-layers.mjs';

const root = join(import.meta.dirname, '../..');

/** A small repository of the same shape, with more files: their text by path. */
function repository(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-layers-'));
  cpSync(join(root, 'layers.json'), join(folder, 'layers.json'));
  for (const name of [
    'base',
    'kube',
    'watch',
    'views',
    'query',
    'actions',
    'protocol',
    'apiserver',
    'controllers',
    'testkit',
  ]) {
    mkdirSync(join(folder, 'packages', name, 'src'), { recursive: true });
    cpSync(join(root, 'packages', name, 'package.json'), join(folder, 'packages', name, 'package.json'));
  }
  for (const name of ['server', 'web', 'cluster']) {
    mkdirSync(join(folder, 'apps', name, 'src'), { recursive: true });
    cpSync(join(root, 'apps', name, 'package.json'), join(folder, 'apps', name, 'package.json'));
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const complaints = (files: Readonly<Record<string, string>>) =>
  (checkLayers(repository(files)) as { complaints: string[] }).complaints;

test.each([
  [
    'an edge that is not in the table',
    'packages/kube/src/a.ts',
    "import { x } from '@lanthorn/watch/x.ts';",
    /not among the dependencies|may not import watch/,
  ],
  [
    'a package its package.json does not name',
    'packages/kube/src/a.ts',
    "import x from 'left-pad';",
    /left-pad is not among the dependencies/,
  ],
  [
    'a path that leaves the package',
    'packages/kube/src/a.ts',
    "import { x } from '../../base/src/x.ts';",
    /leaves the package/,
  ],
  [
    'Node in a pure package',
    'packages/kube/src/a.ts',
    "import { x } from 'node:fs';",
    /pure package may not import node:fs/,
  ],
  ['the test kit in product code', 'apps/server/src/a.ts', "import { x } from '@lanthorn/testkit/x.ts';", /testkit/],
  [
    'what sets up tests in product code',
    'packages/kube/src/a.ts',
    "import { x } from './test-records.ts';",
    /test-records\.ts is a test/,
  ],
  [
    'the embedded server outside the demo',
    'apps/server/src/a.ts',
    "import { x } from '@lanthorn/apiserver/x.ts';",
    /server may not import apiserver/,
  ],
  [
    'a zone that imports to its left',
    'apps/web/src/ui/a.ts',
    "import { x } from '../features/one/x.ts';",
    /ui\/ may not import features\//,
  ],
  [
    'data that imports what is shown',
    'apps/web/src/data/a.ts',
    "import { x } from '../parts/x.tsx';",
    /data\/ may not import parts\//,
  ],
  [
    'a feature that imports another',
    'apps/web/src/features/one/a.ts',
    "import { x } from '../two/x.ts';",
    /features never import each other/,
  ],
  [
    'a package in ui',
    'apps/web/src/ui/a.ts',
    "import { x } from '@lanthorn/views/x.ts';",
    /ui\/ may not import packages/,
  ],
  [
    'a lower room that imports a higher one',
    'packages/apiserver/src/wire/a.ts',
    "import { x } from '../requests/x.ts';",
    /wire\/ may not import requests\//,
  ],
  [
    'a room of the server that imports one to its left',
    'apps/server/src/hub/a.ts',
    "import { x } from '../http/x.ts';",
    /hub\/ may not import http\//,
  ],
  ['a folder that is no zone', 'packages/controllers/src/attic/a.ts', '', /controllers\/src\/attic: is no zone/],
  ['a file that imports itself', 'packages/base/src/a.ts', "import { x } from './a.ts';", /circle of files/],
])('%s is refused', (_what, path, text, message) => {
  expect(complaints({ [path]: text }).join('\n')).toMatch(message);
});

test('what is allowed passes, and a repository without files does not', () => {
  const folder = repository({ 'packages/kube/src/a.ts': "import { x } from '@lanthorn/base/x.ts';" });
  expect(checkLayers(folder)).toEqual({ files: 1, complaints: [] });
});

test('a circle of files is refused, by types alone too', () => {
  const files = {
    'packages/base/src/a.ts': "import type { B } from './b.ts';",
    'packages/base/src/b.ts': "export { c } from './c.ts';",
    'packages/base/src/c.ts': "import { a } from './a.ts';",
  };
  const at = (name: string) => `packages/base/src/${name}.ts`;
  expect(complaints(files)).toEqual([`circle of files: ${['a', 'b', 'c', 'a'].map(at).join(' → ')}`]);
});

test('a circle of folders is refused where no files make one; tests are in none', () => {
  const files = {
    'packages/base/src/one/a.ts': "import { b } from '../two/b.ts';",
    'packages/base/src/two/b.ts': '',
    'packages/base/src/two/c.ts': "import { d } from '../one/d.ts';",
    'packages/base/src/one/d.ts': '',
    'packages/base/src/three/e.ts': "import { b } from '../two/b.ts';",
    'packages/base/src/two/b.test.ts': "import { e } from '../three/e.ts';",
  };
  const at = (name: string) => `packages/base/src/${name}`;
  expect(complaints(files)).toEqual([`circle of folders: ${['one', 'two', 'one'].map(at).join(' → ')}`]);
});
