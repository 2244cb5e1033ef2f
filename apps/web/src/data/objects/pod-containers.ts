import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { defaultContainer } from '@lanthorn/kube/objects/default-container.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';

export interface PodContainer {
  readonly name: string;
  readonly type: 'container' | 'sidecar' | 'initContainer' | 'ephemeralContainer';
}

const LISTS = [
  ['container', 'containers'],
  ['initContainer', 'initContainers'],
  ['ephemeralContainer', 'ephemeralContainers'],
] as const;

/** All containers that may have a log: those of the work first, then those before it, then those added to look into it. */
export function readContainers(pod: unknown): PodContainer[] {
  return LISTS.flatMap(([type, list]) =>
    asArray(getPath(pod, 'spec', list)).map(entry => {
      const { name, restartPolicy } = asObject(entry);
      const isSidecar = type === 'initContainer' && restartPolicy === 'Always';
      return { name: asString(name), type: isSidecar ? 'sidecar' : type };
    }),
  );
}

/** It runs as long as its pod: what begins among the init containers and goes on beside the others too. */
export function isWork({ type }: Pick<PodContainer, 'type'>): boolean {
  return type === 'container' || type === 'sidecar';
}

/** The container that is shown where none is named. While that one has not run yet, the init container that keeps it waiting says more. */
export function shownContainer(pod: unknown): string {
  const containers = readContainers(pod);
  const meant = defaultContainer(
    pod,
    containers.map(({ name }) => name),
  );
  if (meant === undefined) return '';
  if (runOf(pod, meant) !== '') return meant;
  const waitedFor = containers.find(
    ({ name, type }) =>
      runOf(pod, name) !== '' &&
      ((type === 'initContainer' && !hasSucceeded(pod, name)) || (type === 'sidecar' && !hasStarted(pod, name))),
  );
  return waitedFor?.name ?? meant;
}

/** The run of a container that has begun last, told by its start; '' before the first. */
export function runOf(pod: unknown, container: string): string {
  const status = statusOf(pod, container);
  return (
    asString(getPath(status, 'state', 'running', 'startedAt')) ||
    asString(getPath(status, 'state', 'terminated', 'startedAt')) ||
    asString(getPath(status, 'lastState', 'terminated', 'startedAt'))
  );
}

/** A pod's row does not say which of its containers runs since when: whatever it says anew may mean that there is a log now. */
export function runOfRow(row: WireRow): string {
  const cell = (id: string) => row.cells[columnIndex(POD_VIEW, id)];
  return JSON.stringify([cell('status'), cell('restarts')]);
}

export interface ContainerEnd {
  readonly exitCode: number;
  readonly reason: string;
  /** When that run began and ended, to the second, as kubelets tell it; '' where nobody says. */
  readonly startedAt: string;
  readonly at: string;
}

/** How runs of a container ended; null where one runs, there was none, or nobody knows any more. */
export interface ContainerEnds {
  /** Of the run whose log is read. */
  readonly last: ContainerEnd | null;
  /** Of the one that is read as the previous one. */
  readonly previous: ContainerEnd | null;
  /** Of the one before the last. */
  readonly before: ContainerEnd | null;
}

export function readEnds(pod: unknown, container: string): ContainerEnds {
  const status = statusOf(pod, container);
  const [state, lastState] = [getPath(status, 'state'), endIn(getPath(status, 'lastState'))];
  // While it waits to be started again its last run is the last state; a kubelet then reads that one's log, previous or not.
  if (getPath(state, 'waiting') !== undefined) return { last: lastState, previous: lastState, before: null };
  return { last: endIn(state), previous: lastState, before: lastState };
}

function endIn(state: unknown): ContainerEnd | null {
  const exitCode = getPath(state, 'terminated', 'exitCode');
  const text = (of: string) => asString(getPath(state, 'terminated', of));
  if (typeof exitCode !== 'number') return null;
  return { exitCode, reason: text('reason'), startedAt: text('startedAt'), at: text('finishedAt') };
}

function hasSucceeded(pod: unknown, container: string): boolean {
  return getPath(statusOf(pod, container), 'state', 'terminated', 'exitCode') === 0;
}

function hasStarted(pod: unknown, container: string): boolean {
  return getPath(statusOf(pod, container), 'started') === true;
}

export function statusOf(pod: unknown, container: string): unknown {
  return LISTS.flatMap(([type]) => asArray(getPath(pod, 'status', `${type}Statuses`))).find(
    entry => asObject(entry)['name'] === container,
  );
}
