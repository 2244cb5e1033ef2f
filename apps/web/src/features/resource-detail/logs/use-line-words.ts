import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type LogLine, SECOND_LENGTH } from '../../../data/logs/lines/log-line.ts';
import type { LineWords } from '../../../data/logs/lines/shown-line.ts';
import { useTimeWords } from '../../../ui/time/reader-time.ts';

interface Told {
  /** Of each stream, as JSON: what is the same is no other. */
  readonly names: string;
  readonly timestamps: boolean;
  /** How containers had ended where they began anew, as JSON: by stream and the time of the mark. */
  readonly exits: string;
}

/** What stands before the lines of a log, and in place of what happened between two of them. */
export function useLineWords({ names, timestamps, exits }: Told): LineWords {
  const { t } = useTranslation();
  const { second } = useTimeWords();
  return useMemo(() => {
    const all = JSON.parse(names) as readonly string[];
    const ended = JSON.parse(exits) as Readonly<Record<string, string>>;
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
      mark: ({ kind, at, stream }) => {
        const exit = kind === 'restarted' ? ended[`${stream} ${at}`] : undefined;
        return exit === undefined ? t(`logs.${kind}`) : `${t('logs.restarted')} ${exit}`;
      },
    };
  }, [names, timestamps, t, second, exits]);
}

/** Of its second, as exact as the log has it. */
function fractionOf({ at }: LogLine): string {
  return at.slice(SECOND_LENGTH).replace(/\.?0+$/, '');
}
