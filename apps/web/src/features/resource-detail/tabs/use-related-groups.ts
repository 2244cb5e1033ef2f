import { useEffect } from 'react';
import type { RelationGroup } from '@lanthorn/views/cells/reference.ts';
import { RELATION_GROUPS } from '@lanthorn/views/related-questions.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { type Related, type ToldList, useRelated } from '../../../data/relations/use-related.ts';
import { foldOwned, isListed, type ListedObject, listedObjects } from '../related/listed-objects.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import type { OnCount } from './use-tab-counts.ts';

interface ShownGroup {
  readonly group: RelationGroup;
  readonly named: Related['named'];
  readonly top: readonly ListedObject[];
  /** Made by others of the group. */
  readonly folded: readonly ListedObject[];
  readonly count: number;
  /** Some of it is still on its way. */
  readonly isPart: boolean;
  /** Lists that have more than is shown. */
  readonly cut: readonly ToldList[];
}

function groupsOf({ named, lists }: Related): readonly ShownGroup[] {
  return RELATION_GROUPS.map(group => {
    const its = lists.filter(list => list.group === group);
    const listed = listedObjects(its);
    const { top, folded } = group === 'usedBy' ? foldOwned(listed) : { top: listed, folded: [] };
    const alone = named.filter(one => one.group === group && !isListed(listed, one.reference));
    const cut = its.filter(({ list }) => (list.matched ?? 0) > list.rows.size);
    const beyond = cut.reduce((sum, { list }) => sum + (list.matched ?? 0) - list.rows.size, 0);
    const isPart = its.some(({ list }) => listAnswer(list).kind === 'loading');
    return { group, named: alone, top, folded, count: alone.length + listed.length + beyond, isPart, cut };
  });
}

/** All that an object has to do with, in groups, live. `onCount` is told how many objects they are, where all kinds could be looked through. */
export function useRelatedGroups(subject: DetailSubject, object: unknown, onCount: OnCount) {
  const related = useRelated(subject.cluster, { view: subject.view, object });
  const groups = groupsOf(related);
  const answers = related.lists.map(({ list }) => listAnswer(list).kind);
  const isLoading = related.customKinds === 'loading' || answers.includes('loading');
  const isKnown = related.customKinds === 'known' && !answers.includes('unknown');
  const count = !isKnown ? undefined : groups.reduce((sum, group) => sum + group.count, 0);
  useEffect(() => {
    if (!isLoading) onCount(count);
  }, [onCount, isLoading, count]);
  return { related, groups, isLoading };
}
