import { asString, getPath } from '@lanthorn/base/json.ts';

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container';

/** Of the containers of a pod the one that is meant where none is named, as kubectl has it: the annotation's where there is such a one, else the first. */
export function defaultContainer(pod: unknown, names: readonly string[]): string | undefined {
  const named = asString(getPath(pod, 'metadata', 'annotations', DEFAULT_CONTAINER));
  return names.includes(named) ? named : names[0];
}
