import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { ErrorKind } from '@lanthorn/protocol/error-kinds.ts';
import type { StreamEnd } from '@lanthorn/protocol/streams.ts';
import type { LinePart } from '../../../data/logs/lines/line-chunk.ts';
import { readLogFilter } from '../../../data/logs/log-filter.ts';
import { type LogLine, SECOND_LENGTH } from '../../../data/logs/lines/log-line.ts';
import { type LogModel, shownParts } from '../../../data/logs/log-model.ts';
import { type LinkedLog, useLogFilter } from '../../../data/logs/use-log-filter.ts';
import { useLogs } from '../../../data/logs/use-logs.ts';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { useTimeWords } from '../../../ui/time/reader-time.ts';
import { problemWords } from '../../../ui/words/i18n.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { LogFilterField } from './log-filter-field.tsx';
import { LogSinceChoice, NEWEST_LINES } from './log-since.tsx';
import { LogBody } from './log-body.tsx';

/** Of a filter that the server does not take. */
const FILTER_PROBLEMS: ReadonlySet<string> = new Set<ErrorKind>(['badPattern', 'patternTooLarge']);

/** The first look at a log; more only when asked. Of many logs each gives less. */
const TAIL_LINES = 1_000;
const TAIL_LINES_OF_MANY = 500;
/** Lines that the server looks through for those that are asked for. */
const SEARCHED_LINES = 50_000;
const SEARCHED_LINES_OF_MANY = 10_000;

export interface LogContainer {
  readonly pod: string;
  readonly container: string;
  /** Its run that has begun last, or '' before the first. */
  readonly run: string;
}

export interface LogViewProps {
  readonly cluster: string;
  readonly namespace: string;
  readonly containers: readonly LogContainer[];
  /** Choices of what is shown, before those of how. */
  readonly picker: ReactNode;
  readonly fileName: string;
  /** When its pods were last made anew by another template, as logs have times. */
  readonly changedAt?: string;
}

/** The logs of one container, or of several as one in the order of time, each line with its pod. */
export function LogView({ cluster, namespace, containers, picker, fileName, changedAt = '' }: LogViewProps) {
  const { t } = useTranslation();
  const { second } = useTimeWords();
  const isMerged = containers.length > 1;
  const kept = useLogFilter();
  const isPrevious = kept.linked?.previous === true && !isMerged && isSameLog(kept.linked, containers[0]);
  const [options, setOptions] = useState({ follow: true, previous: isPrevious, timestamps: false });
  const { follow, previous, timestamps } = options;
  const filter = readLogFilter(kept.filter);
  const searched = isMerged ? SEARCHED_LINES_OF_MANY : SEARCHED_LINES;
  const tail = isMerged ? TAIL_LINES_OF_MANY : TAIL_LINES;
  // A link leads to a line that may be older than the newest ones.
  const [chosen, setChosen] = useState(NEWEST_LINES);
  const linked = chosen.time === undefined ? linkedSecond(kept.line) : undefined;
  const since = chosen.time ?? linked;
  const log = useLogs(
    containers.map(({ pod, container, run }) => ({
      ...{ cluster, namespace, pod, container, run, previous },
      // The API server takes one of the two: what has ended cannot be followed.
      follow: follow && !previous,
      tailLines: filter === undefined && since === undefined ? tail : searched,
      ...(since === undefined ? {} : { sinceTime: since }),
      ...(filter === undefined ? {} : { filter }),
    })),
  );
  const pods = containers.map(({ pod }) => pod).join();
  const words = useMemo(() => {
    const suffixes = pods.split(',').map(suffixOf);
    const withName = (time: string, { stream }: LogLine) => {
      const name = isMerged ? (suffixes[stream] ?? '') : '';
      return `${time}${time === '' || name === '' ? '' : ' '}${name}`;
    };
    const hasTime = ({ at }: LogLine) => timestamps && at !== '';
    return {
      before: (line: LogLine) => withName(hasTime(line) ? `${second(line.ms)}${fractionOf(line)}` : '', line),
      taken: (line: LogLine) =>
        withName(hasTime(line) ? `${line.at.slice(0, SECOND_LENGTH)}${fractionOf(line)}Z` : '', line),
      mark: (kind: 'restarted' | 'gap') => t(`logs.${kind}`),
    };
  }, [pods, timestamps, isMerged, t, second]);
  const parts = useMemo(() => shownParts(log), [log]);
  const toggle = (key: keyof typeof options) => (
    <Checkbox checked={options[key]} onChange={isOn => setOptions(before => ({ ...before, [key]: isOn }))}>
      {t(`logs.${key}`)}
    </Checkbox>
  );
  return (
    <LogBody
      parts={parts}
      words={words}
      dropped={log.dropped}
      follow={follow}
      status={<LogStatus log={log} parts={parts} previous={previous} isFiltered={filter !== undefined} />}
      fileName={fileName}
      changedAt={log.restartedAt || changedAt}
      isEnded={log.streams.every(({ end }) => end !== null)}
      linkOf={({ at, stream }) => {
        const of = containers[stream];
        return of === undefined || at === '' ? undefined : kept.addressOf?.({ ...of, previous }, at);
      }}
    >
      {picker}
      <LogFilterField {...kept} problem={filterProblem(log)} />
      <LogSinceChoice
        since={chosen}
        isLinked={linked !== undefined}
        onChange={next => {
          setChosen(next);
          kept.onLineLeft?.();
        }}
      />
      {toggle('follow')}
      {toggle('previous')}
      {toggle('timestamps')}
    </LogBody>
  );
}

