import { at, time, type ColumnsOfKinds } from './test-columns.ts';

/** Who may do what, and by which certificate. */
export const ACCESS_COLUMNS: ColumnsOfKinds = {
  serviceaccounts: {
    object: {
      automountServiceAccountToken: false,
      imagePullSecrets: [{ name: 'registry' }],
      secrets: [{ name: 'token' }],
    },
    cells: { secrets: 'token', pullSecrets: 'registry', automount: false },
    bare: { automount: true },
    facets: ['automount'],
    types: { automount: 'boolean' },
    sections: ['usedBy', 'rights'],
  },
  roles: {
    object: {
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: ['get', 'watch', 'list'] },
        { apiGroups: ['apps'], resources: ['deployments/scale'], resourceNames: ['web'], verbs: ['update'] },
      ],
    },
    cells: { rules: 2, grants: 'get,watch,list pods; update deployments/scale.apps (web)' },
    bare: { rules: 0 },
    types: { rules: 'number' },
    sections: ['rules', 'givenBy'],
    hiddenFacts: ['rules', 'grants'],
  },
  clusterroles: {
    object: {
      rules: [{ nonResourceURLs: ['/healthz', '/healthz/*'], verbs: ['get'] }],
      aggregationRule: {
        clusterRoleSelectors: [{ matchLabels: { 'rbac.example.com/aggregate-to-monitoring': 'true' } }],
      },
    },
    cells: { rules: 1, grants: 'get /healthz,/healthz/*', aggregated: true },
    bare: { rules: 0, aggregated: false },
    facets: ['aggregated'],
    types: { rules: 'number', aggregated: 'boolean' },
    sections: ['rules', 'givenBy'],
    hiddenFacts: ['rules', 'grants'],
  },
  rolebindings: {
    object: {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'pod-reader' },
      subjects: [
        { kind: 'User', name: 'jane' },
        { kind: 'Group', name: 'managers' },
        { kind: 'ServiceAccount', name: 'default', namespace: 'kube-system' },
        { kind: 'ServiceAccount', name: 'builder' },
      ],
    },
    cells: { role: 'Role/pod-reader', users: 'jane', groups: 'managers', accounts: 'kube-system/default, /builder' },
    leads: { role: 'rbac.authorization.k8s.io/v1 Role n/pod-reader' },
    sections: ['binding'],
    hiddenFacts: ['users', 'groups', 'accounts'],
  },
  clusterrolebindings: {
    object: {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'secret-reader' },
      subjects: [{ kind: 'Group', name: 'managers' }],
    },
    cells: { role: 'ClusterRole/secret-reader', users: null, groups: 'managers', accounts: null },
    leads: { role: 'rbac.authorization.k8s.io/v1 ClusterRole secret-reader' },
    sections: ['binding'],
    hiddenFacts: ['users', 'groups', 'accounts'],
  },
  certificatesigningrequests: {
    object: {
      spec: {
        signerName: 'kubernetes.io/kube-apiserver-client',
        username: 'jane',
        expirationSeconds: 86400,
        usages: ['client auth', 'digital signature'],
      },
      status: { certificate: 'LS0t', conditions: [{ type: 'Approved', status: 'True', reason: 'ByHand' }] },
    },
    cells: {
      status: { status: 'Approved,Issued', tone: 'ok' },
      signer: 'kubernetes.io/kube-apiserver-client',
      requestor: 'jane',
      requestedDuration: 86400000,
      usages: 'client auth, digital signature',
      why: null,
      since: null,
    },
    bare: { status: { status: 'Pending', tone: 'warning' }, since: at('08:00') },
    facets: ['status', 'signer'],
    hidden: ['usages', 'why', 'since'],
    types: { status: 'status', requestedDuration: 'duration', since: 'time' },
  },
  clustertrustbundles: {
    object: {
      spec: {
        signerName: 'example.com/mysigner',
        trustBundle:
          '-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\nB\n-----END CERTIFICATE-----\n',
      },
    },
    cells: { signer: 'example.com/mysigner', certificates: 2 },
    bare: { certificates: 0 },
    facets: ['signer'],
    types: { certificates: 'number' },
  },
  podcertificaterequests: {
    object: {
      spec: { podName: 'web-1', serviceAccountName: 'web', nodeName: 'node-1', signerName: 'example.com/mysigner' },
      status: { notAfter: time('13:00'), conditions: [{ type: 'Issued', status: 'True' }] },
    },
    cells: {
      status: { status: 'Issued', tone: 'ok' },
      pod: 'web-1',
      account: 'web',
      node: 'node-1',
      signer: 'example.com/mysigner',
      expires: at('13:00'),
      why: null,
      since: null,
    },
    bare: { status: { status: 'Pending', tone: 'warning' } },
    facets: ['status', 'account', 'node', 'signer'],
    hidden: ['why', 'since'],
    types: { status: 'status', expires: 'time', since: 'time' },
    leads: { pod: 'v1 Pod n/web-1', account: 'v1 ServiceAccount n/web', node: 'v1 Node node-1' },
  },
};
