import { expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MASTERS_GROUP, type UserInfo } from '../wire/user-info.ts';
import { ApiServer } from './api-server.ts';

const ADMIN = { username: 'admin', groups: [MASTERS_GROUP] };
const ADA = { username: 'ada', groups: ['developers'] };
const REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const REQUEST = 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUE9PQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';
const condition = (type: string, status = 'True') => ({ type, status });

async function start() {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  const ask = async (user: UserInfo, method: 'POST' | 'PATCH' | 'GET', path: string, body?: object) => {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    const sent = { method, path, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await server.as(user).send(sent);
    const answer: unknown = JSON.parse(await readBody(response));
    return { status: response.status, answer, message: String(getPath(answer, 'message')) };
  };
  const decide = (user: UserInfo, part: 'approval' | 'status', ...conditions: object[]) =>
    ask(user, 'PATCH', `${REQUESTS}/mine/${part}`, { status: { conditions } });
  await ask(ADMIN, 'POST', `${RBAC}/clusterroles`, {
    metadata: { name: 'requester' },
    rules: [
      { apiGroups: ['certificates.k8s.io'], resources: ['certificatesigningrequests', '*/approval'], verbs: ['*'] },
    ],
  });
  await ask(ADMIN, 'POST', `${RBAC}/clusterrolebindings`, {
    metadata: { name: 'requester' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'requester' },
    subjects: [{ kind: 'User', name: 'ada', apiGroup: 'rbac.authorization.k8s.io' }],
  });
  const made = await ask(ADA, 'POST', REQUESTS, {
    metadata: { name: 'mine' },
    spec: {
      request: REQUEST,
      signerName: 'example.com/internal',
      usages: ['client auth'],
      username: 'root',
      groups: ['x'],
    },
    status: { conditions: [condition('Approved')] },
  });
  const maySign = async (name: string) => {
    await ask(ADMIN, 'POST', `${RBAC}/clusterroles`, {
      metadata: { name: 'approver' },
      rules: [
        { apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: [name], verbs: ['approve'] },
      ],
    });
    await ask(ADMIN, 'POST', `${RBAC}/clusterrolebindings`, {
      metadata: { name: 'approver' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'approver' },
      subjects: [{ kind: 'User', name: 'ada', apiGroup: 'rbac.authorization.k8s.io' }],
    });
  };
  return { ask, decide, made, maySign };
}

test('[AS20] a request for a certificate is that of whoever sent it, undecided, and stays as it was asked for', async () => {
  const { ask, made } = await start();
  expect(made.status).toBe(201);
  expect([getPath(made.answer, 'spec', 'username'), getPath(made.answer, 'spec', 'groups')]).toEqual([
    'ada',
    ['developers'],
  ]);
  expect(getPath(made.answer, 'status', 'conditions')).toBeUndefined();
  const { answer } = await ask(ADMIN, 'PATCH', `${REQUESTS}/mine`, {
    spec: { usages: ['any'] },
    metadata: { labels: { a: 'b' } },
  });
  expect([getPath(answer, 'spec', 'usages'), getPath(answer, 'metadata', 'labels')]).toEqual([
    ['client auth'],
    { a: 'b' },
  ]);
});

test('[AS20] who decides needs a right on the signer, or on all of its domain', async () => {
  const { decide, maySign } = await start();
  expect(await decide(ADA, 'approval', condition('Approved'))).toMatchObject({
    status: 403,
    message:
      'certificatesigningrequests.certificates.k8s.io "mine" is forbidden: user not permitted to approve requests with signerName "example.com/internal"',
  });
  await maySign('example.com/*');
  const { status, answer } = await decide(ADA, 'approval', condition('Approved'));
  expect(status).toBe(200);
  expect(findCondition(answer, 'Approved')).toMatchObject({
    ...condition('Approved'),
    lastUpdateTime: expect.any(String),
    lastTransitionTime: expect.any(String),
  });
});

test('[AS20] the approval path writes conditions and metadata, and nothing else', async () => {
  const { ask } = await start();
  const { answer } = await ask(ADMIN, 'PATCH', `${REQUESTS}/mine/approval`, {
    metadata: { labels: { a: 'b' } },
    spec: { usages: ['any'] },
    status: { certificate: 'eA==', conditions: [condition('Denied')] },
  });
  expect(getPath(answer, 'status')).toEqual({ conditions: [expect.objectContaining(condition('Denied'))] });
  expect([getPath(answer, 'metadata', 'labels'), getPath(answer, 'spec', 'usages')]).toEqual([
    { a: 'b' },
    ['client auth'],
  ]);
});

test.each([
  ['both', 'approval', [condition('Approved'), condition('Denied')], 'must specify at most one of'],
  ['one that does not hold', 'approval', [condition('Approved', 'False')], 'Unsupported value: "False"'],
  ['one twice', 'approval', [condition('Approved'), condition('Approved')], 'Duplicate value: "Approved"'],
  [
    'one on the path of its status',
    'status',
    [condition('Denied')],
    'updates may not add a condition of type "Denied"',
  ],
] as const)('[AS20] no decision is %s', async (_what, part, conditions, why) => {
  const { decide } = await start();
  const { status, message } = await decide(ADMIN, part, ...conditions);
  expect([status, message.includes(why)]).toEqual([422, true]);
});

test('[AS20] a decision stays', async () => {
  const { decide } = await start();
  await decide(ADMIN, 'approval', condition('Denied'));
  for (const part of ['approval', 'status'] as const) {
    const { status, message } = await decide(ADMIN, part);
    expect([status, message]).toEqual([
      422,
      expect.stringContaining('updates may not remove a condition of type "Denied"'),
    ]);
  }
});
