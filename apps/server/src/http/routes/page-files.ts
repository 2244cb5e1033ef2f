import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

export interface PageFile {
  readonly type: string;
  readonly plain: ReadFile;
  /** The same in an encoding; null where it was not made. */
  readonly gzip: ReadFile | null;
  readonly brotli: ReadFile | null;
}

type ReadFile = () => Promise<Buffer>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * The files of the built page, by what a request may name: no other path ever reaches the disk. They are read when they are asked for: in memory
 * all of them, each in three encodings, would be a tenth of what the program takes, and a browser asks for each once.
 */
export function listPageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const paths = new Set(found.map(entry => join(entry.parentPath, entry.name)));
  const encoded = (file: string) => (paths.has(file) ? () => readFile(file) : null);
  const files = new Map<string, PageFile>();
  for (const file of paths) {
    const type = TYPES[extname(file)];
    if (type === undefined) continue;
    const path = `/${file.slice(folder.length).replaceAll('\\', '/').replace(/^\//, '')}`;
    files.set(path, { type, plain: () => readFile(file), gzip: encoded(`${file}.gz`), brotli: encoded(`${file}.br`) });
  }
  return files;
}
