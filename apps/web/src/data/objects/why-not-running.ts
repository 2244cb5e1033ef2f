import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { readContainerViews } from '@lanthorn/views/kinds/core/containers/container-view.ts';
import { statusOf } from './pod-containers.ts';

export interface NotRunning {
  /** The container's word, or its pod's where nobody has said anything of it yet. */
  readonly state: string;
  /** What a kubelet says of it, or a scheduler of its pod; '' where nobody says more. */
  readonly message: string;
}

/** Why nothing runs in a container; null where something does, and where nobody tells. */
export function whyNotRunning(pod: unknown, container: string): NotRunning | null {
  const told = readContainerViews(pod).find(({ name }) => name === container)?.state?.word;
  const state = told ?? (getPath(pod, 'status', 'phase') === 'Pending' ? 'Pending' : 'Running');
  if (state === 'Running') return null;
  const ofContainer = asString(getPath(statusOf(pod, container), 'state', 'waiting', 'message'));
  const conditions = asArray(getPath(pod, 'status', 'conditions')).map(asObject);
  const unscheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return { state, message: ofContainer || asString(unscheduled?.['message']) };
}
