import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import { readMeta } from '@lanthorn/kube/kube-object.ts';
import type { KindView } from '@lanthorn/views/kind-view.ts';

/** Which object a detail screen shows. */
export interface DetailSubject {
  readonly cluster: string;
  readonly view: KindView;
  readonly namespace: string;
  readonly name: string;
}

/** The object that is shown, named so that it can be no other. */
export function targetOf({ cluster, view, namespace, name }: DetailSubject, object: unknown): ObjectTarget {
  const { group, version, resource } = view.resource;
  return { cluster, resource: { group, version, resource }, namespace, name, uid: readMeta(object).uid };
}
