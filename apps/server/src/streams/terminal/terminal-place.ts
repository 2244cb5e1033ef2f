import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { NODE_SHELL_LABEL } from '@lanthorn/actions/node/node-shell.ts';
import { defaultContainer } from '@lanthorn/kube/objects/default-container.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';

const LISTS = [
  ['containers', 'containerStatuses'],
  ['initContainers', 'initContainerStatuses'],
  ['ephemeralContainers', 'ephemeralContainerStatuses'],
] as const;

/** Where in a pod a terminal is, as far as the pod tells it. */
export interface TerminalPlace {
  readonly container: string;
  /** Of the pod, and of the run of the container, which another of the same name has not. */
  readonly uid: string;
  readonly run: string;
  /** The image that runs, by its content where that is told; null where nothing is. */
  readonly image: string | null;
  /** What runs has a terminal of its own, and reads what is typed there. */
  readonly isTerminal: boolean;
  readonly takesInput: boolean;
  /** It was made for this terminal and has not begun yet: it will. */
  readonly isAwaited?: boolean;
}

/** The container that is named, or that is meant where none is, as kubectl has it. */
export function readPlace(pod: KubeObject, wanted: string): TerminalPlace {
  const all = LISTS.flatMap(([list]) => asArray(getPath(pod, 'spec', list)).map(asObject));
  const names = all.map(container => asString(container['name']));
  const name = wanted || (defaultContainer(pod, names) ?? '');
  const container = all[names.indexOf(name)];
  const status = statusOf(pod, name);
  return {
    container: name,
    uid: pod.metadata.uid ?? '',
    run: asString(getPath(status, 'containerID')),
    image: asString(getPath(status, 'imageID')) || asString(container?.['image']) || null,
    isTerminal: container?.['tty'] === true,
    takesInput: container?.['stdin'] === true,
    ...(isAwaited(pod, name) ? { isAwaited: true } : {}),
  };
}

/** An image that cannot be pulled is not waited for: who opens it is told. */
function isAwaited(pod: KubeObject, name: string): boolean {
  const isAdded = asArray(getPath(pod, 'spec', 'ephemeralContainers')).some(each => asObject(each)['name'] === name);
  const isMade = isAdded || pod.metadata.labels?.[NODE_SHELL_LABEL] !== undefined;
  const { waiting, ...begun } = asObject(getPath(statusOf(pod, name), 'state'));
  const reason = asString(getPath(waiting, 'reason'));
  return isMade && Object.keys(begun).length === 0 && (reason === '' || reason === 'ContainerCreating');
}

/** Why nothing runs there any more; null where the pod tells nothing of that. No pod is one that is gone. */
export function whyGone(pod: KubeObject | null, { uid, run, container }: TerminalPlace): Problem | null {
  if (pod === null || pod.metadata.uid !== uid) return problem('podDeleted', {});
  const status = statusOf(pod, container);
  const ended = [getPath(status, 'state', 'terminated'), getPath(status, 'lastState', 'terminated')].find(
    each => run !== '' && getPath(each, 'containerID') === run,
  );
  // Containers end because the pod does: that is what happened.
  if (pod.metadata.deletionTimestamp !== undefined) return problem('podDeleted', {});
  if (ended === undefined) return null;
  const detail = asString(getPath(ended, 'reason'));
  if (detail === 'OOMKilled') return problem('outOfMemory', {});
  return problem('containerEnded', { detail, code: asNumber(getPath(ended, 'exitCode')) ?? 0 });
}

function statusOf(pod: KubeObject, container: string): unknown {
  return LISTS.flatMap(([, list]) => asArray(getPath(pod, 'status', list))).find(
    entry => asObject(entry)['name'] === container,
  );
}
