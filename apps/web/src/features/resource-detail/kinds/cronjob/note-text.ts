import type { TFunction } from 'i18next';
import type { NextSlot } from '@lanthorn/views/kinds/batch/cronjob-slots.ts';
import { visibleText } from '../../../../ui/words/text.ts';

/** What will keep a coming run from starting, or moves it; '' where nothing does. */
export function noteText({ note, blocker }: NextSlot, t: TFunction): string {
  if (note === null) return '';
  return t(`slot.next.${note}`, blocker === null ? {} : { job: visibleText(blocker.name), context: 'by' });
}
