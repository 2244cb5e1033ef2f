import type { TFunction } from 'i18next';
import type { SkipCause } from '@lanthorn/views/kinds/batch/past-slot.ts';
import type { TimeWords } from '../../../../ui/time/reader-time.ts';
import { visibleText } from '../../../../ui/words/text.ts';

/** Why a run was skipped, in a sentence. */
export function causeText(
  { reason, evidence, since }: SkipCause,
  { t, exact }: { readonly t: TFunction; readonly exact: TimeWords['exact'] },
): string {
  return t(`slot.why.${reason}`, {
    evidence: visibleText(evidence),
    since: since === null ? '?' : exact(since),
    // By whom is not known where it was made so and its fields have no writers.
    ...(evidence === '' && reason === 'suspended' ? { context: 'created' } : {}),
  });
}
