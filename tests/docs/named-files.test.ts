import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test.each(['SECURITY.md', 'TESTING.md'])('docs/%s names files that are there', name => {
  const text = readFileSync(join(root, 'docs', name), 'utf8');
  const named = [...text.matchAll(/`((?:apps|packages|tests|tools)\/[\w./-]+)`/g)].map(([, path = '']) => path);
  const linked = [...text.matchAll(/\]\((\w[\w./-]+)\)/g)].map(([, path = '']) => `docs/${path}`);
  expect(named.length).toBeGreaterThan(10);
  expect([...named, ...linked].filter(path => !existsSync(join(root, path)))).toEqual([]);
});
