import { asObject, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';

/** The Deployment's controller writes it into every template, and it differs in each. */
const HASH_LABEL = 'pod-template-hash';

/**
 * The template of pods that a revision keeps, as its workload had it: of a ReplicaSet in its spec, of a
 * ControllerRevision in the patch it holds. null where it keeps none.
 */
export function revisionTemplate(revision: unknown): JsonObject | null {
  const kept = getPath(revision, 'data', 'spec', 'template') ?? getPath(revision, 'spec', 'template');
  if (!isObject(kept)) return null;
  // `$patch: replace` is an order to the server, no field of a template.
  const template = without(kept, '$patch');
  const metadata = asObject(template['metadata']);
  const labels = without(asObject(metadata['labels']), HASH_LABEL);
  return 'labels' in metadata ? { ...template, metadata: { ...metadata, labels } } : template;
}

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}

/** What people wrote of a template: the time that the server puts into its metadata aside. */
export function writtenTemplate(template: unknown): JsonObject {
  const own = asObject(template);
  return 'metadata' in own ? { ...own, metadata: without(asObject(own['metadata']), 'creationTimestamp') } : own;
}
