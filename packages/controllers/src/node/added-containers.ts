import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { containerId, digest, stateOf } from './container-state.ts';

// Ephemeral containers, which are added to a pod that is there already.

export function addedContainers(pod: KubeObject): { readonly name: string; readonly image: string }[] {
  return asArray(getPath(pod, 'spec', 'ephemeralContainers'))
    .map(asObject)
    .map(({ name, image }) => ({ name: asString(name), image: asString(image) }));
}

/** Those that run already, for a kubelet that takes over pods it did not start. */
export function startedContainers(pod: KubeObject): Map<string, number | null> {
  const statuses = asArray(getPath(pod, 'status', 'ephemeralContainerStatuses')).map(asObject);
  return new Map(
    statuses.flatMap(status => {
      const startedAt = parseTime(getPath(status, 'state', 'running', 'startedAt'));
      return startedAt === null ? [] : [[asString(status['name']), startedAt] as const];
    }),
  );
}

/** They are never ready, for they serve nobody; nothing where there are none. */
export function addedStatuses(pod: KubeObject, added: ReadonlyMap<string, number | null>): JsonObject {
  const containers = addedContainers(pod);
  if (containers.length === 0) return {};
  return {
    ephemeralContainerStatuses: containers.map(({ name, image }) => {
      const startedAt = added.get(name) ?? null;
      const state =
        startedAt === null
          ? ({ kind: 'waiting', reason: 'ContainerCreating' } as const)
          : ({ kind: 'running', startedAt, isReady: false } as const);
      return {
        ...{ name, state: stateOf(state, name), lastState: {}, ready: false, restartCount: 0, image },
        imageID: startedAt === null ? '' : `${image.split('@')[0] ?? ''}@sha256:${digest(image)}`,
        ...(startedAt === null ? {} : { containerID: containerId(startedAt) }),
      };
    }),
  };
}
