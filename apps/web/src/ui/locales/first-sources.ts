import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The source files of the page's first load, for tests: what its entry imports, and they in turn; not what is imported when it is needed. */
export function firstSources(root: string): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (path: string) => {
    if (found.has(path) || !/\.tsx?$/.test(path)) return;
    found.add(path);
    const imports = readFileSync(path, 'utf8').matchAll(
      /^(?:import|export)\s+(?!type\b)(?:[^;']*?from\s+)?'([^']+)'/gm,
    );
    for (const [, name = ''] of imports) {
      const next = fileOf(root, path, name);
      if (next !== null) add(next);
    }
  };
  add(join(root, 'apps/web/src/app/main.tsx'));
  return found;
}

function fileOf(root: string, importer: string, name: string): string | null {
  if (name.startsWith('.')) return resolve(dirname(importer), name);
  const own = /^@lanthorn\/([^/]+)\/(.+)$/.exec(name);
  return own === null ? null : join(root, 'packages', own[1] ?? '', 'src', own[2] ?? '');
}
