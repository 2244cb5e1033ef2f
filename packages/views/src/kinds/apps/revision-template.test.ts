import { expect, test } from 'vitest';
import { revisionTemplate, writtenTemplate } from './revision-template.ts';

const spec = { containers: [{ name: 'app', image: 'shop:1' }] };

test.each([
  [
    'a ReplicaSet, without the hash its controller gave it',
    { spec: { template: { metadata: { labels: { app: 'shop', 'pod-template-hash': '7d9f' } }, spec } } },
    { metadata: { labels: { app: 'shop' } }, spec },
  ],
  [
    'a ControllerRevision, without the order of its patch',
    { data: { spec: { template: { $patch: 'replace', metadata: { labels: { app: 'shop' } }, spec } } }, revision: 2 },
    { metadata: { labels: { app: 'shop' } }, spec },
  ],
  ['a template without labels', { spec: { template: { spec } } }, { spec }],
  ['a revision that keeps no template', { data: { parallelism: 2 }, revision: 1 }, null],
  ['nothing', null, null],
])('the template of %s', (_, revision, template) => {
  expect(revisionTemplate(revision)).toEqual(template);
});

test('the time that the server puts into a template is none of its own', () => {
  expect(writtenTemplate({ metadata: { creationTimestamp: null, labels: { app: 'shop' } }, spec })).toEqual({
    metadata: { labels: { app: 'shop' } },
    spec,
  });
  expect([writtenTemplate({ spec }), writtenTemplate('text')]).toEqual([{ spec }, {}]);
});
