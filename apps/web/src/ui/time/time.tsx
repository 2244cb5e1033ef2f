import { useNow } from './clock.ts';
import { safeLocale } from '../words/i18n.ts';
import { useWords } from '../words/words.tsx';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** Two units at most: `3h20m`, `45s`. Under two minutes in seconds, as kubectl. */
export function shortDuration(ms: number): string {
  const whole = Math.max(0, Math.round(ms / 1000)) * 1000;
  if (whole < 120_000) return `${whole / 1000}s`;
  const first = UNITS.findIndex(([, size]) => whole >= size);
  const [unit, size] = UNITS[first] ?? UNITS[3];
  const next = UNITS[first + 1];
  const count = Math.floor(whole / size);
  const rest = next === undefined ? 0 : Math.floor((whole % size) / next[1]);
  return rest === 0 || count >= 10 || next === undefined ? `${count}${unit}` : `${count}${unit}${rest}${next[0]}`;
}

/** A moment in full, in a zone and the reader's language. */
export function fullTime(ms: number, locale: string, timeZone?: string): string {
  const key = `${locale} ${timeZone ?? ''}`;
  const known = FULL_FORMATS.get(key) ?? fullFormat(locale, timeZone);
  FULL_FORMATS.set(key, known);
  return known.format(ms);
}

/** One for each language and zone on screen: making one takes longer than all else that is done to draw a row. */
const FULL_FORMATS = new Map<string, Intl.DateTimeFormat>();

function fullFormat(locale: string, timeZone: string | undefined): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(safeLocale(locale), {
    dateStyle: 'medium',
    timeStyle: 'long',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
}

/** A moment in short: the clock today, else the day. For places that are not drawn again as time passes. */
export function shortMoment(ms: number, { locale, now }: { readonly locale: string; readonly now: number }): string {
  const isToday = new Date(ms).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(safeLocale(locale), isToday ? { timeStyle: 'short' } : { dateStyle: 'short' }).format(
    ms,
  );
}

/** How long ago; the whole time as a tooltip. */
export function Age({ at }: { readonly at: number }) {
  const { language } = useWords();
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at, language)}>
      {shortDuration(now - at)}
    </time>
  );
}

/** How long until; `now` when it is due. */
export function Countdown({ to }: { readonly to: number }) {
  const { t, language } = useWords();
  const now = useNow();
  return (
    <time dateTime={new Date(to).toISOString()} title={fullTime(to, language)}>
      {to <= now ? t('time.due') : t('time.in', { duration: shortDuration(to - now) })}
    </time>
  );
}

/** Time since a start that has no end yet. */
export function Running({ since }: { readonly since: number }) {
  const now = useNow();
  return <span>{shortDuration(now - since)}</span>;
}
