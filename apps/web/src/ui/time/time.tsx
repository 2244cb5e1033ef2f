import { useKnownNow, useMinute, useNow } from './clock.ts';
import { useTimeWords } from './reader-time.ts';
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

/** When something was: how long ago, or the moment, as the reader likes it; the exact time with its zone as a tooltip. */
export function Age({ at }: { readonly at: number }) {
  const { isAbsolute } = useTimeWords();
  return isAbsolute ? <Moment at={at} /> : <RelativeAge at={at} />;
}

function RelativeAge({ at }: { readonly at: number }) {
  const { exact } = useTimeWords();
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={exact(at)}>
      {shortDuration(now - at)}
    </time>
  );
}

/** What is told as a moment changes its words at midnight alone. */
function Moment({ at }: { readonly at: number }) {
  const { exact, column } = useTimeWords();
  const minute = useMinute();
  return (
    <time dateTime={new Date(at).toISOString()} title={exact(at)}>
      {column(at, minute)}
    </time>
  );
}

/** When something will be: in how long, or the moment; `now` when it is due. */
export function Countdown({ to }: { readonly to: number }) {
  const { t } = useWords();
  const { exact, column, isAbsolute } = useTimeWords();
  const now = useNow();
  const text = isAbsolute ? column(to, now) : t('time.in', { duration: shortDuration(to - now) });
  return (
    <time dateTime={new Date(to).toISOString()} title={exact(to)}>
      {to <= now ? t('time.due') : text}
    </time>
  );
}

/** Time since a start that has no end yet; where nobody knows whether it still goes on, as it was seen last, which is said. */
export function Running({ since }: { readonly since: number }) {
  const { t } = useWords();
  const { exact } = useTimeWords();
  const { now, stoppedAt } = useKnownNow();
  const duration = shortDuration(now - since);
  return stoppedAt === null ? (
    <span>{duration}</span>
  ) : (
    <span className="dim" title={t('time.seenAt', { time: exact(stoppedAt) })}>
      {t('time.whenSeen', { duration })}
    </span>
  );
}
