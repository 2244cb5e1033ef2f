import { useTranslation } from 'react-i18next';
import { TimeZone } from '@lanthorn/kube/schedule/time-zone.ts';
import { useClient } from '../../../../data/client/client.ts';
import { Select } from '../../../../ui/choice/select.tsx';
import { BareInput } from '../../../../ui/form/text-input.tsx';
import { useTimeWords } from '../../../../ui/time/reader-time.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Seconds back from now. */
const BACK = [5 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR];
/** Lines from the end: a server counts no more than the last for a tab. */
const TAILS = [10_000, 100_000];
const NEWEST = '';
const LINKED = 'linked';
const BETWEEN = 'between';

/** Which part of a log is read: so many of its newest lines, what was written since, or between two times. */
export interface LogSpan {
  readonly choice: string;
  /** RFC 3339, whole seconds; undefined where it begins with its newest lines, or its first. */
  readonly since?: string | undefined;
  /** The same; undefined where it goes on. */
  readonly until?: string | undefined;
  /** Lines from the end; undefined for as many as a first look has. */
  readonly lines?: number | undefined;
  /** The two times as they stand in their fields, also where they are none to ask for. */
  readonly typed?: TypedTimes | undefined;
}

interface TypedTimes {
  readonly since: string;
  readonly until: string;
}

const NOTHING_TYPED: TypedTimes = { since: '', until: '' };

export const NEWEST_LINES: LogSpan = { choice: NEWEST };

export function LogSpanChoice({
  span,
  isLinked,
  onChange,
}: {
  readonly span: LogSpan;
  /** It is read from the line on that a link leads to. */
  readonly isLinked: boolean;
  readonly onChange: (span: LogSpan) => void;
}) {
  const { t } = useTranslation();
  const { clock } = useClient();
  const wordOf = (seconds: number) =>
    seconds < HOUR
      ? t('logs.sinceMinutes', { count: seconds / MINUTE })
      : t('logs.sinceHours', { count: seconds / HOUR });
  const choose = (choice: string) => {
    if (choice === NEWEST || choice === LINKED) return onChange(NEWEST_LINES);
    if (choice === BETWEEN) return onChange({ ...NEWEST_LINES, choice });
    const lines = TAILS.find(count => choice === tailChoice(count));
    if (lines !== undefined) return onChange({ choice, lines });
    return onChange({ choice, since: asSecond(clock.now() - Number(choice) * 1_000) });
  };
  return (
    <>
      <Select
        aria-label={t('logs.since')}
        choices={[
          ...(isLinked ? [{ value: LINKED, text: t('logs.sinceLinked') }] : []),
          { value: NEWEST, text: t('logs.newest') },
          ...TAILS.map(count => ({ value: tailChoice(count), text: t('logs.newestCount', { count }) })),
          ...BACK.map(seconds => ({ value: String(seconds), text: wordOf(seconds) })),
          { value: BETWEEN, text: t('logs.between') },
        ]}
        value={isLinked ? LINKED : span.choice}
        onChange={choose}
      />
      {span.choice === BETWEEN && !isLinked ? <TwoTimes {...{ span, onChange }} /> : null}
    </>
  );
}

function tailChoice(count: number): string {
  return `tail ${count}`;
}

/**
 * From when to when, by the reader's clock: each is read once it is a whole time, and none is no bound. In the wrong order they are not asked
 * for: the log stays as it was.
 */
function TwoTimes({ span, onChange }: { readonly span: LogSpan; readonly onChange: (span: LogSpan) => void }) {
  const { t } = useTranslation();
  const { zone } = useTimeWords();
  const typed = span.typed ?? NOTHING_TYPED;
  const change = (next: TypedTimes) => {
    const times = timesOf(next, zone);
    onChange({ ...span, ...(isBackwards(times) ? {} : times), typed: next });
  };
  const isRefused = isBackwards(timesOf(typed, zone));
  return (
    <>
      {(['since', 'until'] as const).map(which => (
        <BareInput
          key={which}
          type="datetime-local"
          step={1}
          aria-label={t(`logs.${which}Time`, { zone })}
          title={t(`logs.${which}Time`, { zone })}
          aria-invalid={isRefused}
          value={typed[which]}
          onChange={text => change({ ...typed, [which]: text })}
        />
      ))}
      {isRefused ? <span role="alert">{t('logs.backwards')}</span> : null}
    </>
  );
}

type Times = Pick<LogSpan, 'since' | 'until'>;

function timesOf({ since, until }: TypedTimes, zone: string): Times {
  return { since: instantOf(since, zone), until: instantOf(until, zone) };
}

function isBackwards({ since, until }: Times): boolean {
  return since !== undefined && until !== undefined && until < since;
}

const WALL_TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?/;

/** A wall time of a zone in UTC; undefined where it is none. */
function instantOf(text: string, zone: string): string | undefined {
  const [, year, month, day, hour, minute, second] = WALL_TIME.exec(text) ?? [];
  const loaded = TimeZone.load(zone);
  if (second === undefined && minute === undefined) return undefined;
  if (!loaded.ok) throw new RangeError(loaded.error);
  const wall = {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
  };
  return asSecond(loaded.value.instant(wall) + Number(second ?? 0) * 1_000);
}

function asSecond(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+/, '');
}