function isSameLog(linked: LinkedLog, shown: LogContainer | undefined): boolean {
  return linked.pod === shown?.pod && linked.container === shown.container;
}

/** Of its second, as exact as the log has it. */
function fractionOf({ at }: LogLine): string {
  return at.slice(SECOND_LENGTH).replace(/\.?0+$/, '');
}

/** The second of a line's time, as a log is asked for from then on. */
function linkedSecond(line: string | undefined): string | undefined {
  return line !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\./.test(line)
    ? `${line.slice(0, SECOND_LENGTH)}Z`
    : undefined;
}

/** What the server has against the filter; it is said at the filter. */
function filterProblem({ streams }: LogModel): string | null {
  const why = streams.find(({ end }) => end?.problem != null && FILTER_PROBLEMS.has(end.problem.code))?.end?.problem;
  return why == null ? null : visibleText(problemWords(why));
}

interface LogStatusProps {
  readonly log: LogModel;
  readonly parts: readonly LinePart[];
  readonly previous: boolean;
  /** The server sends some of the lines only. */
  readonly isFiltered: boolean;
}

function LogStatus({ log, parts, previous, isFiltered }: LogStatusProps) {
  const { t } = useTranslation();
  if (filterProblem(log) !== null) return null;
  const ends = log.streams.map(({ end }) => end);
  const refused = ends.filter(end => end?.reason === 'refused');
  const cut = ends.find(end => end?.reason === 'cut');
  const open = ends.filter(end => end === null).length;
  const isOne = ends.length === 1;
  const said = [
    ...(isFiltered ? [foundWords(log, parts, t)] : []),
    ...(log.dropped > 0 ? [t('logs.dropped', { count: log.dropped })] : []),
    ...(open === 0 || (isOne && isFiltered)
      ? []
      : [isOne ? t('logs.open', { count: log.lines.size }) : t('logs.openPods', { count: open })]),
    ...(open === 0 && refused.length + (cut == null ? 0 : 1) === 0 ? [t('logs.finished')] : []),
    ...(cut == null ? [] : [cut.problem === null ? t('logs.cutBare') : t('logs.cut', { message: wordsOfEnd(cut) })]),
    // Without a restart there is nothing before: not worth a word per pod.
    ...(previous && !isOne && refused.length > 0 ? [t('logs.withoutPrevious', { count: refused.length })] : []),
    ...((previous && !isOne) || refused[0] == null ? [] : [t('logs.refused', { message: wordsOfEnd(refused[0]) })]),
  ];
  return <>{said.join(' · ')}</>;
}

/** How many lines were found, and among how many, as far as that is known. */
function foundWords({ streams }: LogModel, parts: readonly LinePart[], t: TFunction): string {
  const count = parts.reduce((sum, { asked }) => sum + asked, 0);
  const read = streams.reduce<number | null>((sum, of) => (sum === null || of.read === null ? null : sum + of.read), 0);
  return read === null ? t('logs.hits', { count }) : t('logs.hitsOf', { count, read });
}

function wordsOfEnd({ problem }: StreamEnd): string {
  return problem === null ? '' : visibleText(problemWords(problem));
}

/** What tells the pods of one Job apart: their names begin alike. */
function suffixOf(pod: string): string {
  return pod.slice(pod.lastIndexOf('-') + 1);
}
