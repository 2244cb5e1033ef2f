import type { TFunction } from 'i18next';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import type { TimelineMark } from '@lanthorn/views/kinds/batch/run-timeline.ts';
import { useKnownNow, useNow } from '../../../../ui/time/clock.ts';
import { type TimeWords, useTimeWords } from '../../../../ui/time/reader-time.ts';
import { shortDuration } from '../../../../ui/time/time.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { causeText } from './cause-text.ts';
import { noteText } from './note-text.ts';
import styles from './run-chart.module.css';

/** Pixels of the longest run; the shortest stays high enough to be seen and pressed. */
const HEIGHT = 64;
const MIN_HEIGHT = 6;
/** Of a mark and what is beside it (run-chart.module.css): few of them do not fill the line, and the axis ends where they do. */
const MOST_WIDE = 42;

/**
 * A CronJob's runs from old to new and the next ones: height is duration, colour and pattern the result, an outline what did not run. One
 * stop of the Tab key; arrows go from mark to mark, Enter opens a run. What is pointed at or focused is told below.
 */
export function RunChart({
  marks,
  onOpen,
}: {
  readonly marks: readonly TimelineMark[];
  readonly onOpen: (run: RunCell) => void;
}) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const { now, stoppedAt } = useKnownNow();
  const [active, setActive] = useState<number | null>(null);
  const lastRun = marks.findLastIndex(({ kind }) => kind === 'run');
  const [focus, setFocus] = useState<number | null>(null);
  const words = { t, exact, now, isSeen: stoppedAt === null };
  const longest = Math.max(1, ...marks.map(mark => (mark.kind === 'run' ? (lengthOf(mark.run, now) ?? 0) : 0)));
  // Marks come and go; the stop stays on one that is there.
  const stop = Math.min(focus ?? lastRun, marks.length - 1);
  const told = active === null ? undefined : marks[active];
  const onKey = (event: KeyboardEvent<HTMLButtonElement>) => {
    const target = targetOf(event.key, stop, marks.length);
    if (target === null) return;
    event.preventDefault();
    event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('button')[target]?.focus();
  };
  return (
    <div className={styles['chart']} data-testid="run-chart">
      <div className={styles['bars']} role="group" aria-label={t('chart.label')} style={{ height: HEIGHT }}>
        {marks.map((mark, i) => {
          const text = markText(mark, words);
          return (
            <button
              key={`${mark.kind} ${mark.kind === 'run' ? mark.run.uid : mark.at}`}
              type="button"
              className={styles['mark']}
              data-mark={mark.kind === 'run' ? mark.run.result : mark.kind}
              data-new={mark.kind === 'run' && mark.isNewTemplate ? true : undefined}
              style={mark.kind === 'run' ? { height: heightOf(lengthOf(mark.run, now), longest) } : undefined}
              tabIndex={i === stop ? 0 : -1}
              aria-label={text}
              onFocus={() => {
                setFocus(i);
                setActive(i);
              }}
              onBlur={() => setActive(null)}
              onKeyDown={onKey}
              onPointerEnter={() => setActive(i)}
              onPointerLeave={() => setActive(null)}
              onClick={() => (mark.kind === 'run' ? onOpen(mark.run) : undefined)}
            />
          );
        })}
      </div>
      <p className={styles['told']} aria-hidden="true">
        {told === undefined ? <Axis marks={marks} /> : markText(told, words)}
      </p>
    </div>
  );
}

/** When the chart begins and ends. */
function Axis({ marks }: { readonly marks: readonly TimelineMark[] }) {
  const { t } = useTranslation();
  const { short } = useTimeWords();
  const now = useNow();
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined) return null;
  const moment = (at: number) => short(at, now);
  return (
    <span className={styles['axis']} style={{ maxWidth: marks.length * MOST_WIDE }}>
      <span>{moment(first.at)}</span>
      <span>{last.at > now ? t('chart.until', { time: moment(last.at) }) : moment(last.at)}</span>
    </span>
  );
}

function targetOf(key: string, from: number, count: number): number | null {
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    Home: 0,
    End: count - 1,
  };
  const target = targets[key];
  return target === undefined ? null : Math.max(0, Math.min(count - 1, target));
}

function lengthOf({ durationMs, result, startedAt }: RunCell, now: number): number | null {
  return durationMs ?? (result === 'running' && startedAt !== null ? Math.max(0, now - startedAt) : null);
}

function heightOf(length: number | null, longest: number): number {
  return length === null ? MIN_HEIGHT : Math.max(MIN_HEIGHT, Math.round((length / longest) * HEIGHT));
}

function markText(
  mark: TimelineMark,
  {
    t,
    exact,
    now,
    isSeen,
  }: { readonly t: TFunction; readonly exact: TimeWords['exact']; readonly now: number; readonly isSeen: boolean },
): string {
  const time = exact(mark.at);
  switch (mark.kind) {
    case 'run': {
      const { run, isNewTemplate } = mark;
      const length = lengthOf(run, now);
      return [
        visibleText(run.name),
        t(`run.${run.result}`),
        ...(length === null
          ? []
          : [
              isSeen || run.durationMs !== null
                ? shortDuration(length)
                : t('time.whenSeen', { duration: shortDuration(length) }),
            ]),
        time,
        ...(run.isManual ? [t('chart.byHand')] : []),
        ...(isNewTemplate ? [t('chart.newTemplate')] : []),
      ].join(' · ');
    }
    case 'skipped':
      return `${time} · ${t('chart.skipped')} · ${causeText(mark.cause, { t, exact })}`;
    case 'unrecorded':
      return t('slot.state.noRecord', { count: mark.count });
    case 'next': {
      const note = noteText(mark.slot, t);
      return [t('chart.next'), time, ...(note === '' ? [] : [note])].join(' · ');
    }
  }
}
