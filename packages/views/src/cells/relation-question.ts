import {
  matchesLabels,
  type LabelRequirement,
  type Labels,
  readLabelSelector,
} from '@lanthorn/kube/selectors/label-selector.ts';
import type { Relations } from './find-references.ts';

/** An object that others may refer to; or, without a name, any object with these labels: the pods that a template makes. */
export interface RelationTarget {
  readonly group: string;
  readonly resource: string;
  /** Empty where it is in none. */
  readonly namespace: string;
  readonly name: string;
  /** Empty where it is not known: then its name is enough. */
  readonly uid: string;
  readonly labels: Labels;
}

/** Which objects of a list are asked for: those that refer to one of these, or those that a selector finds. */
export type RelationQuestion =
  | { readonly way: 'back'; readonly meanings: readonly string[]; readonly targets: readonly RelationTarget[] }
  | { readonly way: 'forth'; readonly selector: readonly LabelRequirement[] };

/** What is asked of a row: its labels and what it has to do with others. */
export interface RelatedObject {
  readonly labels: Labels;
  readonly relations: Relations;
}

export function answers(question: RelationQuestion, { labels, relations }: RelatedObject): boolean {
  if (question.way === 'forth') return matchesLabels(question.selector, labels);
  const { meanings, targets } = question;
  return targets.some(target => refersTo(relations, target, meanings));
}

function refersTo({ references, selections }: Relations, target: RelationTarget, meanings: readonly string[]): boolean {
  const { group, resource, namespace, name, uid, labels } = target;
  return (
    references.some(
      to =>
        to.name === name &&
        to.resource === resource &&
        to.group === group &&
        to.namespace === namespace &&
        (to.uid === '' || uid === '' || to.uid === uid) &&
        meanings.includes(to.meaning),
    ) ||
    selections.some(
      to =>
        to.resource === resource &&
        to.group === group &&
        (to.namespace === '' || to.namespace === namespace) &&
        meanings.includes(to.meaning) &&
        matchesLabels(readLabelSelector(to.selector), labels),
    )
  );
}
