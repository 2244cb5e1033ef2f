import type { TFunction } from 'i18next';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { visibleText } from '../ui/words/text.ts';

/** Objects of a kind in a sentence: the catalogue has no word for a custom kind, which is called as it calls itself. */
export function kindTitle({ category, kind, resource: { resource } }: KindView, t: TFunction): string {
  return category === 'custom' ? visibleText(kind) : t(`kind.${resource}`);
}
