import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1024;

/** What a browser loads of a built page before anything is shown. */
export function firstLoad(dist) {
  const index = readFileSync(join(dist, 'index.html'), 'utf8');
  const scripts = new Set();
  const add = path => {
    if (scripts.has(path)) return;
    scripts.add(path);
    // Static imports load with the page; dynamic ones when they are needed.
    for (const [, next] of readFileSync(join(dist, path), 'utf8').matchAll(
      /(?:^|[;}])\s*import[^;("']*?["']\.\/([^"']+\.js)["']/g,
    ))
      add(`/assets/${next}`);
  };
  for (const [, path] of index.matchAll(/src="(\/assets\/[^"]+\.js)"/g)) add(path);
  const styles = [...index.matchAll(/href="(\/assets\/[^"]+\.css)"/g)].map(([, path]) => path);
  return {
    kb: gzipped(dist, [...scripts]),
    files: scripts.size,
    stylesKb: gzipped(dist, styles),
    fontsKb: fontsOfLatin(dist, styles).reduce((sum, path) => sum + statSync(join(dist, path)).size, 0) / KB,
  };
}

/** The font files whose range holds the plain letters. */
export function fontsOfLatin(dist, styles) {
  const faces = styles.flatMap(path => readFileSync(join(dist, path), 'utf8').match(/@font-face\s*\{[^}]*\}/g) ?? []);
  return faces
    .filter(face => /unicode-range:\s*U\+0{0,3}(?:-|\?\?)/i.test(face))
    .flatMap(face => [...face.matchAll(/url\(["']?(\/assets\/[^"')]+)/g)].map(([, path]) => path));
}

function gzipped(dist, paths) {
  return paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path)), { level: 9 }).length, 0) / KB;
}
