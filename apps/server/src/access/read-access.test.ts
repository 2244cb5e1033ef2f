import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { readWhoCan } from './read-access.ts';

const RIGHT = { verb: 'get', group: '', resource: 'pods', namespace: 'n', name: 'web' };
const role = (name: string) => ({
  metadata: { name },
  rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
});
const binding = (name: string, kind: string, user: string) => ({
  metadata: { name },
  roleRef: { kind, name: 'reader' },
  subjects: [{ kind: 'User', name: user }],
});

/** Answers by the last part of the path; what it has nothing for is refused. */
function cluster(lists: Readonly<Record<string, readonly object[]>>) {
  const asked: string[] = [];
  const source = {
    send: async ({ path, query }: ApiRequest) => {
      asked.push(path);
      const items = lists[path.split('/').at(-1) ?? ''];
      const at = Number(query?.['continue'] ?? 0);
      const more = items !== undefined && at + 1 < items.length ? { continue: String(at + 1) } : {};
      const answer =
        items === undefined
          ? { kind: 'Status', code: 403, message: `you may not list ${path}` }
          : { metadata: more, items: items.slice(at, at + 1) };
      async function* body() {
        yield JSON.stringify(answer);
      }
      return { status: items === undefined ? 403 : 200, headers: {}, warnings: [], body: body() };
    },
  };
  return { asked, value: { source } as unknown as Cluster };
}

test('all pages of roles and bindings are read, those of the namespace too', async () => {
  const { asked, value } = cluster({
    clusterroles: [role('other'), role('reader')],
    roles: [role('reader')],
    clusterrolebindings: [binding('b', 'ClusterRole', 'ada')],
    rolebindings: [binding('c', 'Role', 'bob')],
  });
  const { grantees, unread, unknownRoles } = await readWhoCan(value, RIGHT);
  expect([grantees.map(({ name }) => name), unread, unknownRoles]).toEqual([['ada', 'bob'], [], []]);
  expect(asked).toContain('/apis/rbac.authorization.k8s.io/v1/namespaces/n/rolebindings');
});

test('what may not be read is named, with the server’s words, and the rest is told', async () => {
  const { value } = cluster({
    clusterroles: [role('reader')],
    roles: [],
    clusterrolebindings: [binding('b', 'ClusterRole', 'ada')],
  });
  const { grantees, unread } = await readWhoCan(value, RIGHT);
  expect(grantees).toHaveLength(1);
  expect(unread.map(({ resource, reason }) => [resource, reason.message])).toEqual([
    ['rolebindings', expect.stringContaining('you may not list')],
  ]);
});

test('of what is in no namespace only the cluster’s own are asked', async () => {
  const { asked, value } = cluster({ clusterroles: [], clusterrolebindings: [] });
  await readWhoCan(value, { ...RIGHT, namespace: '' });
  expect(asked).toHaveLength(2);
});
