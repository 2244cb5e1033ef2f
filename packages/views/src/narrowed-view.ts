import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { labelKeyProblems, labelValueProblems } from '@lanthorn/kube/selectors/label-format.ts';
import { type LabelRequirement, labelSelectorQuery } from '@lanthorn/kube/selectors/label-selector.ts';
import type { KindView } from './cells/kind-view.ts';
import type { RelationQuestion } from './cells/relation-question.ts';

/** What a name may be that stands in a selector as it is: it has no sign of the selector's own. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** Servers and what stands before them refuse a line of 8 KB; what is sent is longer than what is said. */
const MAX_SELECTOR = 4_096;

/**
 * The kind with a selector by which the API server leaves out most that is no answer to the question: of 100,000 pods those of one node are sent.
 * The view itself where it cannot. What it sends is still asked, each by itself.
 */
export function narrowedView(view: KindView, question: RelationQuestion): KindView {
  if (view.fieldSelector !== undefined || view.labelSelector !== undefined) return view;
  if (question.way === 'forth') {
    const labelSelector = question.selector.every(isOfLabels) ? labelSelectorQuery(question.selector) : null;
    const isSaid = labelSelector !== null && labelSelector !== '' && labelSelector.length <= MAX_SELECTOR;
    return isSaid ? { ...view, labelSelector } : view;
  }
  const [target, ...others] = question.targets;
  if (target === undefined || others.length > 0 || !PLAIN_NAME.test(target.name)) return view;
  const kind = groupResource(target);
  const [rule, ...more] = (view.references ?? []).filter(
    ({ meaning, to }) => question.meanings.includes(meaning) && to.includes(kind),
  );
  if (rule?.selectedBy === undefined || more.length > 0) return view;
  const { selectedBy } = rule;
  return 'field' in selectedBy
    ? { ...view, fieldSelector: `${selectedBy.field}=${target.name}` }
    : { ...view, labelSelector: `${selectedBy.label}=${target.name}` };
}

/** A name that stands as it is in JSON. */
const PLAIN_TEXT = /^[A-Za-z0-9._:/@-]+$/;

/**
 * The kind with the names that must stand in the text of what answers the question: of 100,000 pods those are read that have one. The view itself
 * where that says nothing, and for kinds of which there are never so many.
 */
export function siftedView(view: KindView, question: RelationQuestion): KindView {
  if (view.isManifold !== true || question.way !== 'back') return view;
  const { meanings, targets } = question;
  const isByLabels = view.references?.some(
    ({ meaning, selects }) => selects !== undefined && meanings.includes(meaning),
  );
  if (isByLabels === true || !targets.every(({ name }) => PLAIN_TEXT.test(name))) return view;
  return { ...view, words: [...new Set(targets.map(({ name }) => `"${name}"`))] };
}

/** It is refused, or says something else, where there can be no such label. */
function isOfLabels({ key, values }: LabelRequirement): boolean {
  return labelKeyProblems(key).length === 0 && values.every(value => labelValueProblems(value).length === 0);
}
