import cronstrue from 'cronstrue';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { visibleText } from '../ui/words/text.ts';

/** cronstrue speaks Chinese only when asked to load it. */
async function loadChinese(): Promise<void> {
  await import('cronstrue/locales/zh_CN.js');
}

/** The schedule in words, or null where there are none (`@every 90s` says it itself). */
export function scheduleWords(schedule: string, language: string): string | null {
  if (schedule.startsWith('@every')) return null;
  try {
    // A zone within it is said beside it.
    return cronstrue.toString(schedule.replace(/^(CRON_)?TZ=\S* +/, ''), {
      locale: language === 'zh-CN' ? 'zh_CN' : 'en',
      use24HourTimeFormat: true,
      verbose: false,
    });
  } catch {
    // The words are a help, not the truth: without them the schedule itself is shown.
    return null;
  }
}

/** A schedule as written, and in words. */
export function ScheduleText({ schedule, error }: { readonly schedule: string; readonly error: string | null }) {
  const { t, i18n } = useTranslation();
  const [, setLoaded] = useState(false);
  useEffect(() => {
    if (i18n.language === 'zh-CN') void loadChinese().then(() => setLoaded(true));
  }, [i18n.language]);
  const words = error === null ? scheduleWords(schedule, i18n.language) : null;
  const text = visibleText(schedule);
  return (
    <span title={words ?? undefined}>
      <code>{text}</code>
      {error === null ? (
        <span className="dim">{words === null ? '' : ` ${words}`}</span>
      ) : (
        <span className="broken">{` ${t('schedule.invalid', { error })}`}</span>
      )}
    </span>
  );
}
