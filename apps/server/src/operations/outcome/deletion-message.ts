import { heldBy, silentFor } from '@lanthorn/actions/machinery/held-by.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { heldMessage } from '@lanthorn/protocol/operation-state.ts';

/** What is said of an object that is being deleted. */
export function deletionMessage(object: KubeObject): string {
  return heldMessage(heldBy(object), silentFor(object));
}
