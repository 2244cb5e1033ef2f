import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { PACK_ACTION } from '@lanthorn/actions/pack/pack-action.ts';
import type { PackAction } from '@lanthorn/views/cells/pack-kind.ts';
import { visibleText } from '../../ui/words/text.ts';
import { openActionDialog } from './action-dialog-store.ts';
import { useAccess } from './use-access.ts';
import { missingText } from './use-action-items.ts';

export interface PackItem {
  readonly name: string;
  /** As the pack calls it. */
  readonly title: string;
  /** Why it may not be done; null when it may. */
  readonly disabled: string | null;
  readonly run: () => void;
}

/** What a pack offers on an object, with the person's rights. */
export function usePackItems(target: ObjectTarget, offers: readonly PackAction[]): readonly PackItem[] {
  const { t } = useTranslation();
  const asked = offers.map(({ name, title, part }) => {
    const pack = { action: name, title, ...(part === undefined ? {} : { part }) };
    return { pack, right: PACK_ACTION.right(target, { pack }) };
  });
  const allowed = useAccess(
    target.cluster,
    asked.map(({ right }) => right),
  );
  return asked.map(({ pack, right }, i) => ({
    name: pack.action,
    title: visibleText(pack.title),
    disabled: allowed[i] === false ? missingText([right], t) : null,
    run: () => openActionDialog(PACK_ACTION.kind, [target], { params: { pack } }),
  }));
}
