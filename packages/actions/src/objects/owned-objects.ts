import { getPath } from '@lanthorn/base/json.ts';
import { type KubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { labelSelectorQuery, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { findKindAt } from '@lanthorn/views/kind-index.ts';
import type { Message, ObjectTarget, OwnedObjects, RelatedList } from '../machinery/action.ts';

type Kind = NonNullable<ReturnType<typeof findKindAt>>;

/** Named of each kind; of more the number is told. */
const NAMED = 5;

/** What it makes, and what that makes; of what no labels find only the first, else all that is in a namespace would be read. */
function ownedKinds({ resource }: Pick<ObjectTarget, 'resource'>, object: KubeObject): readonly Kind[] {
  const first = kindOwnedBy(findKindEntry(resource));
  if (first === undefined) return [];
  const second = labelsOf(object) === null ? undefined : kindOwnedBy(first);
  return second === undefined ? [first] : [first, second];
}

function kindOwnedBy(entry: Kind | undefined): Kind | undefined {
  return entry?.owns === undefined ? undefined : findKindAt(entry.owns);
}

/** What it owns has the labels that it selects by. */
function labelsOf(object: KubeObject): string | null {
  const requirements = readLabelSelector(getPath(object, 'spec', 'selector'));
  return requirements.length === 0 ? null : labelSelectorQuery(requirements);
}

/** The lists that `ownedObjects` reads, in their order. */
export function ownedLists(target: ObjectTarget, object: KubeObject): readonly RelatedList[] {
  const labels = labelsOf(object);
  return ownedKinds(target, object).map(({ resource }) => ({
    ...{ resource, namespace: target.namespace, ...(labels === null ? {} : { labels }) },
    isAdvice: false,
  }));
}

/** What goes with it, kind by kind: what it owns, and what is owned by that. */
export function ownedObjects(
  target: ObjectTarget,
  object: KubeObject,
  lists: readonly (readonly KubeObject[] | null)[],
): readonly OwnedObjects[] {
  let owners: ReadonlySet<string> | null = new Set([object.metadata.uid ?? '']);
  return ownedKinds(target, object).map(({ kind }, i) => {
    const list = lists[i] ?? null;
    const makers: ReadonlySet<string> | null = owners;
    const owned = list === null || makers === null ? null : list.filter(each => isOwnedBy(each, makers));
    owners = owned === null ? null : new Set(owned.map(each => readMeta(each).uid));
    const names = owned?.map(each => readMeta(each).name).toSorted() ?? [];
    return { kind, count: owned?.length ?? null, names: names.slice(0, NAMED) };
  });
}

function isOwnedBy({ metadata }: KubeObject, owners: ReadonlySet<string>): boolean {
  return (metadata.ownerReferences ?? []).some(({ uid }) => owners.has(uid));
}

/** In words; of which none is known nothing is said but, where that is asked for, that it is not known. */
export function ownedMessages(
  owned: readonly OwnedObjects[],
  { known, unknown }: { readonly known: string; readonly unknown?: string },
): Message[] {
  return owned.flatMap(({ kind, count, names }) => {
    if (count === null) return unknown === undefined ? [] : [{ key: unknown, values: { kind } }];
    if (count === 0) return [];
    return [
      { key: known, values: { count, kind, names: [...names, ...(count > names.length ? ['…'] : [])].join(', ') } },
    ];
  });
}
