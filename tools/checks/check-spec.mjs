#!/usr/bin/env node
// Every rule of a SPEC.md is cited by a test title ([RF4]), and every citation names a rule.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const walk = folder =>
  readdirSync(folder).flatMap(name => {
    if (name === 'node_modules' || name === 'dist') return [];
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
const files = [...walk(join(root, 'packages')), ...walk(join(root, 'tests')), ...walk(join(root, 'apps'))];
const rules = new Set();
const exempt = new Set();
for (const file of files.filter(name => name.endsWith('SPEC.md'))) {
  for (const [, id, rest] of readFileSync(file, 'utf8').matchAll(/^- ([A-Z]{2}\d+)(.*)$/gm)) {
    rules.add(id);
    // Assumptions about others cannot be tested here; what is not tested says so itself.
    if (id.startsWith('SA') || rest.includes('(untested:')) exempt.add(id);
  }
}
const cited = new Set();
for (const file of files.filter(name => name.endsWith('.test.ts') || name.endsWith('.test.tsx'))) {
  for (const [id] of readFileSync(file, 'utf8').matchAll(/(?<=\[[^\]]*)\b(?:RF|SP|ST|QY|PR|AS)\d+(?=[^\]]*\])/g))
    cited.add(id);
}
const problems = [
  ...[...rules].filter(id => !cited.has(id) && !exempt.has(id)).map(id => `${id} is cited by no test`),
  ...[...cited].filter(id => !rules.has(id)).map(id => `a test cites ${id}, which no SPEC.md holds`),
];
if (rules.size === 0) problems.push('no rules were found');
for (const problem of problems) console.error(problem);
console.log(`${rules.size} rules, ${cited.size} cited`);
process.exit(problems.length > 0 ? 1 : 0);
