import type { JsonObject } from '@lanthorn/base/json.ts';

/** One revision of a release in the demo. */
export interface RevisionPlan {
  readonly status: string;
  readonly description: string;
  readonly ageMs: number;
  readonly chartVersion: string;
  readonly appVersion: string;
  /** What was given; the chart's own come from `DEFAULTS`. */
  readonly values: JsonObject;
}

/** A release of the demo company, its newest revision last. */
export interface ReleasePlan {
  readonly namespace: string;
  readonly name: string;
  readonly chart: string;
  readonly summary: string;
  readonly image: string;
  readonly revisions: readonly RevisionPlan[];
  /** Which revision the cluster has; what it has of it is otherwise as `drift` says. */
  readonly there: number;
  /** What somebody changed by hand since. */
  readonly replicas?: number;
  /** Somebody deleted its ConfigMap. */
  readonly lacksConfig?: boolean;
  /** It has a claim that stays when the release goes. */
  readonly hasClaim?: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What the charts of the demo have of their own. */
export const DEFAULTS: JsonObject = {
  replicas: 1,
  image: { pullPolicy: 'IfNotPresent' },
  service: { type: 'ClusterIP', port: 80 },
  config: { logLevel: 'info', maxMemory: '64mb' },
};

const installed = 'Install complete';
const upgraded = 'Upgrade complete';

export const RELEASES: readonly ReleasePlan[] = [
  {
    ...{ namespace: 'shop', name: 'sessions', chart: 'session-cache', image: 'registry.example/infra/session-cache' },
    summary: 'Keeps the sessions of a shop in memory, with a replica.',
    there: 4,
    replicas: 3,
    revisions: [
      ...(
        [
          ['2.0.1', '7.0.4', { replicas: 1 }, 34, installed],
          ['2.1.0', '7.2.0', { replicas: 2 }, 20, upgraded],
          ['2.1.0', '7.2.0', { replicas: 2, config: { maxMemory: '128mb' } }, 12, upgraded],
        ] as const
      ).map(([chartVersion, appVersion, values, days, description]) => ({
        ...{ status: 'superseded', chartVersion, appVersion, values, description, ageMs: days * DAY_MS },
      })),
      {
        ...{ status: 'deployed', description: upgraded, ageMs: 3 * DAY_MS, chartVersion: '2.2.0', appVersion: '7.2.5' },
        values: { replicas: 2, config: { maxMemory: '256mb', logLevel: 'warn' } },
      },
    ],
  },
  {
    ...{
      namespace: 'payments',
      name: 'fraud-check',
      chart: 'fraud-check',
      image: 'registry.example/payments/fraud-check',
    },
    summary: 'Judges payments before they are taken.',
    there: 1,
    revisions: [
      {
        ...{ status: 'deployed', description: installed, ageMs: 9 * DAY_MS, chartVersion: '0.9.0', appVersion: '3.1' },
        values: { replicas: 2 },
      },
      {
        ...{ status: 'failed', ageMs: 5 * HOUR_MS, chartVersion: '0.10.0', appVersion: '3.2', values: { replicas: 2 } },
        description: 'Upgrade "fraud-check" failed: context deadline exceeded',
      },
    ],
  },
  {
    ...{ namespace: 'data', name: 'search', chart: 'search-index', image: 'registry.example/data/search-index' },
    summary: 'An index over all products.',
    there: 1,
    hasClaim: true,
    revisions: [
      {
        ...{ status: 'deployed', description: installed, ageMs: 21 * DAY_MS, chartVersion: '1.4.2', appVersion: '8.1' },
        values: { replicas: 1 },
      },
      {
        ...{ status: 'pending-upgrade', description: 'Preparing upgrade', ageMs: 2 * HOUR_MS, chartVersion: '1.5.0' },
        ...{ appVersion: '8.2', values: { replicas: 1, config: { logLevel: 'debug' } } },
      },
    ],
  },
  {
    ...{ namespace: 'platform', name: 'mail-relay', chart: 'mail-relay', image: 'registry.example/infra/mail-relay' },
    summary: 'Hands mails on.',
    there: 1,
    lacksConfig: true,
    revisions: [
      {
        ...{ status: 'deployed', description: installed, ageMs: 40 * DAY_MS, chartVersion: '5.0.0', appVersion: '2.8' },
        values: {},
      },
    ],
  },
];
