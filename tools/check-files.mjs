#!/usr/bin/env node
// No source file is longer than a person reads in one go.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MAX_LINES = 600;
const root = join(import.meta.dirname, '..');
const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
const long = listed
  .split('\n')
  .filter(file => /\.(ts|tsx|mjs|css)$/.test(file) && existsSync(join(root, file)))
  .map(file => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
  .filter(({ lines }) => lines > MAX_LINES);
for (const { file, lines } of long) console.log(`${file} has ${lines} lines (at most ${MAX_LINES})`);
process.exit(long.length === 0 ? 0 : 1);
