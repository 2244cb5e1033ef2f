import { asArray, asObject, isObject } from '@lanthorn/base/json.ts';
import { maskSecretsIn } from './secret-values.ts';

/** What tells one object from another, and what the server keeps of each: no difference that anybody asks about. */
const OF_ITSELF: ReadonlySet<string> = new Set([
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'selfLink',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
]);
/** The object as it was applied, once more; and how often it was changed. */
const ANNOTATIONS_OF_ITSELF: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
]);

/** An object as it is compared with another: without what is its own alone, without values of Secrets, and without its status unless that is asked for. Total. */
export function comparableObject(object: unknown, { hasStatus }: { readonly hasStatus: boolean }): unknown {
  if (!isObject(object)) return {};
  const { metadata, status, ...rest } = asObject(maskSecretsIn(object));
  const meta = without(metadata, OF_ITSELF);
  const annotations = without(meta['annotations'], ANNOTATIONS_OF_ITSELF);
  const owners = asArray(meta['ownerReferences']).map(owner => without(owner, new Set(['uid'])));
  return {
    ...rest,
    metadata: {
      ...without(meta, new Set(['annotations', 'ownerReferences'])),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
      ...(owners.length === 0 ? {} : { ownerReferences: owners }),
    },
    ...(hasStatus && status !== undefined ? { status } : {}),
  };
}

function without(value: unknown, keys: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(asObject(value)).filter(([key]) => !keys.has(key)));
}
