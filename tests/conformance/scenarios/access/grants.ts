import type { JsonObject } from '@lanthorn/base/json.ts';
import { getPath } from '@lanthorn/base/json.ts';
import type { Scenario } from '../../scenario.ts';

const GROUP = 'rbac.authorization.k8s.io';
const RBAC = `/apis/${GROUP}/v1`;
const MERGE = 'application/merge-patch+json';
const rule = (apiGroups: string[], resources: string[], verbs: string[], more: JsonObject = {}) => ({
  ...{ apiGroups, resources, verbs },
  ...more,
});

/** Nobody gives by a role or a binding more than they have, unless they may escalate or bind. */
export const GRANTS: Scenario = {
  name: 'grants',
  run: async ({ namespace, send, ask, until }) => {
    const as = `gina-${namespace}`;
    const own = `${RBAC}/namespaces/${namespace}`;
    const subjects = [{ kind: 'User', apiGroup: GROUP, name: as }];
    const author = `${namespace}-author`;
    const post = (title: string, path: string, body: JsonObject) => send(title, { method: 'POST', path, body, as });
    const role = (title: string, name: string, ...rules: JsonObject[]) =>
      post(title, `${own}/roles`, { metadata: { name }, rules });
    const bind = (title: string, name: string, to: string) =>
      post(title, `${own}/rolebindings`, {
        ...{ metadata: { name }, subjects, roleRef: { apiGroup: GROUP, kind: 'Role', name: to } },
      });
    const change = (title: string, path: string, body: JsonObject) =>
      send(title, { method: 'PATCH', path: `${own}/${path}`, type: MERGE, body, as });
    const give = async (path: string, name: string, rules: JsonObject[]) => {
      const kind = path === RBAC ? 'clusterrole' : 'role';
      await ask({ method: 'POST', path: `${path}/${kind}s`, body: { metadata: { name }, rules } });
      const roleRef = { apiGroup: GROUP, kind: kind === 'role' ? 'Role' : 'ClusterRole', name };
      await ask({ method: 'POST', path: `${path}/${kind}bindings`, body: { metadata: { name }, subjects, roleRef } });
    };
    /** Rights come into force a moment after they are given. */
    const may = (attributes: JsonObject) =>
      until(
        {
          ...{ method: 'POST', path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', as },
          body: { spec: { resourceAttributes: { group: GROUP, namespace, ...attributes } } },
        },
        ({ body }) => getPath(body, 'status', 'allowed') === true,
      );

    const kinds = ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'];
    await give(RBAC, author, [
      rule([GROUP], kinds, ['get', 'create', 'update', 'patch']),
      rule([''], ['pods'], ['get', 'list']),
      rule(['apps'], ['*/scale'], ['get']),
      rule([''], ['configmaps'], ['get'], { resourceNames: ['a'] }),
      { nonResourceURLs: ['/logs/*'], verbs: ['get'] },
    ]);
    await ask({
      ...{ method: 'POST', path: `${own}/roles` },
      body: { metadata: { name: 'wide' }, rules: [rule([''], ['secrets'], ['get'])] },
    });
    await may({ verb: 'create', resource: 'roles' });

    await role('what its author has', 'own', rule([''], ['pods'], ['get']));
    await role('more than its author has', 'more', rule(['', 'apps'], ['pods', 'secrets'], ['get', 'delete']));
    await role('all', 'all', rule(['*'], ['*'], ['*']), { ...rule([''], ['pods'], ['*']) });
    await role('of one name', 'named', rule([''], ['configmaps'], ['get'], { resourceNames: ['a'] }));
    await role('of another name', 'other', rule([''], ['configmaps'], ['get'], { resourceNames: ['a', 'b'] }));
    await role('of every name', 'every', rule([''], ['configmaps'], ['get']));
    await role('a part that is held of all', 'part', rule(['apps'], ['deployments/scale'], ['get', 'patch']));
    const paths = (title: string, name: string, ...nonResourceURLs: string[]) =>
      post(title, `${RBAC}/clusterroles`, {
        ...{ metadata: { name: `${namespace}-${name}` }, rules: [{ nonResourceURLs, verbs: ['get'] }] },
      });
    await paths('paths', 'paths', '/logs/x', '/logs/x/*');
    await paths('other paths', 'others', '/metrics', '/logs*');
    await post('a role that gathers', `${RBAC}/clusterroles`, {
      metadata: { name: `${namespace}-gathers` },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] },
    });
    await change('more in a role that is there', 'roles/own', { rules: [rule([''], ['pods'], ['delete'])] });
    await change('a label of a role of more', 'roles/wide', { metadata: { labels: { a: 'b' } } });
    await change('a finalizer of a role of more', 'roles/wide', { metadata: { finalizers: ['example.com/a'] } });
    await change('none any more', 'roles/wide', { metadata: { finalizers: [] } });
    await bind('a binding to what its author has', 'own', 'own');
    await bind('a binding to more', 'wide', 'wide');
    await bind('a binding to no role', 'none', 'nowhere');
    await post('a binding of a cluster', `${RBAC}/clusterrolebindings`, {
      metadata: { name: `${namespace}-own` },
      ...{ subjects, roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: author } },
    });
    await give(own, 'binder', [rule([GROUP], ['roles'], ['bind'], { resourceNames: ['wide'] })]);
    await may({ verb: 'bind', resource: 'roles', name: 'wide' });
    await bind('a binding to more, by who may bind', 'bound', 'wide');
    await ask({ method: 'DELETE', path: `${own}/rolebindings/bound` });
    // The name of an object that is created is not in the request.
    await give(own, 'escalator', [rule([GROUP], ['roles'], ['escalate'])]);
    await may({ verb: 'escalate', resource: 'roles' });
    await role('more, by who may escalate', 'escalated', rule([''], ['nodes'], ['get']));
    for (const name of [author, `${namespace}-own`])
      await ask({ method: 'DELETE', path: `${RBAC}/clusterrolebindings/${name}` });
    for (const name of [author, `${namespace}-paths`])
      await ask({ method: 'DELETE', path: `${RBAC}/clusterroles/${name}` });
  },
};
