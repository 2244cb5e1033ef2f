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
    ...{ isAdvice: false, isReadOnce: true },
  }));
}

/** What goes with it, kind by kind: what it owns, and what is owned by that. */
export function ownedObjects(
  target: ObjectTarget,
  object: KubeObject,
  lists: readonly (readonly KubeObject[] | null)[],
): readonly OwnedObjects[] {
  let going: ReadonlySet<string> | null = new Set([object.metadata.uid ?? '']);
  return ownedKinds(target, object).map(({ kind }, i) => {
    const list = lists[i] ?? null;
    const owners: ReadonlySet<string> | null = going;
    const owned = list === null || owners === null ? null : list.filter(each => goesWith(each, owners));
    going = owned === null || owners === null ? null : new Set([...owners, ...owned.map(each => readMeta(each).uid)]);
    const names = owned?.map(each => readMeta(each).name).toSorted() ?? [];
    return { kind, count: owned?.length ?? null, names: names.slice(0, NAMED) };
  });
}

/** The garbage collector takes it when the last of its owners is gone: one that has another stays. */
function goesWith({ metadata: { ownerReferences = [] } }: KubeObject, going: ReadonlySet<string>): boolean {
  return ownerReferences.length > 0 && ownerReferences.every(({ uid }) => going.has(uid));
}

/** In words; of what is not known that is said. */
export function ownedMessages(
  owned: readonly OwnedObjects[],
  { known, unknown }: { readonly known: string; readonly unknown: string },
): Message[] {
  return owned.flatMap(({ kind, count, names }) => {
    if (count === null) return [{ key: unknown, values: { kind } }];
    if (count === 0) return [];
    return [
      { key: known, values: { count, kind, names: [...names, ...(count > names.length ? ['…'] : [])].join(', ') } },
    ];
  });
}
