import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { GUESSED_RULES } from './cells/guess-references.ts';
import { findKindEntry } from './cells/kind-entries.ts';
import type { KindView, ObjectView } from './cells/kind-view.ts';
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
  'replicasets.apps',
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
export function referringKinds(target: Named, views: readonly KindView[] = KIND_VIEWS): readonly ReferringKind[] {
  return views
    .filter(({ resource }) => !NOT_READ.has(groupResource(resource)))
    .flatMap(view => byGroup(view, rulesAbout(view, target)));
}

type Named = Pick<GroupVersionResource, 'group' | 'resource'>;

/** Whether objects of a kind may name those of another: by a rule, or because both are of one project; null where not. */
export function mayName({ resource, references = [] }: Naming, target: Named): 'byRule' | 'ofProject' | null {
  if (rulesAbout({ resource, references }, target).length === 0) return null;
  return rulesNaming(references, target).length > 0 ? 'byRule' : 'ofProject';
}

type Naming = Pick<ObjectView, 'references'> & { readonly resource: Named };

function rulesAbout({ resource, references = [] }: Naming, target: Named): readonly MeantRule[] {
  const rules = rulesNaming(references, target);
  const isMade = findKindEntry(target) === undefined && MADE_BY_OPERATORS.has(groupResource(resource));
  return isMade || isOfProject(resource, target) ? [...rules, { meaning: 'owner' }] : rules;
}

function rulesNaming(references: readonly ReferenceRule[], target: Named): readonly ReferenceRule[] {
  const name = groupResource(target);
  const isCustom = findKindEntry(target) === undefined;
  return references.filter(
    ({ to, meaning, isOpen, askedBack }) =>
      askedBack !== 'never' &&
      (to.includes(name) ||
        (isOpen === true && ((isCustom && meaning === 'scales') || (references === GUESSED_RULES && to.length === 0)))),
  );
}

/** Custom kinds of one project make each other: its groups are one, or end with it. */
function isOfProject(resource: Named, target: Named): boolean {
  const entry = findKindEntry(target);
  if (entry !== undefined && entry.isOptional !== true) return false;
  if (findKindEntry(resource) !== undefined || groupResource(resource) === groupResource(target)) return false;
  if (resource.group === '' || target.group === '') return false;
  const [one, other] = [`.${resource.group}`, `.${target.group}`];
  return one.endsWith(other) || other.endsWith(one);
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
