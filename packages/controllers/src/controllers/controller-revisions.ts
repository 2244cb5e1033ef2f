import { asNumber, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ControllerContext } from '../machinery/controller-context.ts';
import { templateHash } from './deployment-controller.ts';

const REVISIONS = 'controllerrevisions.v1.apps';

export interface RevisionOptions {
  readonly owner: { readonly object: KubeObject; readonly apiVersion: string; readonly kind: string };
  readonly labels: Readonly<Record<string, string>>;
  /** The label that holds the hash alone. */
  readonly hashLabel: string;
}

const numberOf = (revision: KubeObject) => asNumber(revision['revision']) ?? 0;

/** The template of an object as a patch, which is how its history keeps it (k8s.io/kubernetes/pkg/controller/history). */
function dataOf(object: KubeObject): JsonObject {
  return { spec: { template: { $patch: 'replace', ...(getPath(object, 'spec', 'template') as JsonObject) } } };
}

/** Revisions of an object in their order; the template as it is now is the last, made where there is none. */
export async function syncRevisions(context: ControllerContext, options: RevisionOptions): Promise<KubeObject[]> {
  const { object, apiVersion, kind } = options.owner;
  const { namespace, name = '', uid = '' } = object.metadata;
  const known = context
    .informer(REVISIONS)
    .ownedBy(uid)
    .toSorted((a, b) => numberOf(a) - numberOf(b));
  const data = dataOf(object);
  const last = known.at(-1);
  const next = numberOf(last ?? object) + 1;
  const same = known.find(revision => deepEqual(revision['data'], data));
  if (same !== undefined && same === last) return known;
  if (same !== undefined) {
    const renumbered = await context.patch(REVISIONS, same, { revision: last === undefined ? 1 : numberOf(last) + 1 });
    return [...known.filter(revision => revision !== same), renumbered];
  }
  const hash = templateHash(getPath(object, 'spec', 'template'));
  const created = await context.create(REVISIONS, {
    metadata: {
      name: `${name}-${hash}`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...options.labels, [options.hashLabel]: hash },
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    data,
    revision: last === undefined ? 1 : next,
  });
  return [...known, created];
}

/** Forgets what is older than the history limit and no pod runs. */
export async function truncateRevisions(
  context: ControllerContext,
  revisions: readonly KubeObject[],
  { limit, isUsed }: { limit: number; isUsed: (revision: KubeObject) => boolean },
): Promise<void> {
  const old = revisions.slice(0, -1).filter(revision => !isUsed(revision));
  for (const revision of old.slice(0, Math.max(0, old.length - limit)))
    await context.client.delete(REVISIONS, revision);
}
