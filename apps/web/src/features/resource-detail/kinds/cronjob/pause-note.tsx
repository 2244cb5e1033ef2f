import { useTranslation } from 'react-i18next';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { readPause } from '@lanthorn/views/kinds/batch/pause.ts';
import { visibleText } from '../../../../ui/words/text.ts';
import { useTimeWords } from '../../../../ui/time/reader-time.ts';

/** That it is paused, until when, by whom and why. */
export function PauseNote({ cronJob }: { readonly cronJob: unknown }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const pause = readPause(cronJob);
  const until = parseTime(pause?.until);
  if (pause === null) return null;
  return (
    <p className="tone-warning" data-testid="pause">
      {t('pause.note', {
        time: until === null ? visibleText(pause.until) : exact(until),
        by: visibleText(pause.by),
      })}{' '}
      {pause.reason === '' ? '' : t('pause.noteReason', { reason: visibleText(pause.reason) })}
    </p>
  );
}
