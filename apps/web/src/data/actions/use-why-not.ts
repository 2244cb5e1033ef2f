import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { Right } from '@lanthorn/actions/machinery/action.ts';
import { useClusterRules } from '../client/use-cluster-rules.ts';
import { type RightIn, useAccessIn } from './use-access.ts';
import { missingIn } from './use-action-items.ts';

/** Something that could be done, where, and what it needs there. */
export interface Wanted {
  /** Null where something is only read: however Lanthorn was started, that may be. */
  readonly kind: ActionKind | null;
  readonly clusters: readonly string[];
  readonly rights: readonly RightIn[];
}

/** Why each may not be done, by how Lanthorn was started or by the person's rights; null when it may, undefined while that is asked. */
export function useWhyNotEach(wanted: readonly Wanted[]): readonly (string | null | undefined)[] {
  const { t } = useTranslation();
  const rules = useClusterRules();
  const rights = wanted.flatMap(each => each.rights);
  const allowed = useAccessIn(rights);
  const answers = new Map(rights.map((right, i) => [right, allowed[i]]));
  return wanted.map(({ kind, clusters, rights: needed }) => {
    const withheld = kind === null ? null : rules.withheld(kind, clusters);
    if (withheld !== null) return withheld;
    const missing = needed.filter(right => answers.get(right) === false);
    if (missing.length > 0) return missingIn(missing, { areSeveral: clusters.length > 1, t });
    return needed.some(right => answers.get(right) === undefined) ? undefined : null;
  });
}

/** The same of one thing in one cluster. */
export function useWhyNot(
  kind: ActionKind | null,
  cluster: string,
  rights: readonly Right[],
): string | null | undefined {
  const wanted = useMemo(
    () => [{ kind, clusters: [cluster], rights: rights.map(right => ({ cluster, right })) }],
    [kind, cluster, rights],
  );
  return useWhyNotEach(wanted)[0];
}
