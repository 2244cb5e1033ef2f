import { useTranslation } from 'react-i18next';
import { visibleText } from '../../ui/words/text.ts';
import { useScheduleWords, WORDS_GAP } from './schedule-words.ts';

/** A schedule as written, and in words. */
export function ScheduleText({ schedule, error }: { readonly schedule: string; readonly error: string | null }) {
  const { t } = useTranslation();
  const { inWords } = useScheduleWords();
  const words = error === null ? inWords(schedule) : null;
  const text = visibleText(schedule);
  return (
    <span title={words ?? undefined}>
      <code>{text}</code>
      {error === null ? (
        <span className="dim">{words === null ? '' : `${WORDS_GAP}${words}`}</span>
      ) : (
        <span className="broken">{`${WORDS_GAP}${t('schedule.invalid', { error })}`}</span>
      )}
    </span>
  );
}
