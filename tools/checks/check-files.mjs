#!/usr/bin/env node
// No source file is longer than a person reads in one go, and no folder holds more files than one takes in at a glance.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const MAX_LINES = 600;
const MAX_FILES = 20;
const SOURCE = /\.(ts|tsx|mts|mjs|css)$/;
/** A test, or the types of a plain module, beside its file is one with it. */
const COMPANION = /(\.test\.tsx?|\.test\.mjs|\.d\.mts|\.tsx?|\.mjs)$/;

/** What is wrong with the lengths of these files: lines by path. */
export function longFiles(lines) {
  return Object.entries(lines)
    .filter(([, count]) => count > MAX_LINES)
    .map(([file, count]) => `${file} has ${count} lines (at most ${MAX_LINES})`);
}

/** Which folders of these files hold too many. */
export function crowdedFolders(files) {
  const folders = new Map();
  for (const file of files) {
    const held = folders.get(dirname(file)) ?? new Set();
    folders.set(dirname(file), held.add(basename(file).replace(COMPANION, '')));
  }
  return [...folders]
    .filter(([, held]) => held.size > MAX_FILES)
    .map(([folder, { size }]) => `${folder} holds ${size} files (at most ${MAX_FILES}): sort them by purpose`);
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '../..');
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  const files = listed.split('\n').filter(file => SOURCE.test(file) && existsSync(join(root, file)));
  const lines = files.map(file => [file, readFileSync(join(root, file), 'utf8').split('\n').length - 1]);
  const complaints = [...longFiles(Object.fromEntries(lines)), ...crowdedFolders(files)];
  if (files.length === 0) complaints.push('check-files saw no files');
  for (const complaint of complaints) console.log(complaint);
  process.exit(complaints.length === 0 ? 0 : 1);
}
