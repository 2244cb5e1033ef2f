#!/usr/bin/env node
// Fails where code outside packages/actions asks which action it has before it: what differs between actions stands in their records.
// To start an action by its name is fine.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where records stand, and what is history: migrations say what was. */
const EXEMPT = /^packages\/actions\/|\.test\.tsx?$|\/test-[a-z-]+\.tsx?$|\/sqlite\/migrations\.ts$/;
const SOURCE = /^(apps|packages)\/[a-z]+\/src\/.*\.tsx?$/;
const RECORD_KIND = /\bkind: '([a-z]+\.[a-z]+)'/g;
/** A record that is imported by its name. */
const IMPORTED = /import \{([^}]*)\} from '@lanthorn\/actions\//g;

/** The kinds of actions that the records name. */
export function actionKinds(texts) {
  return [...new Set(texts.flatMap(text => [...text.matchAll(RECORD_KIND)].map(([, kind]) => kind)))];
}

/** What is wrong in the text of one file, a line for each. */
export function kindComplaints(file, text, kinds) {
  const one = `['"\`](?:${kinds.map(kind => kind.replace('.', '\\.')).join('|')})['"\`]`;
  const asks = [
    `(?:[!=]==?|\\bcase)\\s*${one}`,
    `${one}\\s*(?:[!=]==?|\\]?:)`,
    `\\bnew (?:Set|Map)\\b[^;]*?${one}`,
    `\\[[^\\];]*${one}[^\\];]*\\]\\s*\\.includes\\b`,
  ];
  const records = [...text.matchAll(IMPORTED)].flatMap(([, names]) => names.match(/\b[A-Z_]{2,}\b/g) ?? []);
  if (records.length > 0) asks.push(`(?:[!=]==?|\\bcase)\\s*(?:${records.join('|')})\\.kind\\b`);
  const found = [...text.matchAll(new RegExp(asks.join('|'), 'g'))].map(({ 0: words, index }) => ({
    line: text.slice(0, index).split('\n').length,
    why: `asks which action it is (${words.replaceAll(/\s+/g, ' ').slice(0, 80)}): what differs belongs into the action's record`,
  }));
  return found.map(({ line, why }) => `${file}:${line} ${why}`);
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '../..');
  const read = file => readFileSync(join(root, file), 'utf8');
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter(file => SOURCE.test(file) && existsSync(join(root, file)));
  const kinds = actionKinds(listed.filter(file => file.startsWith('packages/actions/')).map(read));
  const files = listed.filter(file => !EXEMPT.test(file));
  const complaints = files.flatMap(file => kindComplaints(file, read(file), kinds));
  for (const complaint of complaints) console.error(complaint);
  if (kinds.length === 0 || files.length === 0) console.error('check-kinds saw no actions or no files');
  console.log(`${files.length} files, ${kinds.length} actions, ${complaints.length} complaints`);
  process.exit(kinds.length === 0 || files.length === 0 || complaints.length > 0 ? 1 : 0);
}
