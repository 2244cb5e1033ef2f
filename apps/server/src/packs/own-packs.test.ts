import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OwnPacks } from './own-packs.ts';
import { type PackFileProblem, problemText } from './pack-file.ts';
import { PackLibrary } from './pack-library.ts';

const SHIPPED = join(import.meta.dirname, '../../../../packages/views/packs');
const WIDGETS = { group: 'example.com', version: 'v1', resource: 'widgets' };
const pack = (category: string, more = '') =>
  `pack: own\nkinds:\n  - group: example.com\n    resource: widgets\n    kind: Widget\n    category: ${category}\n${more}`;

let folder = '';
let told: readonly PackFileProblem[] = [];
const opened: OwnPacks[] = [];
const open = () => {
  const own = new OwnPacks(folder, problems => {
    told = problems;
  });
  opened.push(own);
  return new PackLibrary(SHIPPED, own);
};
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packs-'));
});

afterEach(() => {
  for (const own of opened.splice(0)) own.close();
  rmSync(folder, { recursive: true, force: true });
});

test('own packs go before those that are shipped, and are read again when a file changes', async () => {
  write('a.yaml', pack('network'));
  write(
    'flux.yaml',
    'pack: x\nkinds:\n  - { group: source.toolkit.fluxcd.io, resource: buckets, kind: Bucket, category: storage }\n',
  );
  write('notes.txt', 'no pack');
  const library = open();
  expect(library.kindOf(WIDGETS)?.category).toBe('network');
  expect(library.kindOf({ group: 'source.toolkit.fluxcd.io', version: 'v1', resource: 'buckets' })?.category).toBe(
    'storage',
  );
  expect(library.problems).toEqual([]);
  write('a.yaml', pack('storage'));
  await vi.waitFor(() => expect(library.kindOf(WIDGETS)?.category).toBe('storage'), { timeout: 5_000 });
});

test('a pack of other versions leaves a kind as it is shipped', () => {
  write('a.yaml', pack('network', '    versions: [v2]\n'));
  expect(open().kindOf(WIDGETS)).toBeNull();
});

test('a file that cannot be used says so with its line and path; the others are used', async () => {
  write('a.yaml', pack('network'));
  write('b.yaml', pack('nowhere'));
  write('c.yaml', pack('network'));
  const library = open();
  expect(library.kindOf(WIDGETS)?.category).toBe('network');
  expect(library.problems.map(problemText)).toEqual([
    expect.stringMatching(/b\.yaml:6: kinds\[0\]\.category: ./),
    `${join(folder, 'c.yaml')}:1: widgets.example.com is in another file already`,
  ]);
  expect(told).toEqual(library.problems);
  rmSync(join(folder, 'c.yaml'));
  write('b.yaml', '');
  await vi.waitFor(() => expect(told.map(({ file }) => file)).toEqual([join(folder, 'b.yaml')]), { timeout: 5_000 });
});

test('a folder that is not there is a problem, and no fault', () => {
  rmSync(folder, { recursive: true });
  expect(open().problems).toEqual([expect.objectContaining({ file: folder, path: '' })]);
});
