import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { Cell } from './cells/cell.ts';
import { KIND_VIEWS } from './kind-records.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const at = (time: string) => Date.parse(`2026-11-23T${time}:00Z`);
const time = (text: string) => `2026-11-23T${text}:00Z`;
const metadata = { name: 'a', namespace: 'n', creationTimestamp: time('08:00') };
const owned = {
  ...metadata,
  ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u', controller: true }],
};
const template = { spec: { serviceAccountName: 'robot', containers: [{ image: 'i:1' }, { image: 'j:2' }] } };
const selector = { matchLabels: { app: 'a' } };
const TEMPLATED = { account: 'robot', selector: 'app=a' };
const true_ = (type: string, fields: object = {}) => ({ type, status: 'True', ...fields });
const COMMON = { name: 'a', namespace: 'n', age: at('08:00') };
const CLUSTER = { name: 'a', age: at('08:00') };
/** Of what is well, nothing says why it would not be. */
const WELL = { why: null, since: null };
/** What is measured is no part of the object. */
const UNASKED = { cpuUsed: null, memoryUsed: null };
const USAGE_TYPES = { cpuUsed: 'quantity in cores', memoryUsed: 'quantity in bytes' };
/** It is not being deleted. */
const STAYS = { overdueSince: null, heldUp: null };

