import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import type { FoundKind } from '../data/objects/use-object-kind.ts';
import { documentTitle } from './use-document-title.ts';

const t = ((key: string) => `<${key}>`) as unknown as TFunction;
const VOLCANO = { group: 'batch.volcano.sh', version: 'v1alpha1', resource: 'jobs' };

test.each<[string, FoundKind, string]>([
  ['a custom kind is called as it calls itself', { state: 'found', kind: { resource: VOLCANO, kind: 'Job' } }, 'Job'],
  ['one that is asked for still, by its address', { state: 'loading' }, 'jobs.batch.volcano.sh'],
  ['or that could not be asked for', { state: 'failed', message: 'away' }, 'jobs.batch.volcano.sh'],
  ['one that no cluster has is no page', { state: 'unknown' }, '<app.notFoundTitle>'],
])('%s', (_title, found, title) => {
  const state = { clusters: ['c'], cluster: 'c', resource: 'jobs.batch.volcano.sh', namespaces: [], search: {} };
  expect(documentTitle(state as never, found, t)).toBe(`${title} · c – Lanthorn`);
});
