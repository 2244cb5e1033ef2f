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
  /** It does not run, and may yet; or it has ended for good. Not told where it runs, and where nobody tells. */
  readonly standing?: 'awaited' | 'over';
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
    ...standingOf(pod, name),
  };
}

const OVER_PHASES: ReadonlySet<unknown> = new Set(['Succeeded', 'Failed']);

/** What was made for its terminal and cannot be pulled is not waited for: who opens it is told. */
function standingOf(pod: KubeObject, name: string): Pick<TerminalPlace, 'standing'> {
  const { running, waiting, terminated } = asObject(getPath(statusOf(pod, name), 'state'));
  // What it says of its containers then may be old: who ended it, in place of a node that is gone, knows nothing of them.
  if (isPodOver(pod)) return { standing: 'over' };
  if (running !== undefined) return {};
  if (pod.metadata.deletionTimestamp !== undefined) return { standing: 'over' };
  if (terminated !== undefined) return { standing: isBegunAgain(pod, name) ? 'awaited' : 'over' };
  const isMade = isAddedLater(pod, name) || pod.metadata.labels?.[NODE_SHELL_LABEL] !== undefined;
  const reason = asString(getPath(waiting, 'reason'));
  if (isMade) return reason === '' || reason === 'ContainerCreating' ? { standing: 'awaited' } : {};
  return waiting !== undefined || getPath(pod, 'status', 'phase') === 'Pending' ? { standing: 'awaited' } : {};
}

function isPodOver(pod: KubeObject): boolean {
  return OVER_PHASES.has(getPath(pod, 'status', 'phase'));
}

function isAddedLater(pod: KubeObject, name: string): boolean {
  return asArray(getPath(pod, 'spec', 'ephemeralContainers')).some(each => asObject(each)['name'] === name);
}

/** A container that ended and is to run again, by its own rules and policy, or its pod's. */
function isBegunAgain(pod: KubeObject, name: string): boolean {
  if (isAddedLater(pod, name)) return false;
  const named = (list: string) =>
    asArray(getPath(pod, 'spec', list))
      .map(asObject)
      .find(each => each['name'] === name);
  const init = named('initContainers');
  const own = init ?? named('containers');
  const code = getPath(statusOf(pod, name), 'state', 'terminated', 'exitCode');
  if (asArray(own?.['restartPolicyRules']).some(rule => isMet(rule, code))) return true;
  const policy = own?.['restartPolicy'] ?? (getPath(pod, 'spec', 'restartPolicy') || 'Always');
  if (policy === 'Never') return false;
  // What runs before the others has done its work when it ends well, unless it is to stay.
  return code !== 0 || (policy === 'Always' && (init === undefined || init['restartPolicy'] === 'Always'));
}

/** Every rule there is lets something run again. */
function isMet(rule: unknown, code: unknown): boolean {
  const isNamed = asArray(getPath(rule, 'exitCodes', 'values')).includes(code);
  return isNamed === (getPath(rule, 'exitCodes', 'operator') === 'In');
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
  return ended === undefined ? null : whyTerminated(ended);
}

/** What ended for good before anybody looked. */
export function whyOver(pod: KubeObject, container: string): Problem {
  if (pod.metadata.deletionTimestamp !== undefined) return problem('podDeleted', {});
  const ended = getPath(statusOf(pod, container), 'state', 'terminated');
  if (ended !== undefined) return whyTerminated(ended);
  const [message, reason, phase] = ['message', 'reason', 'phase'].map(key => asString(getPath(pod, 'status', key)));
  return problem('podEnded', { detail: message || reason || phase || '' });
}

function whyTerminated(ended: unknown): Problem {
  const detail = asString(getPath(ended, 'reason'));
  if (detail === 'OOMKilled') return problem('outOfMemory', {});
  return problem('containerEnded', { detail, code: asNumber(getPath(ended, 'exitCode')) ?? 0 });
}

function statusOf(pod: KubeObject, container: string): unknown {
  return LISTS.flatMap(([, list]) => asArray(getPath(pod, 'status', list))).find(
    entry => asObject(entry)['name'] === container,
  );
}
