import { asObject, asStringMap, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** A pod as a controller creates it from a template it owns. */
export function podFromTemplate(from: {
  readonly owner: { readonly object: KubeObject; readonly apiVersion: string; readonly kind: string };
  readonly template: JsonObject;
  readonly namePrefix: string;
}): KubeObject {
  const { object, apiVersion, kind } = from.owner;
  const { namespace, name = '', uid = '' } = object.metadata;
  const meta = asObject(from.template['metadata']);
  const annotations = { ...asStringMap(meta['annotations']) };
  return {
    metadata: {
      generateName: from.namePrefix,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...asStringMap(meta['labels']) },
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: from.template['spec'],
  };
}
