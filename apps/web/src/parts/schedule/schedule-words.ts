import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** More than a space: the last star of a schedule is no part of the words behind it. */
export const WORDS_GAP = '\u2002';

type Describe = (schedule: string, options: object) => string;

/** What words a schedule; it is large, and only a list of CronJobs needs it. */
let describe: Describe | null = null;

/** Loads what words schedules, and Chinese where it is asked for: it speaks that only then. */
async function loadWords(language: string): Promise<void> {
  const { default: cronstrue } = await import('cronstrue');
  if (language === 'zh-CN') await import('cronstrue/locales/zh_CN.js');
  describe = (schedule, options) => cronstrue.toString(schedule, options);
}

/** The schedule in words, or null where there are none: `@every 90s` says it itself, and of others they may still be coming. */
function scheduleWords(schedule: string, language: string): string | null {
  if (describe === null || schedule.startsWith('@every')) return null;
  try {
    // A zone within it is said beside it.
    return describe(schedule.replace(/^(CRON_)?TZ=\S* +/, ''), {
      locale: language === 'zh-CN' ? 'zh_CN' : 'en',
      use24HourTimeFormat: true,
      verbose: false,
    });
  } catch {
    // The words are a help, not the truth: without them the schedule itself is shown.
    return null;
  }
}

/** What words a schedule in the language of the page, drawn again once that is there; loaded only for who wants it. */
export function useScheduleWords(isWanted = true): {
  readonly inWords: (schedule: string) => string | null;
  readonly isLoaded: boolean;
} {
  const { language } = useTranslation().i18n;
  const [loaded, setLoaded] = useState('');
  useEffect(() => {
    if (isWanted) void loadWords(language).then(() => setLoaded(language));
  }, [language, isWanted]);
  const inWords = useCallback((schedule: string) => scheduleWords(schedule, language), [language]);
  return { inWords, isLoaded: loaded === language };
}
