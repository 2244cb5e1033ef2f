import { active, AT, bad, condition, conditions, muted, ok, warning, type StatesOfKinds } from './test-state.ts';

/** What bounds others, and what the API server itself is told. */
export const POLICY_STATES: StatesOfKinds = {
  horizontalpodautoscalers: [
    [
      'at rest',
      { status: { currentReplicas: 2, desiredReplicas: 2, ...conditions(condition('ScalingActive', 'True')) } },
      { status: ok('Active') },
    ],
    [
      'at work',
      { status: { currentReplicas: 2, desiredReplicas: 3, ...conditions(condition('ScalingActive', 'True')) } },
      { status: active('Scaling') },
    ],
    [
      'it cannot measure',
      { status: conditions(condition('ScalingActive', 'False', 'FailedGetResourceMetric', 'no metrics')) },
      { status: warning('FailedGetResourceMetric'), why: 'FailedGetResourceMetric: no metrics' },
    ],
    [
      'it cannot scale',
      { status: conditions(condition('AbleToScale', 'False', 'FailedGetScale')) },
      { status: bad('FailedGetScale') },
    ],
    [
      'it would do more than it may',
      {
        status: conditions(condition('ScalingActive', 'True'), condition('ScalingLimited', 'True', 'TooManyReplicas')),
      },
      { status: warning('AtMaximum') },
    ],
    [
      'switched off',
      { status: conditions(condition('ScalingActive', 'False', 'ScalingDisabled')) },
      { status: muted('ScalingDisabled') },
    ],
    [
      'what it measures, in another order',
      {
        spec: {
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 80 } } },
            { type: 'Pods', pods: { metric: { name: 'rps' }, target: { averageValue: '1k' } } },
          ],
        },
        status: {
          currentMetrics: [
            { type: 'Pods', pods: { metric: { name: 'rps' }, current: { averageValue: '900' } } },
            { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 12 } } },
          ],
        },
      },
      { metrics: 'cpu: 12%/80%, rps: 900/1k', status: muted('Unknown') },
    ],
  ],
  poddisruptionbudgets: [
    [
      'room',
      { status: { expectedPods: 3, currentHealthy: 3, desiredHealthy: 2, disruptionsAllowed: 1 } },
      { status: ok('Allowed'), healthy: '3/3' },
    ],
    [
      'no room',
      { status: { expectedPods: 2, currentHealthy: 2, desiredHealthy: 2 } },
      { status: warning('NoneAllowed') },
    ],
    [
      'too few',
      { status: { expectedPods: 2, currentHealthy: 1, desiredHealthy: 2 } },
      { status: warning('InsufficientPods') },
    ],
    ['of nothing', { status: {} }, { status: muted('NoPods') }],
    [
      'of what cannot be counted',
      { status: conditions(condition('DisruptionAllowed', 'False', 'SyncFailed')) },
      { status: bad('SyncFailed') },
    ],
  ],
  limitranges: [
    [
      'limits',
      { spec: { limits: [{ type: 'Container', default: { cpu: '500m' }, max: { cpu: 2 } }] } },
      { limits: 'Container cpu: max 2, default 500m' },
    ],
  ],
  leases: [
    [
      'held',
      { spec: { holderIdentity: 'x', leaseDurationSeconds: 15, renewTime: '2026-11-23T09:00:00.5Z' } },
      { leaseDuration: 15_000, renewed: Date.parse(AT) + 500 },
    ],
  ],
  runtimeclasses: [
    ['with a price', { handler: 'kata', overhead: { podFixed: { cpu: '250m' } } }, { overhead: 'cpu=250m' }],
  ],
  validatingwebhookconfigurations: [
    [
      'two',
      {
        webhooks: [
          {
            clientConfig: { service: { namespace: 'n', name: 's' } },
            failurePolicy: 'Ignore',
            rules: [{ apiGroups: ['apps'], resources: ['deployments'], operations: ['CREATE'] }],
          },
          { clientConfig: { url: 'https://a.example' } },
        ],
      },
      {
        webhooks: 2,
        targets: 'n/s, https://a.example',
        failurePolicy: 'Ignore, Fail',
        matches: 'CREATE deployments.apps',
      },
    ],
  ],
  validatingadmissionpolicies: [
    ['not looked at', {}, { status: muted('NotChecked') }],
    ['sound', { status: { typeChecking: {} } }, { status: ok('Checked') }],
    [
      'with a slip',
      { status: { typeChecking: { expressionWarnings: [{ fieldRef: 'spec.x', warning: 'no such key' }] } } },
      { status: warning('TypeWarnings'), why: 'spec.x: no such key' },
    ],
  ],
  validatingadmissionpolicybindings: [
    [
      'for some',
      {
        spec: {
          policyName: 'p',
          validationActions: ['Deny', 'Audit'],
          matchResources: { namespaceSelector: { matchLabels: { a: 'b' } } },
        },
      },
      { actions: 'Deny, Audit', matches: 'namespaces(a=b)', paramRef: null },
    ],
  ],
  mutatingadmissionpolicies: [['one', { spec: { mutations: [{}], reinvocationPolicy: 'Never' } }, { mutations: 1 }]],
  mutatingadmissionpolicybindings: [['one', { spec: { paramRef: { name: 'x' } } }, { paramRef: '*/x' }]],
  customresourcedefinitions: [
    ['in use', { status: conditions(condition('Established', 'True')) }, { status: ok('Established') }],
    ['new', {}, { status: active('Installing') }],
    [
      'its names are taken',
      { status: conditions(condition('NamesAccepted', 'False', 'ListKindConflict')) },
      { status: bad('NamesNotAccepted') },
    ],
    [
      'it goes, with all objects of its kind',
      { status: conditions(condition('Terminating', 'True'), condition('Established', 'True')) },
      { status: active('Terminating') },
    ],
    [
      'its schema does not say what its objects are',
      {
        status: conditions(
          condition('NonStructuralSchema', 'True', 'Violations', 'spec: must'),
          condition('Established', 'True'),
        ),
      },
      { status: warning('NonStructuralSchema'), why: 'Violations: spec: must' },
    ],
    [
      'two versions',
      { spec: { names: { kind: 'W', shortNames: ['w'] }, versions: [{ name: 'v1', storage: true }, { name: 'v2' }] } },
      { versions: 'v1(storage),v2', definedKind: 'W', shortNames: 'w' },
    ],
  ],
  apiservices: [
    [
      'of the server itself',
      { status: conditions(condition('Available', 'True', 'Local')) },
      { status: ok('Available'), service: null },
    ],
    [
      'what it stands for is away',
      {
        spec: { service: { namespace: 'n', name: 's' } },
        status: conditions(condition('Available', 'False', 'MissingEndpoints', 'none')),
      },
      { status: bad('MissingEndpoints'), service: 'n/s', why: 'MissingEndpoints: none' },
    ],
  ],
  flowschemas: [
    [
      'in use',
      { status: conditions(condition('Dangling', 'False', 'Found', 'its level exists')) },
      { status: ok('InUse'), why: null },
    ],
    ['nobody looked', {}, { status: ok('InUse') }],
    [
      'its level is gone',
      { status: conditions(condition('Dangling', 'True', 'NotFound', 'no such level')) },
      { status: bad('Dangling'), why: 'NotFound: no such level' },
    ],
  ],
  prioritylevelconfigurations: [
    [
      'with queues',
      {
        spec: {
          type: 'Limited',
          limited: { nominalConcurrencyShares: 30, limitResponse: { type: 'Queue', queuing: { queues: 64 } } },
        },
      },
      { shares: 30, queues: 64, overLimit: 'Queue' },
    ],
  ],
};
