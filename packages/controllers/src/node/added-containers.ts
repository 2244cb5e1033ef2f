import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { containerId, type ContainerState, digest, stateOf } from './container-state.ts';
import { readCommandBeside } from './simulation.ts';

// Ephemeral containers, which are added to a pod that is there already.

export function addedContainers(pod: KubeObject): { readonly name: string; readonly image: string }[] {
  return asArray(getPath(pod, 'spec', 'ephemeralContainers'))
    .map(asObject)
    .map(({ name, image }) => ({ name: asString(name), image: asString(image) }));
}

/** Those that have begun already, for a kubelet that takes over pods it did not start. */
export function startedContainers(pod: KubeObject): Map<string, number | null> {
  const statuses = asArray(getPath(pod, 'status', 'ephemeralContainerStatuses')).map(asObject);
  return new Map(
    statuses.flatMap(status => {
      const { running, terminated } = asObject(status['state']);
      const startedAt = parseTime(asObject(running ?? terminated)['startedAt']);
      return startedAt === null ? [] : [[asString(status['name']), startedAt] as const];
    }),
  );
}

/** They are never ready, for they serve nobody; nothing where there are none. One that ends by its command has ended for good. */
export function addedStatuses(pod: KubeObject, added: ReadonlyMap<string, number | null>, now: number): JsonObject {
  const containers = addedContainers(pod);
  if (containers.length === 0) return {};
  return {
    ephemeralContainerStatuses: containers.map(({ name, image }) => {
      const startedAt = added.get(name) ?? null;
      return {
        ...{ name, state: stateOf(addedState(pod, { name, startedAt, now }), name), lastState: {} },
        ...{ ready: false, restartCount: 0, image },
        imageID: startedAt === null ? '' : `${image.split('@')[0] ?? ''}@sha256:${digest(image)}`,
        ...(startedAt === null ? {} : { containerID: containerId(startedAt) }),
      };
    }),
  };
}

function addedState(
  pod: KubeObject,
  { name, startedAt, now }: { readonly name: string; readonly startedAt: number | null; readonly now: number },
): ContainerState {
  if (startedAt === null) return { kind: 'waiting', reason: 'ContainerCreating' };
  const { durationMs = null, exitCode = 0 } = readCommandBeside(pod, name) ?? {};
  const finishedAt = startedAt + (durationMs ?? Number.POSITIVE_INFINITY);
  if (now < finishedAt) return { kind: 'running', startedAt, isReady: false };
  return { kind: 'terminated', startedAt, finishedAt, exitCode, reason: exitCode === 0 ? 'Completed' : 'Error' };
}
