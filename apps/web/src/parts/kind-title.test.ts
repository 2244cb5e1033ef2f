import type { TFunction } from 'i18next';
import { expect, test } from 'vitest';
import { kindTitle } from './kind-title.ts';

const t = ((key: string) => `<${key}>`) as unknown as TFunction;
const PODS = { group: '', version: 'v1', resource: 'pods' };
const JOBS = { group: 'batch.volcano.sh', version: 'v1alpha1', resource: 'jobs' };

test.each([
  ['a kind with a record has a word', { resource: PODS, kind: 'Pod' }, '<kind.pods>'],
  [
    'one without is called as it calls itself, though another is called as it is',
    { resource: JOBS, kind: 'Job' },
    'Job',
  ],
  ['or as it is listed, where that is not known', { resource: JOBS, kind: null }, 'jobs'],
])('%s', (_title, view, title) => expect(kindTitle(view, t)).toBe(title));
