import type { TFunction } from 'i18next';
import type { ColumnView } from '@lanthorn/views/cells/kind-view.ts';
import { visibleText } from '../../../ui/words/text.ts';

/** What a value of a column is called among others: a yes or no alone says nothing. */
export function facetText(t: TFunction, { id, type }: Pick<ColumnView, 'id' | 'type'>, value: string): string {
  return type === 'boolean' ? `${t(`column.${id}`)}: ${t(value === 'true' ? 'yes' : 'no')}` : visibleText(value);
}
