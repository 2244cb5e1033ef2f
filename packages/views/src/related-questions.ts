import { asStringMap, getPath, isObject } from '@lanthorn/base/json.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import type { KindView, ObjectView } from './cells/kind-view.ts';
import { MEANINGS, type Meaning, type Reference, type RelationGroup } from './cells/reference.ts';
import type { RelationQuestion, RelationTarget } from './cells/relation-question.ts';
import { findKindView, KIND_VIEWS } from './kind-records.ts';
import { objectReferences } from './object-references.ts';
import { type ReferringKind, referringKinds } from './referring-kinds.ts';

/** Another object that this one names. */
export interface NamedObject {
  readonly group: RelationGroup;
  readonly meanings: readonly Meaning[];
  readonly reference: Reference;
}

/** A list of those that have to do with an object, in one group of its page. */
export interface RelatedList {
  readonly group: RelationGroup;
  readonly view: KindView;
  /** Empty for all. */
  readonly namespaces: readonly string[];
  readonly question: RelationQuestion;
}

/** What is to be asked to know all that an object has to do with. */
export interface RelatedQuestions {
  readonly named: readonly NamedObject[];
  readonly lists: readonly RelatedList[];
}

/** In the order of a page. */
export const RELATION_GROUPS: readonly RelationGroup[] = [
  'about',
  'reachedBy',
  'keptBy',
  'runs',
  'reaches',
  'uses',
  'boundTo',
  'runsOn',
  'usedBy',
  'scaledBy',
  'scales',
  'protectedBy',
  'protects',
  'allowedBy',
  'allows',
];

/** Both ways: what the object names, and the lists in which those that name it are found. */
export function relatedQuestions(view: ObjectView, object: unknown): RelatedQuestions {
  const { references, selections } = objectReferences(view, object);
  const { namespace } = readMeta(object);
  const lists = selections.flatMap(({ meaning, selector, namespace: within, ...to }): readonly RelatedList[] => {
    const found = findKindView(to);
    if (found === undefined) return [];
    const question = { way: 'forth', selector: readLabelSelector(selector) } as const;
    return [{ group: MEANINGS[meaning].forth, view: found, namespaces: within === '' ? [] : [within], question }];
  });
  const asked = [...askedBack(view, object, KIND_VIEWS), ...askedOfPods(object, namespace)];
  return { named: namedObjects(references), lists: [...lists, ...backLists(asked)] };
}

/** The lists in which those of certain kinds are found that name the object. */
export function backQuestions(view: ObjectView, object: unknown, kinds: readonly KindView[]): readonly RelatedList[] {
  return backLists(askedBack(view, object, kinds));
}

function askedBack({ resource: of }: ObjectView, object: unknown, kinds: readonly KindView[]): readonly Asked[] {
  const { namespace, name, uid, labels } = readMeta(object);
  const target = { group: of.group, resource: of.resource, namespace, name, uid, labels };
  return referringKinds(of, kinds).map(kind => ({ ...kind, target }));
}

/** Each once in a group, with all that it means there. */
function namedObjects(references: readonly Reference[]): readonly NamedObject[] {
  const named = new Map<string, NamedObject>();
  for (const reference of references) {
    const group = MEANINGS[reference.meaning].forth;
    const key = JSON.stringify([group, groupResource(reference), reference.namespace, reference.name]);
    const known = named.get(key);
    const meanings = [...new Set([...(known?.meanings ?? []), reference.meaning])];
    named.set(key, { group, meanings, reference: known?.reference ?? reference });
  }
  return [...named.values()];
}

type Asked = ReferringKind & { readonly target: RelationTarget };

/** One list for a kind and a group, whatever the targets. */
function backLists(asked: readonly Asked[]): readonly RelatedList[] {
  const lists = new Map<string, RelatedList>();
  for (const { view, group, meanings, isAcross, target } of asked) {
    const key = `${groupResource(view.resource)} ${group}`;
    const known = lists.get(key)?.question;
    const before = known?.way === 'back' ? known : { meanings: [], targets: [] };
    lists.set(key, {
      group,
      view,
      namespaces: isAcross || target.namespace === '' ? [] : [target.namespace],
      question: {
        way: 'back',
        meanings: [...new Set([...before.meanings, ...meanings])],
        targets: [...before.targets, target],
      },
    });
  }
  return [...lists.values()];
}

/** Services, budgets and network policies select pods: of a workload those are asked for that select what its template makes. */
const OF_PODS: ReadonlySet<RelationGroup> = new Set(['reachedBy', 'protectedBy', 'allowedBy']);
const TEMPLATES = [['spec', 'template'], ['spec', 'jobTemplate', 'spec', 'template'], ['template']] as const;

function askedOfPods(object: unknown, namespace: string): readonly Asked[] {
  const template = TEMPLATES.map(path => getPath(object, ...path)).find(found => isObject(getPath(found, 'spec')));
  if (template === undefined) return [];
  const labels = asStringMap(getPath(template, 'metadata', 'labels'));
  const target = { group: '', resource: 'pods', namespace, name: '', uid: '', labels };
  return referringKinds(target)
    .filter(({ view, group }) => OF_PODS.has(group) && view.references?.some(({ selects }) => selects !== undefined))
    .map(kind => ({ ...kind, target }));
}

/** A list's own row, as far as others may name it. */
export type PassingRow = Pick<RelationTarget, 'namespace' | 'name' | 'uid'>;

/** More than one question may ask about; a workload is reached through one or two. */
const MAX_PASSING = 20;

/** Who reaches an object through others that pass on to it: an Ingress that leads to its Service. */
export function reachedThrough(view: KindView, rows: readonly PassingRow[]): readonly RelatedList[] {
  const passesOn = view.references?.some(({ meaning, selects }) => meaning === 'routesTo' && selects !== undefined);
  if (passesOn !== true || rows.length === 0) return [];
  const { group, resource } = view.resource;
  const kinds = referringKinds({ group, resource }).filter(kind => kind.group === 'reachedBy');
  return backLists(
    rows
      .slice(0, MAX_PASSING)
      .flatMap(({ namespace, name, uid }) =>
        kinds.map(kind => ({ ...kind, target: { group, resource, namespace, name, uid, labels: {} } })),
      ),
  );
}
