import type { TFunction } from 'i18next';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { visibleText } from '../ui/words/text.ts';

/** Objects of a kind in a sentence: the catalogue has no word for a kind without a record, which is called as it calls itself. */
export function kindTitle({ kind, resource }: Pick<ObjectView, 'kind' | 'resource'>, t: TFunction): string {
  return findKindEntry(resource) === undefined
    ? visibleText(kind ?? resource.resource)
    : t(`kind.${resource.resource}`);
}
