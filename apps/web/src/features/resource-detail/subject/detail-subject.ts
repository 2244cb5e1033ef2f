import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { visibleText } from '../../../ui/words/text.ts';

/** Which object a detail screen shows. */
export interface DetailSubject {
  readonly cluster: string;
  readonly view: ObjectView;
  readonly namespace: string;
  readonly name: string;
}

/** What the object is called: what is known of its kind here, or what it says itself. */
export function kindOf({ view }: DetailSubject, object: unknown): string {
  return view.kind ?? visibleText(asString(getPath(object, 'kind')) || view.resource.resource);
}

/** In which version of its API it was read: a cluster that does not serve the one of the kind's record answers in another. */
export function versionOf({ resource }: Pick<ObjectView, 'resource'>, object: unknown): string {
  const { group, version } = parseApiVersion(asString(getPath(object, 'apiVersion')));
  return group === resource.group && version !== '' ? version : resource.version;
}

/** The object that is shown, named so that it can be no other. */
export function targetOf({ cluster, view, namespace, name }: DetailSubject, object: unknown): ObjectTarget {
  const { group, version, resource } = view.resource;
  return { cluster, resource: { group, version, resource }, namespace, name, uid: readMeta(object).uid };
}
