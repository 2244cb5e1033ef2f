import { at, time, type ColumnsOfKinds } from './test-columns.ts';

/** What bounds others, and what the API server itself is told. */
export const POLICY_COLUMNS: ColumnsOfKinds = {
  horizontalpodautoscalers: {
    object: {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'php-apache' },
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
          {
            type: 'Object',
            object: { metric: { name: 'requests-per-second' }, target: { type: 'Value', value: '2k' } },
          },
          { type: 'Unheard', name: 'x' },
        ],
      },
      status: {
        currentReplicas: 3,
        desiredReplicas: 3,
        lastScaleTime: time('09:00'),
        conditions: [
          { type: 'AbleToScale', status: 'True' },
          { type: 'ScalingActive', status: 'True' },
        ],
        currentMetrics: [
          { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 0, averageValue: '0' } } },
        ],
      },
    },
    cells: {
      status: { status: 'Active', tone: 'ok' },
      target: 'Deployment/php-apache',
      metrics: 'cpu: 0%/50%, requests-per-second: ?/2k, Unheard',
      minReplicas: 2,
      maxReplicas: 10,
      replicas: 3,
      lastScale: at('09:00'),
      why: null,
      since: null,
    },
    bare: { status: { status: 'Unknown', tone: 'muted' }, maxReplicas: 0, replicas: 0 },
    facets: ['status'],
    hidden: ['why', 'since'],
    types: {
      status: 'status',
      minReplicas: 'number',
      maxReplicas: 'number',
      replicas: 'number',
      lastScale: 'time',
      since: 'time',
    },
    leads: { target: 'apps/v1 Deployment n/php-apache' },
    sections: ['meters'],
  },
  poddisruptionbudgets: {
    object: {
      spec: { minAvailable: '50%', selector: { matchLabels: { app: 'zookeeper' } } },
      status: {
        expectedPods: 3,
        currentHealthy: 2,
        desiredHealthy: 2,
        disruptionsAllowed: 0,
        conditions: [
          {
            type: 'DisruptionAllowed',
            status: 'False',
            reason: 'InsufficientPods',
            message: '',
            lastTransitionTime: time('09:00'),
          },
        ],
      },
    },
    cells: {
      status: { status: 'NoneAllowed', tone: 'warning' },
      minAvailable: '50%',
      maxUnavailable: null,
      allowedDisruptions: 0,
      healthy: '2/3',
      selector: 'app=zookeeper',
      why: 'InsufficientPods',
      since: at('09:00'),
    },
    bare: { status: { status: 'NoPods', tone: 'muted' }, allowedDisruptions: 0, healthy: '0/0' },
    facets: ['status'],
    hidden: ['why', 'since'],
    types: { status: 'status', allowedDisruptions: 'number', since: 'time' },
    sections: ['meters', 'selectedPods'],
  },
  priorityclasses: {
    object: { value: 1000000, globalDefault: true, preemptionPolicy: 'Never', description: 'for service pods' },
    cells: { value: 1000000, default: true, preemption: 'Never', description: 'for service pods' },
    bare: { value: 0, default: false },
    facets: ['default', 'preemption'],
    types: { value: 'number', default: 'boolean' },
  },
  runtimeclasses: {
    object: {
      handler: 'kata-fc',
      overhead: { podFixed: { memory: '120Mi', cpu: '250m' } },
      scheduling: { nodeSelector: { runtime: 'kata' } },
    },
    cells: { handler: 'kata-fc', overhead: 'memory=120Mi, cpu=250m', nodeSelector: 'runtime=kata' },
    facets: ['handler'],
  },
  limitranges: {
    object: {
      spec: {
        limits: [
          {
            type: 'Container',
            default: { cpu: '500m' },
            defaultRequest: { cpu: '250m' },
            max: { cpu: '1' },
            min: { cpu: '100m' },
          },
          { type: 'Pod', max: { memory: '2Gi' } },
        ],
      },
    },
    cells: { limits: 'Container cpu: min 100m, max 1, default 500m, defaultRequest 250m; Pod memory: max 2Gi' },
  },
  validatingwebhookconfigurations: {
    object: {
      webhooks: [
        {
          name: 'a.example.com',
          clientConfig: { service: { namespace: 'infra', name: 'hook' } },
          rules: [{ apiGroups: ['', 'apps'], operations: ['CREATE', 'UPDATE'], resources: ['pods', 'deployments'] }],
        },
        {
          name: 'b.example.com',
          failurePolicy: 'Ignore',
          clientConfig: { url: 'https://hook.example/b' },
          rules: [{ apiGroups: [''], operations: ['DELETE'], resources: ['pods'] }],
        },
      ],
    },
    cells: {
      webhooks: 2,
      targets: 'infra/hook, https://hook.example/b',
      failurePolicy: 'Fail, Ignore',
      matches: 'CREATE,UPDATE pods,pods.apps,deployments,deployments.apps; DELETE pods',
    },
    bare: { webhooks: 0 },
    facets: ['failurePolicy'],
    types: { webhooks: 'number' },
  },
  mutatingwebhookconfigurations: {
    object: {
      webhooks: [
        {
          name: 'a.example.com',
          failurePolicy: 'Ignore',
          clientConfig: { service: { namespace: 'infra', name: 'hook' } },
          rules: [{ operations: ['CREATE'], resources: ['pods'] }],
        },
      ],
    },
    cells: { webhooks: 1, targets: 'infra/hook', failurePolicy: 'Ignore', matches: 'CREATE pods' },
    bare: { webhooks: 0 },
    facets: ['failurePolicy'],
    types: { webhooks: 'number' },
  },
  validatingadmissionpolicies: {
    object: {
      spec: {
        failurePolicy: 'Fail',
        paramKind: { apiVersion: 'rules.example.com/v1', kind: 'ReplicaLimit' },
        matchConstraints: {
          resourceRules: [
            { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments'] },
          ],
          namespaceSelector: { matchLabels: { environment: 'test' } },
        },
        validations: [{ expression: 'object.spec.replicas <= 5' }, { expression: 'true' }],
      },
      status: {
        typeChecking: {
          expressionWarnings: [{ fieldRef: 'spec.validations[0].expression', warning: 'undefined field' }],
        },
      },
    },
    cells: {
      status: { status: 'TypeWarnings', tone: 'warning' },
      validations: 2,
      paramKind: 'rules.example.com/v1/ReplicaLimit',
      failurePolicy: 'Fail',
      matches: 'CREATE,UPDATE deployments.apps; namespaces(environment=test)',
      why: 'spec.validations[0].expression: undefined field',
      since: null,
    },
    bare: { status: { status: 'NotChecked', tone: 'muted' }, validations: 0 },
    facets: ['status', 'failurePolicy'],
    hidden: ['why', 'since'],
    types: { status: 'status', validations: 'number', since: 'time' },
  },
  validatingadmissionpolicybindings: {
    object: {
      spec: {
        policyName: 'demo-policy.example.com',
        validationActions: ['Deny', 'Audit'],
        paramRef: { name: 'replica-limit', namespace: 'default' },
        matchResources: { objectSelector: { matchLabels: { tier: 'web' } } },
      },
    },
    cells: {
      policy: 'demo-policy.example.com',
      paramRef: 'default/replica-limit',
      actions: 'Deny, Audit',
      matches: 'objects(tier=web)',
    },
    facets: ['actions'],
    leads: { policy: 'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy demo-policy.example.com' },
  },
  mutatingadmissionpolicies: {
    object: {
      spec: {
        failurePolicy: 'Ignore',
        reinvocationPolicy: 'IfNeeded',
        paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
        matchConstraints: { resourceRules: [{ apiGroups: [''], operations: ['CREATE'], resources: ['pods'] }] },
        mutations: [{ patchType: 'ApplyConfiguration' }],
      },
    },
    cells: {
      mutations: 1,
      reinvocation: 'IfNeeded',
      paramKind: 'v1/ConfigMap',
      failurePolicy: 'Ignore',
      matches: 'CREATE pods',
    },
    bare: { mutations: 0 },
    facets: ['failurePolicy'],
    types: { mutations: 'number' },
  },
  mutatingadmissionpolicybindings: {
    object: {
      spec: {
        policyName: 'sidecar-policy.example.com',
        paramRef: { selector: { matchLabels: { team: 'mesh' } } },
        matchResources: { namespaceSelector: { matchLabels: { mesh: 'on' } } },
      },
    },
    cells: { policy: 'sidecar-policy.example.com', paramRef: 'team=mesh', matches: 'namespaces(mesh=on)' },
    leads: { policy: 'admissionregistration.k8s.io/v1 MutatingAdmissionPolicy sidecar-policy.example.com' },
  },
  flowschemas: {
    object: {
      spec: {
        matchingPrecedence: 1000,
        priorityLevelConfiguration: { name: 'exempt' },
        distinguisherMethod: { type: 'ByUser' },
      },
      status: {
        conditions: [
          {
            type: 'Dangling',
            status: 'True',
            reason: 'NotFound',
            message: 'no such level',
            lastTransitionTime: time('09:00'),
          },
        ],
      },
    },
    cells: {
      status: { status: 'Dangling', tone: 'bad' },
      priorityLevel: 'exempt',
      precedence: 1000,
      distinguisher: 'ByUser',
      why: 'NotFound: no such level',
      since: at('09:00'),
    },
    bare: { status: { status: 'InUse', tone: 'ok' }, precedence: 0 },
    facets: ['status', 'priorityLevel'],
    hidden: ['why', 'since'],
    types: { status: 'status', precedence: 'number', since: 'time' },
    sort: 'precedence',
    leads: { priorityLevel: 'flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration exempt' },
  },
  prioritylevelconfigurations: {
    object: {
      spec: {
        type: 'Limited',
        limited: {
          nominalConcurrencyShares: 30,
          lendablePercent: 33,
          limitResponse: { type: 'Queue', queuing: { queues: 64, queueLengthLimit: 50 } },
        },
      },
    },
    cells: { type: 'Limited', shares: 30, lendable: 33, overLimit: 'Queue', queues: 64, queueLength: 50 },
    facets: ['type'],
    types: { shares: 'number', lendable: 'number', queues: 'number', queueLength: 'number' },
  },
};
