import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindEntry } from './cells/kind-entries.ts';
import type { KindView } from './cells/kind-view.ts';
import { MEANINGS, type Meaning, type ReferenceRule, type RelationGroup } from './cells/reference.ts';
import { KIND_VIEWS } from './kind-records.ts';

/** Objects of a kind that may name those of another, in the same group of its page. */
export interface ReferringKind {
  readonly view: KindView;
  readonly group: RelationGroup;
  readonly meanings: readonly Meaning[];
  /** Also from other namespaces than that of the object which is named. */
  readonly isAcross: boolean;
}

/** What operators of custom kinds are known to make: any custom object may own such ones. */
const MADE_BY_OPERATORS: ReadonlySet<string> = new Set([
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'jobs.batch',
  'cronjobs.batch',
  'pods',
  'services',
  'configmaps',
  'persistentvolumeclaims',
  'serviceaccounts',
  'ingresses.networking.k8s.io',
  'poddisruptionbudgets.policy',
]);

/**
 * Never read to find who refers to something: events have a tab of their own, and a list of Secrets carries their values from the API server to
 * this one.
 */
const NOT_READ: ReadonlySet<string> = new Set(['events', 'secrets']);

/** Which kinds may name objects of this one, by their records: the few lists in which the way back is looked for. */
export function referringKinds(
  target: Pick<GroupVersionResource, 'group' | 'resource'>,
  views: readonly KindView[] = KIND_VIEWS,
): readonly ReferringKind[] {
  const name = groupResource(target);
  const isCustom = findKindEntry(target) === undefined;
  return views
    .filter(({ resource }) => !NOT_READ.has(groupResource(resource)))
    .flatMap(view => {
      const rules: MeantRule[] = (view.references ?? []).filter(
        ({ to, meaning, isOpen, askedBack }) =>
          askedBack !== 'never' && (to.includes(name) || (isCustom && isOpen === true && meaning === 'scales')),
      );
      if (isCustom && MADE_BY_OPERATORS.has(groupResource(view.resource))) rules.push({ meaning: 'owner' });
      return byGroup(view, rules);
    });
}

/** What of a rule tells how a list is asked for. */
type MeantRule = Pick<ReferenceRule, 'meaning' | 'isAcross' | 'askedBack'>;

function byGroup(view: KindView, rules: readonly MeantRule[]): readonly ReferringKind[] {
  const groups = new Map<RelationGroup, MeantRule[]>();
  for (const rule of rules) {
    const group = MEANINGS[rule.meaning].back;
    groups.set(group, [...(groups.get(group) ?? []), rule]);
  }
  return [...groups].map(([group, its]) => ({
    view,
    group,
    meanings: [...new Set(its.map(({ meaning }) => meaning))],
    isAcross: !view.namespaced || its.some(({ isAcross, askedBack }) => isAcross === true && askedBack === undefined),
  }));
}
