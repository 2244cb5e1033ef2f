import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ACTION_RECORDS } from '@lanthorn/actions/action-records.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';

const SOURCE = join(import.meta.dirname, '..');

/** How records of objects and of actions are called. */
const NAMES: ReadonlySet<string> = new Set([
  ...KIND_VIEWS.flatMap(({ kind, resource }) => [kind, resource.resource, groupResource(resource)]),
  ...ACTION_RECORDS.map(({ kind }) => kind),
]);

const COMPARED = new RegExp(
  [
    /[!=]==?\s*(?:kindEntry\()?'([\w.]+)'/,
    /'([\w.]+)'\)?\s*[!=]==?/,
    /\bcase\s+'([\w.]+)'/,
    /\.(?:has|includes)\('([\w.]+)'\)/,
    // Something else for each kind, by its name.
    /'([\w.]+)':\s/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/** The names of records that a text compares with. */
function comparedNames(text: string): readonly string[] {
  return [...text.matchAll(COMPARED)].flatMap(match => match.slice(1)).filter(name => NAMES.has(name));
}

test('no screen asks whether a kind or an action is a certain one: its record says what it has, a registry who shows it', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter(
    name => /\.tsx?$/.test(name) && !name.includes('.test.'),
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap(file =>
    comparedNames(readFileSync(join(SOURCE, file), 'utf8')).map(name => `${file}: ${name}`),
  );
  expect(found).toEqual([]);
});

test.each([
  ["if (view.kind === 'CronJob') return null;", ['CronJob']],
  ["return 'pods' !== resource ? [] : all;", ['pods']],
  ["switch (kind) { case 'cronjob.run': return 1; case 'live': return 2; }", ['cronjob.run']],
  ["return kind === kindEntry('nodes') ? NodeContents : null;", ['nodes']],
  ["if (resources.has('pods')) return true;", ['pods']],
  ["const OWNED = { 'jobs.batch': 'pods', none: [] };", ['jobs.batch']],
  ["useOwned(subject, 'jobs', { uid })", []],
])('%s compares with %j', (text, expected) => {
  expect(comparedNames(text)).toEqual(expected);
});
