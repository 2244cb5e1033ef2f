import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { actionsFor } from '@lanthorn/actions/action-records.ts';
import type { ActionKind, ObjectTarget, Right } from '@lanthorn/actions/action.ts';
import { groupResource } from '@lanthorn/kube/group-version-resource.ts';
import { openActionDialog } from './action-dialog-store.ts';
import { useAccess } from './use-access.ts';

export interface ActionItem {
  readonly kind: ActionKind;
  readonly title: string;
  /** The key that does it, or null. */
  readonly shortcut: string | null;
  /** Why it may not be done, naming the right that is missing; null when it may. */
  readonly disabled: string | null;
  readonly run: () => void;
}

/** The actions on these objects (all of one kind), with the person's rights: the same items on row, page and palette. */
export function useActionItems(targets: readonly ObjectTarget[]): readonly ActionItem[] {
  const { t } = useTranslation();
  const [first] = targets;
  const records = first === undefined ? [] : actionsFor(first.resource);
  const rights = records.flatMap(record =>
    distinct(targets.map(target => record.right(target))).map(right => ({ kind: record.kind, right })),
  );
  const allowed = useAccess(
    first?.cluster ?? '',
    rights.map(({ right }) => right),
  );
  return records.map(record => {
    const missing = rights.find(({ kind }, i) => kind === record.kind && allowed[i] === false);
    return {
      kind: record.kind,
      title: t(`action.${record.kind}`),
      shortcut: record.key,
      disabled: missing === undefined ? null : missingText(missing.right, t),
      run: () => openActionDialog(record.kind, targets),
    };
  });
}

/** Which right is missing, in words. */
export function missingText(right: Right, t: TFunction): string {
  const values = { verb: right.verb, resource: groupResource(right), namespace: right.namespace };
  return right.namespace === '' ? t('right.missingCluster', values) : t('right.missing', values);
}

/** A right is asked for once per namespace; names matter only where few objects are meant. */
const MAX_NAMED = 20;

function distinct(rights: readonly Right[]): Right[] {
  const general = rights.length > MAX_NAMED ? rights.map(right => ({ ...right, name: '' })) : rights;
  return [...new Map(general.map(right => [JSON.stringify(right), right])).values()];
}
