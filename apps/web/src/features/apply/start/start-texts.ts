/** A field beside the text: where it stands in the object, and what it holds. */
export interface StartField {
  /** A sentence of the catalogue: `apply.field.<name>`. */
  readonly name: 'name' | 'image' | 'replicas' | 'schedule' | 'port' | 'host' | 'size' | 'minReplicas' | 'maxReplicas';
  readonly path: readonly (string | number)[];
  readonly type: 'text' | 'number';
}

/** How a new object of a kind begins. */
export interface StartText {
  readonly text: string;
  readonly fields: readonly StartField[];
}

const NAME: StartField = { name: 'name', path: ['metadata', 'name'], type: 'text' };
const image = (...path: (string | number)[]): StartField => ({
  name: 'image',
  path: [...path, 'containers', 0, 'image'],
  type: 'text',
});
const number = (name: StartField['name'], ...path: (string | number)[]): StartField => ({ name, path, type: 'number' });
const text = (name: StartField['name'], ...path: (string | number)[]): StartField => ({ name, path, type: 'text' });

const labelled = `    metadata:
      labels:
        app: example
`;
const container = `      containers:
        - name: app
          image: nginx:1.29
          resources:
            requests:
              cpu: 100m
              memory: 128Mi
            limits:
              memory: 256Mi
`;
const workload = (kind: string, middle: string) => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: example
spec:
${middle}  selector:
    matchLabels:
      app: example
  template:
${labelled}    spec:
${container}`;

/** By the word for a kind in an address. Others begin with what their type asks for. */
export const START_TEXTS: Readonly<Record<string, StartText>> = {
  deployments: {
    text: workload('Deployment', '  replicas: 1\n'),
    fields: [NAME, number('replicas', 'spec', 'replicas'), image('spec', 'template', 'spec')],
  },
  statefulsets: {
    text: workload('StatefulSet', '  replicas: 1\n  serviceName: example\n'),
    fields: [NAME, number('replicas', 'spec', 'replicas'), image('spec', 'template', 'spec')],
  },
  daemonsets: { text: workload('DaemonSet', ''), fields: [NAME, image('spec', 'template', 'spec')] },
  pods: {
    text: `apiVersion: v1
kind: Pod
metadata:
  name: example
  labels:
    app: example
spec:
  containers:
    - name: app
      image: nginx:1.29
      resources:
        requests:
          cpu: 100m
          memory: 128Mi
`,
    fields: [NAME, image('spec')],
  },
  jobs: {
    text: `apiVersion: batch/v1
kind: Job
metadata:
  name: example
spec:
  backoffLimit: 3
  template:
    spec:
      restartPolicy: Never
      containers:
        - name: app
          image: busybox:1.37
          command: ["sh", "-c", "echo done"]
`,
    fields: [NAME, image('spec', 'template', 'spec')],
  },
  cronjobs: {
    text: `apiVersion: batch/v1
kind: CronJob
metadata:
  name: example
spec:
  schedule: "0 3 * * *"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 3
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: app
              image: busybox:1.37
              command: ["sh", "-c", "echo done"]
`,
    fields: [NAME, text('schedule', 'spec', 'schedule'), image('spec', 'jobTemplate', 'spec', 'template', 'spec')],
  },
  services: {
    text: `apiVersion: v1
kind: Service
metadata:
  name: example
spec:
  selector:
    app: example
  ports:
    - name: http
      port: 80
      targetPort: 8080
`,
    fields: [NAME, number('port', 'spec', 'ports', 0, 'port')],
  },
  ingresses: {
    text: `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: example
spec:
  rules:
    - host: example.com
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: example
                port:
                  number: 80
`,
    fields: [NAME, text('host', 'spec', 'rules', 0, 'host')],
  },
  httproutes: {
    text: `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: example
spec:
  parentRefs:
    - name: example
  hostnames:
    - example.com
  rules:
    - matches:
        - path:
            type: PathPrefix
            value: /
      backendRefs:
        - name: example
          port: 80
`,
    fields: [NAME, text('host', 'spec', 'hostnames', 0), number('port', 'spec', 'rules', 0, 'backendRefs', 0, 'port')],
  },
  configmaps: {
    text: `apiVersion: v1
kind: ConfigMap
metadata:
  name: example
data:
  key: value
`,
    fields: [NAME],
  },
  secrets: {
    text: `apiVersion: v1
kind: Secret
metadata:
  name: example
type: Opaque
stringData:
  key: ""
`,
    fields: [NAME],
  },
  persistentvolumeclaims: {
    text: `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: example
spec:
  accessModes:
    - ReadWriteOnce
  resources:
    requests:
      storage: 1Gi
`,
    fields: [NAME, text('size', 'spec', 'resources', 'requests', 'storage')],
  },
  namespaces: { text: 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: example\n', fields: [NAME] },
  horizontalpodautoscalers: {
    text: `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: example
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: example
  minReplicas: 1
  maxReplicas: 5
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: 80
`,
    fields: [NAME, number('minReplicas', 'spec', 'minReplicas'), number('maxReplicas', 'spec', 'maxReplicas')],
  },
  poddisruptionbudgets: {
    text: `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: example
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: example
`,
    fields: [NAME],
  },
  networkpolicies: {
    text: `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: example
spec:
  podSelector:
    matchLabels:
      app: example
  policyTypes:
    - Ingress
  ingress:
    - from:
        - podSelector: {}
`,
    fields: [NAME],
  },
  roles: {
    text: `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: example
rules:
  - apiGroups: [""]
    resources: ["pods"]
    verbs: ["get", "list", "watch"]
`,
    fields: [NAME],
  },
  clusterroles: {
    text: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: example
rules:
  - apiGroups: [""]
    resources: ["nodes"]
    verbs: ["get", "list", "watch"]
`,
    fields: [NAME],
  },
  clusterrolebindings: {
    text: `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: example
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: example
subjects:
  - kind: ServiceAccount
    name: example
    namespace: default
`,
    fields: [NAME],
  },
  rolebindings: {
    text: `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: example
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: example
subjects:
  - kind: ServiceAccount
    name: example
`,
    fields: [NAME],
  },
  serviceaccounts: { text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: example\n', fields: [NAME] },
};
