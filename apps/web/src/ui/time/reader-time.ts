import { createContext, useContext, useMemo } from 'react';
import { useWords } from '../words/words.tsx';
import {
  clockTime,
  columnMoment,
  dayOf,
  dayText,
  exactTime,
  hourOf,
  secondText,
  shortMoment,
  zoneName,
} from './time-text.ts';

export interface TimePreference {
  /** Of the IANA database; undefined for that of this machine. */
  readonly zone: string | undefined;
  /** Moments are told as such, not as how long ago they were. */
  readonly isAbsolute: boolean;
}

/** How the reader wants times to be told. */
export const TimePreferenceContext = createContext<TimePreference>({ zone: undefined, isAbsolute: false });

/** Tells moments as the reader wants them: the one way to write a time on the page. */
export interface TimeWords {
  /** In full, with its zone: that of the reader, unless another is named. */
  readonly exact: (ms: number, zone?: string) => string;
  /** The clock alone, to the second. */
  readonly clock: (ms: number) => string;
  /** The day, with its weekday. */
  readonly day: (ms: number) => string;
  /** The clock today, else the day: for places that are not drawn again as time passes. */
  readonly short: (ms: number, now: number) => string;
  /** For a column: as much of it as tells it from now. */
  readonly column: (ms: number, now: number) => string;
  /** The day it is in, as text that compares. */
  readonly dayOf: (ms: number) => string;
  /** To the second, as text that compares. */
  readonly second: (ms: number) => string;
  /** The hour it is in, from 0. */
  readonly hourOf: (ms: number) => number;
  /** The name of the reader's zone. */
  readonly zone: string;
  readonly isAbsolute: boolean;
}

export function useTimeWords(): TimeWords {
  const { language } = useWords();
  const { zone, isAbsolute } = useContext(TimePreferenceContext);
  return useMemo(() => timeWords(language, { zone, isAbsolute }), [language, zone, isAbsolute]);
}

function timeWords(locale: string, { zone, isAbsolute }: TimePreference): TimeWords {
  const reading = { locale, zone };
  return {
    exact: (ms, other = zone) => exactTime(ms, { locale, zone: other }),
    clock: ms => clockTime(ms, reading),
    day: ms => dayText(ms, reading),
    short: (ms, now) => shortMoment(ms, now, reading),
    column: (ms, now) => columnMoment(ms, now, reading),
    dayOf: ms => dayOf(ms, reading),
    second: ms => secondText(ms, reading),
    hourOf: ms => hourOf(ms, reading),
    // Read by few, and slow to find: every cell with a time has these words.
    get zone() {
      return zoneName(reading);
    },
    isAbsolute,
  };
}
