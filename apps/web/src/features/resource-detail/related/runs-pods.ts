import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';

/** Whether an object of this kind is a pod, or has pods made: only the spec of a pod names its account so. */
export function runsPods({ references = [] }: ObjectView): boolean {
  return references.some(({ at }) => at.endsWith('.serviceAccountName'));
}
