import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ActionKind, actionRecord } from '@lanthorn/actions/action-records.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { EDIT_OBJECT } from '@lanthorn/actions/objects/edit-object.ts';
import { logsRight } from '@lanthorn/actions/pod/log-line.ts';
import type { MenuEntry } from '../../ui/layer/menu.tsx';
import { useWhyNot } from './use-why-not.ts';

/** So many that change the object stand before its logs and its text. */
const FIRST = 3;

export interface ObjectLooks {
  readonly logs: readonly MenuEntry[];
  readonly edit: readonly MenuEntry[];
}

/** The views of an object that are as likely wanted as an action, with the keys that open them everywhere. */
export function useObjectLooks(
  target: ObjectTarget,
  {
    hasLogs,
    hasLogsKey = true,
    onTab,
  }: { readonly hasLogs: boolean; readonly hasLogsKey?: boolean; readonly onTab: (tab: string) => void },
): ObjectLooks {
  const { t } = useTranslation();
  const rights = useMemo(() => [EDIT_OBJECT.right(target)], [target]);
  const whyNot = useWhyNot(EDIT_OBJECT.kind, target.cluster, rights);
  const logsRights = useMemo(() => (hasLogs ? [logsRight(target)] : []), [hasLogs, target]);
  const whyNoLogs = useWhyNot(null, target.cluster, logsRights);
  const logs = {
    ...{ id: 'logs', title: t('tab.logs'), shortcut: hasLogsKey ? 'l' : null },
    disabled: whyNoLogs ?? null,
    run: () => onTab('logs'),
  };
  const edit = {
    ...{ id: 'edit', title: t('editor.edit'), shortcut: 'e' },
    disabled: whyNot ?? null,
    run: () => onTab('yaml:edit'),
  };
  return { logs: hasLogs ? [logs] : [], edit: EDIT_OBJECT.appliesTo(target.resource) ? [edit] : [] };
}

type Item = MenuEntry & { readonly kind: ActionKind };

/**
 * First what its kind is changed by, then its logs, its text, and what is done to any object. Where the first of all looks into the object,
 * its logs are what one looks at before, and its text right after.
 */
export function withLooks(items: readonly Item[], { logs, edit }: ObjectLooks): readonly MenuEntry[] {
  const [first] = items;
  if (first !== undefined && actionRecord(first.kind).opens !== undefined)
    return [...logs, first, ...edit, ...items.slice(1)];
  const isOwn = ({ kind }: Item) => isPlain(kind) && actionRecord(kind).isOfAny !== true;
  const own = items.filter(isOwn).slice(0, FIRST);
  return [...own, ...logs, ...edit, ...items.filter(item => !own.includes(item))];
}

export function isPlain(kind: ActionKind): boolean {
  return actionRecord(kind).tone === 'plain';
}
