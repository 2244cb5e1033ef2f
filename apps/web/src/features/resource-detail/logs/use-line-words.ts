import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type LogLine, SECOND_LENGTH } from '../../../data/logs/lines/log-line.ts';
import type { LineWords } from '../../../data/logs/lines/shown-line.ts';
import { useTimeWords } from '../../../ui/time/reader-time.ts';

interface Told {
  /** Of each stream, as JSON: what is the same is no other. */
  readonly names: string;
  readonly timestamps: boolean;
  /** When its container began anew last, as logs have times; '' where it did not. */
  readonly restartedAt: string;
  /** How it had ended before that. */
  readonly endedBefore: string;
}

/** What stands before the lines of a log, and in place of what happened between two of them. */
export function useLineWords({ names, timestamps, restartedAt, endedBefore }: Told): LineWords {
  const { t } = useTranslation();
  const { second } = useTimeWords();
  return useMemo(() => {
    const all = JSON.parse(names) as readonly string[];
    const hasNames = all.length > 1;
    const withName = (time: string, { stream }: LogLine) => {
      const name = hasNames ? (all[stream] ?? '') : '';
      return `${time}${time === '' || name === '' ? '' : ' '}${name}`;
    };
    const hasTime = ({ at }: LogLine) => timestamps && at !== '';
    return {
      before: line => withName(hasTime(line) ? `${second(line.ms)}${fractionOf(line)}` : '', line),
      taken: line => withName(hasTime(line) ? `${line.at.slice(0, SECOND_LENGTH)}${fractionOf(line)}Z` : '', line),
      source: ({ stream }) => (hasNames ? stream : null),
      mark: ({ kind, at }) =>
        kind === 'restarted' && at === restartedAt && endedBefore !== ''
          ? `${t('logs.restarted')} ${endedBefore}`
          : t(`logs.${kind}`),
    };
  }, [names, timestamps, t, second, restartedAt, endedBefore]);
}

/** Of its second, as exact as the log has it. */
function fractionOf({ at }: LogLine): string {
  return at.slice(SECOND_LENGTH).replace(/\.?0+$/, '');
}
