import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export function firstLoad(dist) {
  const entry = /src="(\/assets\/[^"]+\.js)"/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))?.[1];
  const seen = new Set();
  const add = path => {
    if (seen.has(path)) return;
    seen.add(path);
    // Static imports load with the page; dynamic ones when they are needed.
    for (const [, next] of readFileSync(join(dist, path), 'utf8').matchAll(
      /(?:^|[;}])import[^;("']*?["']\.\/([^"']+\.js)["']/g,
    ))
      add(`/assets/${next}`);
  };
  add(entry);
  const bytes = [...seen].reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path)), { level: 9 }).length, 0);
  return { kb: bytes / 1024, files: seen.size };
}
