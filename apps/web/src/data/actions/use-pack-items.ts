import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { PACK_ACTION } from '@lanthorn/actions/pack/pack-action.ts';
import type { PackAction } from '@lanthorn/views/cells/pack-kind.ts';
import { visibleText } from '../../ui/words/text.ts';
import { openActionDialog } from './action-dialog-store.ts';
import { useWhyNotEach } from './use-why-not.ts';

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
  const { cluster } = target;
  const asked = offers.map(({ name, title, part }) => {
    const pack = { action: name, title, ...(part === undefined ? {} : { part }) };
    const rights = [{ cluster, right: PACK_ACTION.right(target, { pack }) }];
    return { pack, kind: PACK_ACTION.kind, clusters: [cluster], rights };
  });
  const whyNot = useWhyNotEach(asked);
  return asked.map(({ pack }, i) => ({
    name: pack.action,
    title: visibleText(pack.title),
    disabled: whyNot[i] ?? null,
    run: () => openActionDialog(PACK_ACTION.kind, [target], { params: { pack } }),
  }));
}