interface Kind {
  /** As the server gives one. */
  readonly object: object;
  /** What its list says of it, by column. */
  readonly cells: Readonly<Record<string, Cell>>;
  /** Columns whose values are few, and counted beside the list. */
  readonly facets: readonly string[];
  /** Columns that are there only where somebody chose them. */
  readonly hidden: readonly string[];
  /** How columns are sorted, filtered and written that are not text. */
  readonly types: Readonly<Record<string, string>>;
  /** How its list begins. */
  readonly sort: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  CronJob: {
    object: {
      metadata: { ...metadata, annotations: { 'lanthorn.dev/paused-until': time('18:00') } },
      spec: {
        schedule: '0 * * * *',
        timeZone: 'UTC',
        suspend: false,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 300,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          spec: {
            parallelism: 2,
            backoffLimit: 6,
            activeDeadlineSeconds: 3600,
            template: {
              spec: { containers: [{ image: 'i:1', resources: { requests: { cpu: '250m', memory: '1Ki' } } }] },
            },
          },
        },
      },
      status: { active: [{}, {}], lastScheduleTime: time('12:00'), lastSuccessfulTime: time('11:01') },
    },
    cells: {
      ...COMMON,
      status: { status: 'Running', tone: 'active' },
      schedule: { schedule: '0 * * * *', error: null },
      timeZone: 'UTC',
      nextRun: at('13:00'),
      suspend: false,
      pausedUntil: at('18:00'),
      active: 2,
      lastSchedule: at('12:00'),
      lastSuccess: at('11:01'),
      runs: [],
      cpu: 0.5,
      memory: 2048,
      concurrencyPolicy: 'Forbid',
      startingDeadline: 300_000,
      activeDeadline: 3_600_000,
      backoffLimit: 6,
      keptSuccessful: 3,
      keptFailed: 1,
      images: 'i:1',
      lateAt: at('13:00') + 100_000,
    },
    facets: ['namespace', 'status', 'timeZone', 'suspend', 'concurrencyPolicy'],
    hidden: [
      'suspend',
      'pausedUntil',
      'active',
      'cpu',
      'memory',
      'concurrencyPolicy',
      'startingDeadline',
      'activeDeadline',
      'backoffLimit',
      'keptSuccessful',
      'keptFailed',
      'images',
      'lateAt',
    ],
    types: {
      startingDeadline: 'duration',
      activeDeadline: 'duration',
      backoffLimit: 'number',
      keptSuccessful: 'number',
      keptFailed: 'number',
      status: 'status',
      schedule: 'schedule',
      nextRun: 'time, expires',
      suspend: 'boolean',
      pausedUntil: 'time',
      active: 'number',
      lastSchedule: 'time',
      lastSuccess: 'time',
      runs: 'runs',
      cpu: 'quantity in cores',
      memory: 'quantity in bytes',
      lateAt: 'time, expires',
      age: 'time',
    },
    sort: 'name',
  },
  Job: {
    object: {
      metadata: { ...owned, annotations: { 'cronjob.kubernetes.io/instantiate': 'manual' } },
      spec: { completions: 3 },
      status: {
        succeeded: 3,
        startTime: time('08:01'),
        completionTime: time('08:03'),
        conditions: [true_('Complete')],
      },
    },
    cells: {
      ...COMMON,
      ...WELL,
      status: { status: 'Complete', tone: 'ok' },
      completions: '3/3',
      attempts: 3,
      duration: 120_000,
      started: at('08:01'),
      owner: 'ReplicaSet/rs',
      manual: true,
    },
    facets: ['namespace', 'status', 'manual'],
    hidden: ['started', 'manual', 'attempts', 'why', 'since'],
    types: {
      status: 'status',
      attempts: 'number',
      duration: 'duration',
      started: 'time',
      owner: 'owner',
      age: 'time',
      manual: 'boolean',
      since: 'time',
    },
    sort: 'age',
  },
  Pod: {
    object: {
      metadata: { ...owned, annotations: { 'batch.kubernetes.io/job-completion-index': '4' } },
      spec: {
        nodeName: 'node-1',
        containers: [{ name: 'c', resources: { requests: { cpu: '500m', memory: '1Ki' } } }],
      },
      status: {
        phase: 'Running',
        podIP: '10.0.0.1',
        conditions: [
          { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: time('09:30') },
        ],
        containerStatuses: [
          {
            name: 'c',
            ready: false,
            restartCount: 2,
            state: { running: {} },
            lastState: { terminated: { finishedAt: time('09:00') } },
          },
        ],
      },
    },
    cells: {
      ...COMMON,
      ready: '0/1',
      status: { status: 'Running', tone: 'warning' },
      restarts: 2,
      lastRestart: at('09:00'),
      ip: '10.0.0.1',
      node: 'node-1',
      owner: 'ReplicaSet/rs',
      pending: null,
      unreadySince: at('09:30'),
      unready: 'Running: ContainersNotReady',
      overdueSince: null,
      heldUp: null,
      why: 'Running: ContainersNotReady',
      since: at('09:30'),
      completionIndex: 4,
      templateHash: null,
      cpuRequest: 0.5,
      memoryRequest: 1024,
      images: null,
      ...UNASKED,
    },
    facets: ['namespace', 'status', 'node', 'pending', 'unready', 'heldUp'],
    hidden: [
      'lastRestart',
      'ip',
      'templateHash',
      'cpuRequest',
      'memoryRequest',
      'images',
      'pending',
      'unreadySince',
      'unready',
      'why',
      'since',
      'overdueSince',
      'heldUp',
      'completionIndex',
      'cpuUsed',
      'memoryUsed',
    ],
    types: {
      status: 'status',
      restarts: 'number',
      lastRestart: 'time',
      age: 'time',
      owner: 'owner',
      unreadySince: 'time',
      overdueSince: 'time',
      since: 'time',
      completionIndex: 'number',
      cpuRequest: 'quantity in cores',
      memoryRequest: 'quantity in bytes',
      ...USAGE_TYPES,
    },
    sort: 'name',
  },
  Deployment: {
    object: {
      metadata,
      spec: {
        replicas: 3,
        template,
        selector,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: '25%' } },
      },
      status: { replicas: 3, readyReplicas: 2, updatedReplicas: 3, availableReplicas: 1 },
    },
    cells: {
      ...COMMON,
      ...WELL,
      status: { status: 'Unavailable', tone: 'warning' },
      ready: '2/3',
      upToDate: 3,
      available: 1,
      images: 'i:1, j:2',
      ...TEMPLATED,
      strategy: 'RollingUpdate, maxSurge 25%, maxUnavailable 0',
    },
    facets: ['namespace', 'status'],
    hidden: ['strategy', 'account', 'selector', 'why', 'since'],
    types: { status: 'status', upToDate: 'number', available: 'number', age: 'time', since: 'time' },
    sort: 'name',
  },
  StatefulSet: {
    object: {
      metadata,
      spec: { replicas: 3, template, selector, updateStrategy: { type: 'OnDelete' } },
      status: { replicas: 3, readyReplicas: 2, updatedReplicas: 1 },
    },
    cells: {
      ...COMMON,
      ...WELL,
      status: { status: 'Unavailable', tone: 'warning' },
      ready: '2/3',
      upToDate: 1,
      images: 'i:1, j:2',
      ...TEMPLATED,
      strategy: 'OnDelete',
    },
    facets: ['namespace', 'status'],
    hidden: ['strategy', 'account', 'selector', 'why', 'since'],
    types: { status: 'status', upToDate: 'number', age: 'time', since: 'time' },
    sort: 'name',
  },
  DaemonSet: {
    object: {
      metadata,
      spec: { template, selector },
      status: { desiredNumberScheduled: 4, updatedNumberScheduled: 4, numberReady: 3, numberAvailable: 2 },
    },
    cells: {
      ...COMMON,
      ...WELL,
      status: { status: 'Unavailable', tone: 'warning' },
      ready: '3/4',
      upToDate: 4,
      available: 2,
      images: 'i:1, j:2',
      ...TEMPLATED,
      strategy: null,
    },
    facets: ['namespace', 'status'],
    hidden: ['strategy', 'account', 'selector', 'why', 'since'],
    types: { status: 'status', upToDate: 'number', available: 'number', age: 'time', since: 'time' },
    sort: 'name',
  },
  Node: {
    object: {
      metadata: { ...metadata, labels: { 'node-role.kubernetes.io/worker': '', 'topology.kubernetes.io/zone': 'z' } },
      spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] },
      status: {
        addresses: [{ type: 'InternalIP', address: '192.168.10.11' }],
        conditions: [true_('Ready')],
        nodeInfo: { kubeletVersion: 'v1.37.2' },
        allocatable: { cpu: '1500m', memory: '2Ki' },
      },
    },
    cells: {
      ...CLUSTER,
      ...WELL,
      status: { status: 'Ready,SchedulingDisabled', tone: 'warning' },
      roles: 'worker',
      version: 'v1.37.2',
      zone: 'z',
      cpu: 1.5,
      memory: 2048,
      internalIp: '192.168.10.11',
      externalIp: null,
      podCidrs: null,
      taints: 'node.kubernetes.io/unschedulable:NoSchedule',
      ...UNASKED,
    },
    facets: ['status', 'roles', 'version', 'zone'],
    hidden: ['internalIp', 'externalIp', 'podCidrs', 'taints', 'cpuUsed', 'memoryUsed', 'why', 'since'],
    types: {
      status: 'status',
      cpu: 'quantity in cores',
      memory: 'quantity in bytes',
      age: 'time',
      since: 'time',
      ...USAGE_TYPES,
    },
    sort: 'name',
  },
  Namespace: {
    object: { metadata, status: { phase: 'Active' } },
    cells: { ...CLUSTER, ...WELL, ...STAYS, status: { status: 'Active', tone: 'ok' } },
    facets: ['status', 'heldUp'],
    hidden: ['why', 'since', 'overdueSince', 'heldUp'],
    types: { status: 'status', age: 'time', since: 'time', overdueSince: 'time' },
    sort: 'name',
  },
  PersistentVolumeClaim: {
    object: {
      metadata,
      spec: { volumeName: 'pv', storageClassName: 'fast' },
      status: { phase: 'Bound', capacity: { storage: '1Ki' } },
    },
    cells: {
      ...COMMON,
      ...WELL,
      ...STAYS,
      status: { status: 'Bound', tone: 'ok' },
      volume: 'pv',
      capacity: 1024,
      accessModes: null,
      storageClass: 'fast',
      volumeMode: null,
    },
    facets: ['namespace', 'status', 'storageClass', 'heldUp'],
    hidden: ['volumeMode', 'why', 'since', 'overdueSince', 'heldUp'],
    types: { status: 'status', capacity: 'quantity in bytes', age: 'time', since: 'time', overdueSince: 'time' },
    sort: 'name',
  },
  ResourceQuota: {
    object: { metadata, status: { hard: { pods: '4', secrets: '9' }, used: { pods: '1', secrets: '9' } } },
    cells: { ...COMMON, status: { status: 'Full', tone: 'bad' }, used: 100, fullest: 'secrets' },
    facets: ['namespace', 'status'],
    hidden: [],
    types: { status: 'status', used: 'number', age: 'time' },
    sort: 'name',
  },
  Certificate: {
    object: {
      metadata,
      spec: { secretName: 'tls', issuerRef: { name: 'le' } },
      status: { notAfter: '2026-12-23T12:00:00Z', conditions: [true_('Ready')] },
    },
    cells: {
      ...COMMON,
      ...WELL,
      status: { status: 'Ready', tone: 'ok' },
      expires: Date.parse('2026-12-23T12:00:00Z'),
      secret: 'tls',
      issuer: 'le',
      changesAt: Date.parse('2026-12-09T12:00:00Z'),
    },
    facets: ['namespace', 'status', 'issuer'],
    hidden: ['changesAt', 'why', 'since'],
    types: { status: 'status', expires: 'time', changesAt: 'time, expires', age: 'time', since: 'time' },
    sort: 'expires',
  },
  Event: {
    object: {
      metadata,
      type: 'Warning',
      reason: 'BackOff',
      message: 'it waits',
      involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace: 'n', name: 'p', uid: 'u' },
      firstTimestamp: time('09:00'),
      lastTimestamp: time('10:00'),
      count: 7,
    },
    cells: {
      lastSeen: at('10:00'),
      type: { status: 'Warning', tone: 'warning' },
      reason: 'BackOff',
      object: 'Pod/p',
      message: 'it waits',
      count: 7,
      namespace: 'n',
      firstSeen: at('09:00'),
    },
    facets: ['type', 'reason', 'namespace'],
    hidden: [],
    types: { lastSeen: 'time', type: 'status', count: 'number', firstSeen: 'time' },
    sort: 'lastSeen, newest first',
  },
};

