import type { JsonObject } from '@lanthorn/base/json.ts';
import { getPath } from '@lanthorn/base/json.ts';
import type { Scenario } from '../../scenario.ts';

const CERTIFICATES = 'certificates.k8s.io';
const REQUESTS = `/apis/${CERTIFICATES}/v1/certificatesigningrequests`;
const GROUP = 'rbac.authorization.k8s.io';
const RBAC = `/apis/${GROUP}/v1`;
/** `openssl req -new -subj "/O=developers/CN=ada"`. */
const ASKED =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIZU1JR0ZBZ0VBTUNNeEV6QVJCZ05WQkFvTUNtUmxkbVZzYjNCbGNuTXhEREFLQmdOVkJBTU1BMkZrWVRCWgpNQk1HQnlxR1NNNDlBZ0VHQ0NxR1NNNDlBd0VIQTBJQUJNOTV0QTZkNEdwdVpKUFV4cFIxS0U3Z0tBTGZTT0x3CmozazR6V3ltMkUxZStXdjZCNytLamh4UUM4OXFaTThLMVZkVC9GOEh1SHFueGZYZ05EODc3TkNnQURBS0JnZ3EKaGtqT1BRUURBZ05JQURCRkFpRUE0Z0JMWk9QVUFvVUlMWG5iK09Tc2N0SURwYU9INGZPZXgwYjVkU3dhdHpJQwpJRWEwZDB3ZkpzbklDSWJRVzdzUDlOeHUrQ08yb1BhT1c2MC80eU9lYTFjWAotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';
const condition = (type: string, status = 'True') => ({ type, status, reason: 'Seen', message: 'by a person' });

/** Requests for certificates: whose they are, and how they are decided. */
export const SIGNING_REQUESTS: Scenario = {
  name: 'signing-requests',
  run: async ({ namespace, send, ask, until }) => {
    const as = `gina-${namespace}`;
    const [mine, other, signer] = [`${namespace}-a`, `${namespace}-b`, `${namespace}-approver`];
    const give = async (name: string, rule: JsonObject) => {
      await ask({ method: 'POST', path: `${RBAC}/clusterroles`, body: { metadata: { name }, rules: [rule] } });
      const subjects = [{ kind: 'User', apiGroup: GROUP, name: as }];
      const roleRef = { apiGroup: GROUP, kind: 'ClusterRole', name };
      const body = { metadata: { name }, subjects, roleRef };
      await ask({ method: 'POST', path: `${RBAC}/clusterrolebindings`, body });
    };
    /** Rights come into force a moment after they are given. */
    const may = (attributes: JsonObject) =>
      until(
        {
          ...{ method: 'POST', path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', as },
          body: { spec: { resourceAttributes: { group: CERTIFICATES, ...attributes } } },
        },
        ({ body }) => getPath(body, 'status', 'allowed') === true,
      );
    const parts = ['certificatesigningrequests', 'certificatesigningrequests/approval'];
    await give(namespace, { apiGroups: [CERTIFICATES], resources: parts, verbs: ['*'] });
    await may({ verb: 'create', resource: 'certificatesigningrequests' });
    const spec = { request: ASKED, signerName: 'example.com/internal', usages: ['client auth'] };
    const make = (title: string, name: string, more: JsonObject = {}) =>
      send(title, {
        ...{ method: 'POST', path: REQUESTS, as },
        body: { metadata: { name }, spec: { ...spec, ...more }, status: { conditions: [condition('Approved')] } },
      });
    const decide = (title: string, name: string, ...conditions: JsonObject[]) =>
      send(title, {
        ...{ method: 'PATCH', path: `${REQUESTS}/${name}/approval`, type: 'application/merge-patch+json' },
        body: { status: { conditions } },
      });
    await make('is of whoever sends it, and undecided', mine, { username: 'root', groups: ['system:masters'] });
    await make('for nothing', other, { usages: [] });
    await make('of no signer', other, { signerName: 'nobody' });
    await make('that is none', other, { request: 'eA==' });
    await make('another', other);
    await send('approved without the right on its signer', {
      ...{ method: 'PATCH', path: `${REQUESTS}/${mine}/approval`, type: 'application/merge-patch+json', as },
      body: { status: { conditions: [condition('Approved')] } },
    });
    await send('approved by its own path', {
      ...{ method: 'PATCH', path: `${REQUESTS}/${mine}`, type: 'application/merge-patch+json' },
      body: { status: { conditions: [condition('Approved')] }, spec: { usages: ['any'] } },
    });
    await send('approved by its status', {
      ...{ method: 'PATCH', path: `${REQUESTS}/${mine}/status`, type: 'application/merge-patch+json' },
      body: { status: { conditions: [condition('Approved')] } },
    });
    await give(signer, {
      apiGroups: [CERTIFICATES],
      resources: ['signers'],
      resourceNames: ['example.com/*'],
      verbs: ['approve'],
    });
    await may({ verb: 'approve', resource: 'signers', name: 'example.com/*' });
    await send('approved with it', {
      ...{ method: 'PATCH', path: `${REQUESTS}/${mine}/approval`, type: 'application/merge-patch+json', as },
      body: { status: { conditions: [condition('Approved')] } },
    });
    await decide('half denied', other, condition('Denied', 'False'));
    await decide('denied', other, condition('Denied'));
    await decide('both', mine, condition('Approved'), condition('Denied'));
    await decide('no more', mine);
    await send('what it is then', { method: 'GET', path: `${REQUESTS}/${mine}` });
    for (const name of [mine, other]) await ask({ method: 'DELETE', path: `${REQUESTS}/${name}` });
    for (const name of [namespace, signer])
      for (const kind of ['clusterrolebindings', 'clusterroles'])
        await ask({ method: 'DELETE', path: `${RBAC}/${kind}/${name}` });
  },
};
