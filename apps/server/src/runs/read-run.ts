import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { controllerOf, type KubeObject, parseTime, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { RecordedContainer, RecordedEvent, RecordedPod, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { jobDuration, jobFailure, runCells } from '@lanthorn/views/kinds/batch/jobs.ts';
import { containerStatuses, initContainerStatuses, isDone } from '@lanthorn/views/kinds/core/container-statuses.ts';
import { EVENT_VIEW, lastSeen } from '@lanthorn/views/kinds/core/events.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import type { Row } from '@lanthorn/views/row.ts';

const LOG_LINES = 200;
/** Of one container's lines; a line may be long. */
const MAX_LOG_CHARACTERS = 64 * 1024;
/** Each is asked for its events, and each of its containers for its log. */
const MAX_PODS = 20;
/** Of the Job, and of each pod: what repeats is counted by the server, not told again. */
const MAX_EVENTS = 50;

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
  };
}

type Around = Pick<RecordedRun, 'pods' | 'hasMorePods' | 'events' | 'hasMoreEvents'>;

/** What was around a run and goes soon after it: its pods, their last lines, and the events. Who may see only some of it keeps that. */
export async function readAround(source: ApiSource, { namespace, name, uid }: Row): Promise<Around> {
  const { pods: found, hasMorePods } = await findPods(source, { namespace, name });
  const pods: RecordedPod[] = [];
  const events = [await readEvents(source, namespace, { about: 'Job', uid })];
  for (const pod of found) {
    pods.push(await readPod(source, pod));
    const { name: about, uid: podUid } = readMeta(pod);
    events.push(await readEvents(source, namespace, { about, uid: podUid }));
  }
  const told = events
    .flatMap(each => each?.events ?? [])
    .toSorted((a, b) => a.at - b.at)
    .map(({ at: _at, ...event }) => event);
  const hasMoreEvents = events.some(each => each?.hasMore === true);
  return { pods, hasMorePods, events: events[0] === null ? null : told, hasMoreEvents };
}

async function findPods(source: ApiSource, { namespace, name }: { namespace: string; name: string }) {
  const response = await source.send({
    method: 'GET',
    path: resourcePath({ ...POD_VIEW.resource, namespace }),
    query: { labelSelector: `batch.kubernetes.io/job-name=${name}`, limit: String(MAX_PODS) },
  });
  const body = await readBody(response);
  // Who may see Jobs and no pods keeps the run without them.
  if (response.status !== 200) return { pods: [], hasMorePods: false };
  const list: unknown = JSON.parse(body);
  return { pods: asArray(getPath(list, 'items')), hasMorePods: hasMore(list) };
}

/** The list was cut by its limit. */
function hasMore(list: unknown): boolean {
  return asString(getPath(list, 'metadata', 'continue')) !== '';
}

async function readEvents(
  source: ApiSource,
  namespace: string,
  { about, uid }: { readonly about: string; readonly uid: string },
): Promise<{
  readonly events: readonly (RecordedEvent & { readonly at: number })[];
  readonly hasMore: boolean;
} | null> {
  const response = await source.send({
    method: 'GET',
    path: resourcePath({ ...EVENT_VIEW.resource, namespace }),
    query: { fieldSelector: `involvedObject.uid=${uid}`, limit: String(MAX_EVENTS) },
  });
  const body = await readBody(response);
  if (response.status !== 200) return null;
  const list: unknown = JSON.parse(body);
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

async function readPod(source: ApiSource, pod: unknown): Promise<RecordedPod> {
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
      log: await readLog(source, { namespace, pod: name, container }),
    });
  }
  return { name, node: asString(getPath(pod, 'spec', 'nodeName')), containers };
}

async function readLog(
  source: ApiSource,
  { namespace, pod, container }: { namespace: string; pod: string; container: string },
): Promise<string> {
  const response = await source.send({
    method: 'GET',
    path: resourcePath({ ...POD_VIEW.resource, namespace, name: pod, subresource: 'log' }),
    query: { container, tailLines: String(LOG_LINES), limitBytes: String(MAX_LOG_CHARACTERS) },
  });
  const text = await readBody(response);
  return response.status === 200 ? text.slice(-MAX_LOG_CHARACTERS) : '';
}
