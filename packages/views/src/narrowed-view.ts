import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { labelSelectorQuery } from '@lanthorn/kube/selectors/label-selector.ts';
import type { KindView } from './cells/kind-view.ts';
import type { RelationQuestion } from './cells/relation-question.ts';

/** What a name may be that stands in a selector as it is: it has no sign of the selector's own. */
const PLAIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/**
 * The kind with a selector by which the API server leaves out most that is no answer to the question: of 100,000 pods those of one node are sent.
 * The view itself where it cannot. What it sends is still asked, each by itself.
 */
export function narrowedView(view: KindView, question: RelationQuestion): KindView {
  if (view.fieldSelector !== undefined || view.labelSelector !== undefined) return view;
  if (question.way === 'forth') {
    const labelSelector = labelSelectorQuery(question.selector);
    return labelSelector === null || labelSelector === '' ? view : { ...view, labelSelector };
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
