import { describe, expect, test } from 'vitest';
import { grantsText, roleOf } from './access-rules.ts';

describe('what a role gives, in a line', () => {
  test.each<readonly [string, readonly object[], string | null]>([
    ['nothing', [], null],
    [
      'of the core group',
      [{ apiGroups: [''], resources: ['pods', 'services'], verbs: ['get', 'list'] }],
      'get,list pods,services',
    ],
    [
      'of each of its groups',
      [{ apiGroups: ['', 'apps'], resources: ['a', 'b'], verbs: ['*'] }],
      '* a,a.apps,b,b.apps',
    ],
    ['of a rule without groups, as of the core group', [{ resources: ['pods'], verbs: ['get'] }], 'get pods'],
    [
      'of some objects alone',
      [{ apiGroups: [''], resources: ['pods'], resourceNames: ['web', 'db'], verbs: ['get'] }],
      'get pods (web,db)',
    ],
    ['addresses', [{ nonResourceURLs: ['/healthz', '/metrics'], verbs: ['get'] }], 'get /healthz,/metrics'],
    ['verbs of nothing', [{ verbs: ['get'] }], 'get'],
    ['nothing of something', [{ apiGroups: [''], resources: ['pods'] }], 'pods'],
    [
      'several',
      [
        { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'] },
      ],
      'get pods; * deployments.apps',
    ],
  ])('%s', (_title, rules, text) => expect(grantsText({ rules })).toBe(text));
});

test('a role is of the binding’s namespace, a cluster role of none', () => {
  const binding = (kind: string) => ({ metadata: { name: 'b', namespace: 'shop' }, roleRef: { kind, name: 'r' } });
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', name: 'r' };
  expect(roleOf(binding('Role'))).toEqual({ ...role, kind: 'Role', namespace: 'shop' });
  expect(roleOf(binding('ClusterRole'))).toEqual({ ...role, kind: 'ClusterRole', namespace: '' });
});
