import type { JsonObject } from '@lanthorn/base/json.ts';

const container = { name: 'c', image: 'i:1' };

/** A pod of one container, with what is special about it. */
export const podOf = (spec: JsonObject): JsonObject => ({ spec: { containers: [container], ...spec } });

/** By what is special about them; a server takes each of them. */
export const VALID_PODS: Readonly<Record<string, JsonObject>> = {
  'with volumes of other kinds': podOf({
    volumes: [
      { name: 'a', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
      { name: 'b', configMap: { name: 'm', optional: true, defaultMode: 256 } },
      { name: 'c', secret: { secretName: 's', items: [{ key: 'k', path: 'p/q', mode: 256 }] } },
      {
        name: 'd',
        ephemeral: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        },
      },
      { name: 'e', hostPath: { path: '/var/log', type: '' } },
      { name: 'f', hostPath: { path: '/var/log', type: 'DirectoryOrCreate' } },
      { name: 'g', nfs: { server: 'nfs.example.com', path: '/' } },
      {
        name: 'h',
        projected: {
          sources: [
            { configMap: { name: 'm' } },
            { secret: { name: 's' } },
            { downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
          ],
        },
      },
      { name: 'i', csi: { driver: 'secrets-store.csi.k8s.io', readOnly: true, volumeAttributes: { a: 'B!' } } },
      { name: 'j', image: { reference: 'registry.example/data:1' } },
      { name: 'k' },
    ],
  }),
  'with ports, probes and hooks': podOf({
    containers: [
      {
        ...container,
        ports: [
          { containerPort: 80 },
          { containerPort: 53, protocol: 'UDP', name: 'dns' },
          { containerPort: 9090, hostPort: 9090 },
        ],
        livenessProbe: { exec: { command: ['true'] }, terminationGracePeriodSeconds: 5, initialDelaySeconds: 1 },
        readinessProbe: { httpGet: { port: 'dns', path: '/ready', scheme: 'HTTPS', host: 'h' }, successThreshold: 3 },
        startupProbe: { tcpSocket: { port: 80 }, failureThreshold: 30 },
        lifecycle: { preStop: { exec: { command: ['sleep', '1'] } }, postStart: { httpGet: { port: 80 } } },
      },
    ],
  }),
  'with environment': podOf({
    containers: [
      {
        ...container,
        env: [
          { name: 'EMPTY' },
          { name: 'lower.case-too', value: '' },
          { name: 'A', valueFrom: { configMapKeyRef: { name: 'm', key: 'a.b', optional: true } } },
          { name: 'B', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['example.com/a']" } } },
          {
            name: 'C',
            valueFrom: { resourceFieldRef: { containerName: 'c', resource: 'requests.memory', divisor: '1Mi' } },
          },
        ],
        envFrom: [{ prefix: 'P_', secretRef: { name: 's', optional: true } }],
        resources: {
          requests: { cpu: '100m', 'example.com/gpu': '1', 'hugepages-2Mi': '4Mi' },
          limits: { cpu: '100m', memory: '1e9', 'example.com/gpu': '1', 'hugepages-2Mi': '4Mi' },
        },
      },
    ],
  }),
  'with mounts': podOf({
    containers: [
      {
        ...container,
        volumeMounts: [
          { name: 'a', mountPath: '/a', subPath: 'x/y', readOnly: true },
          { name: 'a', mountPath: '/b', subPathExpr: '$(A)', mountPropagation: 'None' },
        ],
      },
    ],
    volumes: [{ name: 'a', emptyDir: {} }],
  }),
  'with everything about where it runs': podOf({
    nodeSelector: { 'kubernetes.io/os': 'linux', empty: '' },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                { key: 'a', operator: 'Exists' },
                { key: 'b', operator: 'Gt', values: ['3'] },
              ],
            },
            { matchFields: [{ key: 'metadata.name', operator: 'NotIn', values: ['n'] }] },
          ],
        },
      },
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            topologyKey: 'kubernetes.io/hostname',
            namespaces: ['n'],
            namespaceSelector: {},
            labelSelector: { matchExpressions: [{ key: 'a', operator: 'DoesNotExist' }] },
          },
        ],
      },
    },
    tolerations: [
      { operator: 'Exists' },
      { key: 'a', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'a', value: '' },
      { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 0 },
    ],
    topologySpreadConstraints: [{ maxSkew: 2, topologyKey: 'a/b', whenUnsatisfiable: 'ScheduleAnyway' }],
    schedulerName: 'another',
    hostNetwork: true,
    dnsPolicy: 'ClusterFirstWithHostNet',
    hostname: 'h',
    subdomain: 's',
  }),
  'with security': podOf({
    securityContext: {
      runAsUser: 0,
      runAsNonRoot: false,
      fsGroup: 2000,
      fsGroupChangePolicy: 'Always',
      supplementalGroups: [1],
      seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' },
    },
    containers: [
      {
        ...container,
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          appArmorProfile: { type: 'RuntimeDefault' },
          runAsUser: 0,
        },
      },
    ],
    restartPolicy: 'OnFailure',
    activeDeadlineSeconds: 1,
    terminationGracePeriodSeconds: 0,
    automountServiceAccountToken: false,
    imagePullSecrets: [{ name: 'p' }],
    hostAliases: [{ ip: '::1', hostnames: ['a.b'] }],
    dnsConfig: {
      nameservers: ['::1'],
      searches: ['_a.b', 'svc.cluster.local.'],
      options: [{ name: 'ndots', value: '5' }],
    },
    readinessGates: [{ conditionType: 'a' }],
    enableServiceLinks: false,
  }),
};
