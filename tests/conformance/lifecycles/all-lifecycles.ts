import type { Scenario } from '../scenario.ts';
import { ADOPTION } from './adoption.ts';
import { GARBAGE_COLLECTION, NAMESPACES, QUOTAS, SERVICES, VOLUMES } from './cluster.ts';
import { CRONJOBS_OVER_TIME } from './cronjobs.ts';
import { EVICTIONS } from './evictions.ts';
import { JOBS_TO_THEIR_END } from './jobs.ts';
import { LATE_CRONJOBS } from './late-cronjobs.ts';
import { NODE_TAINTS } from './node-taints.ts';
import { POD_RESIZE } from './pod-resize.ts';
import { QUOTA_SCOPES } from './quota-scopes.ts';
import { REMOVAL_ORDER } from './removal-order.ts';
import { REPLICATION_CONTROLLERS } from './replication-controllers.ts';
import { UNHEALTHY_PODS } from './unhealthy-pods.ts';
import { VOLUME_CHOICES } from './volume-choices.ts';
import { DAEMON_SETS, ROLLOUTS, STATEFUL_SETS } from './workloads.ts';

/** What controllers do, in time. */
export const LIFECYCLES: readonly Scenario[] = [
  ROLLOUTS,
  STATEFUL_SETS,
  DAEMON_SETS,
  JOBS_TO_THEIR_END,
  LATE_CRONJOBS,
  GARBAGE_COLLECTION,
  NAMESPACES,
  QUOTAS,
  SERVICES,
  VOLUMES,
  EVICTIONS,
  VOLUME_CHOICES,
  NODE_TAINTS,
  POD_RESIZE,
  ADOPTION,
  REPLICATION_CONTROLLERS,
  UNHEALTHY_PODS,
  QUOTA_SCOPES,
  REMOVAL_ORDER,
];

/** What takes minutes. */
export const LONG_LIFECYCLES: readonly Scenario[] = [CRONJOBS_OVER_TIME];
