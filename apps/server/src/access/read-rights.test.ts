import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { readWhatMay } from './read-rights.ts';

const ADA = { kind: 'User', namespace: '', name: 'ada' } as const;
const RULES = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
const binding = (namespace: string, kind: string, role: string) => ({
  metadata: { name: `to-${role}`, namespace },
  roleRef: { kind, name: role },
  subjects: [{ kind: 'User', name: 'ada' }],
});
const PREFIX = '/apis/rbac.authorization.k8s.io/v1/';

/** Answers what it has at a path; a number is a refusal, and what it does not have is not there. */
function cluster(answers: Readonly<Record<string, object | number>>) {
  const asked: string[] = [];
  const source = {
    send: async ({ path }: ApiRequest) => {
      const at = path.slice(PREFIX.length);
      asked.push(at);
      const answer = answers[at] ?? 404;
      const status = typeof answer === 'number' ? answer : 200;
      const value = typeof answer === 'number' ? { kind: 'Status', code: answer, message: `no: ${at}` } : answer;
      async function* body() {
        yield JSON.stringify(value);
      }
      return { status, headers: {}, warnings: [], body: body() };
    },
  };
  return { asked, value: { source } as unknown as Cluster };
}

test('each role that is given is read once, and no other', async () => {
  const { asked, value } = cluster({
    clusterrolebindings: { items: [binding('', 'ClusterRole', 'view')] },
    rolebindings: { items: [binding('shop', 'ClusterRole', 'view'), binding('shop', 'Role', 'own')] },
    'clusterroles/view': { rules: RULES },
    'namespaces/shop/roles/own': { rules: [] },
  });
  const { grants, unread, onlyIn, left } = await readWhatMay(value, ADA, '');
  expect(grants.map(({ namespace, role, lines }) => [namespace, role.name, lines?.length])).toEqual([
    ['', 'view', 1],
    ['shop', 'own', 0],
    ['shop', 'view', 1],
  ]);
  expect([unread, onlyIn, left]).toEqual([[], null, 0]);
  expect(asked).toHaveLength(4);
});

test('where bindings of all namespaces may not be read, those of one are, and it is said', async () => {
  const { value } = cluster({
    clusterrolebindings: 403,
    rolebindings: 403,
    'namespaces/shop/rolebindings': { items: [binding('shop', 'ClusterRole', 'view')] },
    'clusterroles/view': 403,
  });
  const { grants, unread, onlyIn } = await readWhatMay(value, ADA, 'shop');
  expect(grants.map(({ lines }) => lines)).toEqual([null]);
  expect(onlyIn).toBe('shop');
  expect(unread.map(({ resource, reason }) => [resource, reason.message])).toEqual([
    ['clusterrolebindings', 'no: clusterrolebindings'],
    ['clusterroles', 'no: clusterroles/view'],
  ]);
});

test('where not even those of one namespace may be read, none are told to be', async () => {
  const { value } = cluster({
    clusterrolebindings: { items: [] },
    rolebindings: 403,
    'namespaces/shop/rolebindings': 403,
  });
  const { unread, onlyIn } = await readWhatMay(value, ADA, 'shop');
  expect([unread.map(({ reason }) => reason.message), onlyIn]).toEqual([['no: namespaces/shop/rolebindings'], null]);
});

test('a role that is not there is not one that could not be read; a name that no path may hold is not asked for', async () => {
  const { asked, value } = cluster({
    clusterrolebindings: { items: [binding('', 'ClusterRole', 'gone'), binding('', 'ClusterRole', '..')] },
    rolebindings: { items: [] },
  });
  const { grants, unread } = await readWhatMay(value, ADA, 'shop');
  expect(grants.map(({ lines }) => lines)).toEqual([null, null]);
  expect(unread).toEqual([]);
  expect(asked).toEqual(['clusterrolebindings', 'rolebindings', 'clusterroles/gone']);
});

test('a server that does not answer is no person who may not', async () => {
  const { asked, value } = cluster({ clusterrolebindings: { items: [] }, rolebindings: 500 });
  const { unread, onlyIn } = await readWhatMay(value, ADA, 'shop');
  expect([unread.map(({ resource }) => resource), onlyIn]).toEqual([['rolebindings'], null]);
  expect(asked).not.toContain('namespaces/shop/rolebindings');
});

test('of more grants than are told the rest is counted', async () => {
  const items = Array.from({ length: 230 }, (_, i) => ({
    ...binding('', 'ClusterRole', 'view'),
    metadata: { name: `b${i}` },
  }));
  const { asked, value } = cluster({
    clusterrolebindings: { items },
    rolebindings: { items: [] },
    'clusterroles/view': { rules: RULES },
  });
  const { grants, left } = await readWhatMay(value, ADA, '');
  expect([grants.length, left, asked.length]).toEqual([200, 30, 3]);
});