describe.each(Object.entries(KINDS))('a list of %ss', (kind, wanted) => {
  const view = must(
    KIND_VIEWS.find(entry => entry.kind === kind),
    kind,
  );

  test('says of each what it is', () => {
    expect(Object.fromEntries(view.columns.map(({ id, read }) => [id, read(wanted.object, { now: NOW })]))).toEqual(
      wanted.cells,
    );
  });

  test('counts what has few values, and hides what few ask for', () => {
    expect(view.columns.filter(({ isFacet }) => isFacet).map(({ id }) => id)).toEqual(wanted.facets);
    expect(view.columns.filter(({ isHidden }) => isHidden).map(({ id }) => id)).toEqual(wanted.hidden);
  });

  test('sorts and writes what is no text as what it is', () => {
    const types = view.columns.map(({ id, type, unit, expires }) => [
      id,
      `${type}${unit === undefined ? '' : ` in ${unit}`}${expires === true ? ', expires' : ''}`,
    ]);
    expect(Object.fromEntries(types.filter(([, type]) => type !== 'text'))).toEqual(wanted.types);
    const { column, descending } = view.defaultSort;
    expect(`${column}${descending ? ', newest first' : ''}`).toBe(wanted.sort);
  });

  test('reads an object of any form without an error', () => {
    for (const object of [{}, null, 'text', { metadata: [], spec: 1, status: 'x' }])
      for (const { id, read } of view.columns) expect(() => read(object, { now: NOW }), id).not.toThrow();
  });
});
