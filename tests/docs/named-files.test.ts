import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

test.each(['ARCHITECTURE.md', 'SECURITY.md', 'TESTING.md'])('docs/%s names files that are there', name => {
  const text = readFileSync(join(root, 'docs', name), 'utf8');
  const named = [...text.matchAll(/`((?:apps|packages|tests|tools)\/[\w./-]+)`/g)].map(([, path = '']) => path);
  const linked = [...text.matchAll(/\]\((\w[\w./-]+)\)/g)].map(([, path = '']) => `docs/${path}`);
  expect(named.length).toBeGreaterThan(10);
  expect([...named, ...linked].filter(path => !existsSync(join(root, path)))).toEqual([]);
});

test('docs/ARCHITECTURE.md names files that are there, by as much of their path as tells them', () => {
  const text = readFileSync(join(root, 'docs/ARCHITECTURE.md'), 'utf8');
  // `watch/reflector.ts` is of a package, whose code is in its `src`.
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .flatMap(path => [`/${path}`, `/${path.replace('/src/', '/')}`]);
  const named = [...text.matchAll(/`([\w./@-]+\.(?:tsx?|mjs|json|md|css|yaml))`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter(path => !files.some(file => file.endsWith(`/${path}`)))).toEqual([]);
});
