import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { controllerOf, type KubeObject, parseTime, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { RecordedContainer, RecordedEvent, RecordedPod, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { jobDuration, jobFailure, runCells } from '@lanthorn/views/kinds/batch/jobs.ts';
import {
  containerStatuses,
  initContainerStatuses,
  isDone,
} from '@lanthorn/views/kinds/core/containers/container-statuses.ts';
import { lastSeen } from '@lanthorn/views/kinds/core/events.ts';
import type { Row } from '@lanthorn/views/row.ts';
import type { Ask } from './ask-server.ts';
import { readLog } from './read-log.ts';

/** A finished run as its Job says it was, without what was around it; as far as its row tells, where the Job is gone. */
export function runOf(cluster: string, row: Row, job: KubeObject | null): RecordedRun {
  const { namespace, name, uid } = row;
  const [run] = runCells([row]);
  const failure = jobFailure(job);
  const { template, ...settings } = asObject(getPath(job, 'spec'));
  return {
    cluster,
    cronJobUid: (job === null ? undefined : controllerOf(job)?.uid) ?? row.ownerUid,
    jobUid: uid,
    namespace,
    name,
    result: run?.result === 'failed' ? 'failed' : 'succeeded',
    startedAt: run?.startedAt ?? null,
    durationMs: job === null ? (run?.durationMs ?? null) : jobDuration(job),
    isManual: run?.isManual === true,
    reason: failure === null ? '' : `${failure.reason}: ${failure.message}`,
    template: job === null ? null : (getPath(template, 'spec') ?? null),
    settings: job === null ? null : settings,
    pods: [],
    hasMorePods: false,
    events: null,
    hasMoreEvents: false,
    missing: [],
  };
}

/** The list was cut by its limit. */
export function hasMore(list: unknown): boolean {
  return asString(getPath(list, 'metadata', 'continue')) !== '';
}

/** The events in a list, and whether there were more. */
export function eventsIn(
  list: unknown,
  about: string,
): { readonly events: readonly (RecordedEvent & { readonly at: number })[]; readonly hasMore: boolean } {
  const events = asArray(getPath(list, 'items')).map(event => ({
    about,
    at: parseTime(lastSeen(event)) ?? 0,
    type: asString(getPath(event, 'type')),
    reason: asString(getPath(event, 'reason')),
    message: asString(getPath(event, 'message')),
    count: asNumber(getPath(event, 'series', 'count')) ?? asNumber(getPath(event, 'count')) ?? 1,
  }));
  return { events, hasMore: hasMore(list) };
}

/** A pod as it ended, with the last lines of its containers. */
export async function podOf(ask: Ask, pod: unknown): Promise<RecordedPod> {
  const { namespace, name } = readMeta(pod);
  const containers: RecordedContainer[] = [];
  // A run may end before its first container began; what came before it and ended well tells nothing.
  const before = initContainerStatuses(pod).filter(status => !isDone(status));
  for (const status of [...before, ...containerStatuses(pod)]) {
    const container = asString(getPath(status, 'name'));
    const ended = getPath(status, 'state', 'terminated') ?? getPath(status, 'lastState', 'terminated');
    containers.push({
      name: container,
      exitCode: asNumber(getPath(ended, 'exitCode')) ?? null,
      reason: asString(getPath(ended, 'reason')) || asString(getPath(status, 'state', 'waiting', 'reason')),
      ...(await readLog(ask, { namespace, pod: name, container })),
    });
  }
  return { name, node: asString(getPath(pod, 'spec', 'nodeName')), containers };
}
