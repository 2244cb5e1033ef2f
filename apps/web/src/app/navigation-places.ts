import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindsAnswer, ServedKind } from '@lanthorn/protocol/http/kind-messages.ts';
import { KIND_ENTRIES } from '@lanthorn/views/cells/kind-entries.ts';
import type { Category } from '@lanthorn/views/cells/category.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { kindsWithoutRecord } from '../data/client/kinds-without-record.ts';
import { visibleText } from '../ui/words/text.ts';

/** Where the navigation leads, and in which group. */
export interface Place {
  /** The word in the address bar. */
  readonly to: string;
  readonly category: Category;
  readonly icon: string;
  /** As whoever defined the kind calls it; null where the catalogue has its name. */
  readonly title: string | null;
  /** Its objects are counted where the group is open. */
  readonly hasCount: boolean;
  readonly names: readonly string[];
}

const BUILT_IN_GROUP = /^$|^[a-z]+$|\.k8s\.io$/;

/**
 * The kinds that the cluster serves: those with a record in their order, then those without by group. Until it said which, those that every
 * cluster has. What is on screen stays, and what a group has that does not answer: it is not gone.
 */
export function navigationPlaces(served: KindsAnswer | null, current: string): readonly Place[] {
  const names = served === null ? null : new Set(served.kinds.map(groupResource));
  const silent = new Set((served?.unanswered ?? []).map(group => group.split('/')[0]));
  const known = KIND_ENTRIES.filter(({ resource, isOptional }) => {
    if (kindAddress(resource) === current || silent.has(resource.group)) return true;
    return names === null ? isOptional !== true : names.has(groupResource(resource));
  }).map(
    ({ resource, category, icon, names: shortNames }): Place => ({
      to: kindAddress(resource),
      category,
      icon,
      title: null,
      hasCount: true,
      names: [resource.resource, ...shortNames],
    }),
  );
  const others = kindsWithoutRecord(served).toSorted(
    (a, b) => compareText(a.group, b.group) || compareText(a.kind, b.kind),
  );
  return [...known, ...others.map(placeOf)];
}

function placeOf(kind: ServedKind): Place {
  return {
    to: groupResource(kind),
    category: BUILT_IN_GROUP.test(kind.group) ? 'api' : 'custom',
    icon: 'puzzle',
    title: visibleText(kind.kind),
    hasCount: false,
    names: [kind.resource, kind.group, ...kind.shortNames],
  };
}

const compareText = (a: string, b: string) => (a < b ? -1 : Number(a > b));
