import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { type ContainerEnd, readEnds } from '../../../data/objects/pod-containers.ts';
import { readLogFilter } from '../../../data/logs/log-filter.ts';
import { type LogLine, SECOND_LENGTH } from '../../../data/logs/lines/log-line.ts';
import { containerOf, type LogSource } from '../../../data/logs/log-feed.ts';
import { type LogModel, shownParts } from '../../../data/logs/log-model.ts';
import { type KeptLogFilter, type LinkedLog, podLogAddress, useLogFilter } from '../../../data/logs/use-log-filter.ts';
import { type LogPlace, podCount, sourceNames } from '../../../data/logs/selection/source-names.ts';
import { useLogs } from '../../../data/logs/use-logs.ts';
import { wholeLogFiles } from '../../../data/logs/whole-log.ts';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { LogFilterField } from './log-filter-field.tsx';
import { LogSpanChoice, NEWEST_LINES } from './choices/log-span.tsx';
import { LogBody } from './log-body.tsx';
import { filterProblem, LogStatus } from './log-status.tsx';
import { LogByHand } from './choices/log-by-hand.tsx';
import { useLogChoices } from './choices/use-log-choices.ts';
import { useExits } from './use-exits.ts';
import { useLineWords } from './use-line-words.ts';

/** The first look at a log; more only when asked. Of many logs each gives less. */
const TAIL_LINES = 1_000;
const TAIL_LINES_OF_MANY = 500;
/** Lines that the server looks through for those that are asked for. */
const SEARCHED_LINES = 50_000;
const SEARCHED_LINES_OF_MANY = 10_000;

export interface LogContainer {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** Its run that has begun last, or '' before the first. */
  readonly run: string;
}

export interface LogViewProps {
  /** Which there are now: they come and go. */
  readonly containers: readonly LogContainer[];
  /** They are what one object has, however many there are now. */
  readonly isMerged?: boolean;
  /** What was chosen of all that there are: another choice is another log. */
  readonly choice?: string;
  /** The pod, where all are of one: it knows how its containers ended. */
  readonly pod?: unknown;
  /** Choices of what is shown, before those of how. */
  readonly picker: ReactNode;
  readonly fileName: string;
  /** When its pods were last made anew by another template, as logs have times. */
  readonly changedAt?: string;
  /** What else was to be read and is not, and why. */
  readonly unread?: readonly string[];
}

/** The logs of one container, or of several as one in the order of time, each line with its pod. */
export function LogView(props: LogViewProps) {
  const { containers, isMerged = false, choice, pod, picker, fileName, changedAt = '', unread } = props;
  const { t } = useTranslation();
  const kept = useLogFilter();
  const isPrevious = kept.linked?.previous === true && !isMerged && isSameLog(kept.linked, containers[0]);
  // The run before is one of this container: of the next there may be none.
  const [previous, setPrevious] = useState(isPrevious);
  const choices = useLogChoices();
  const [{ follow, timestamps, span: chosen }, setChoices] = choices;
  const filter = readLogFilter(kept.filter);
  // A link leads to a line that may be older than the newest ones, whatever was chosen before. Who chooses then has left the line.
  const linked = linkedSecond(kept.line);
  const span = linked === undefined ? chosen : NEWEST_LINES;
  const since = span.since ?? linked;
  const asked = {
    previous,
    // The API server takes one of the two: what has ended cannot be followed. What is read to a time has an end.
    follow: follow && !previous && span.until === undefined,
    tailLines: span.lines ?? firstLines(isMerged, filter !== undefined || since !== undefined),
  };
  const wanted = {
    ...asked,
    ...(since === undefined ? {} : { sinceTime: since }),
    ...(span.until === undefined ? {} : { untilTime: span.until }),
    ...(filter === undefined ? {} : { filter }),
  };
  const { log, sources } = useLogs(
    containers.map(container => ({ ...wanted, ...container })),
    choice,
  );
  const names = sourceNames(sources);
  const exits = useExits(log, sources, { pod, wordsOf: end => wordsOfEnd(end, t) });
  const words = useLineWords({ names: JSON.stringify(names), timestamps, exits });
  const parts = useMemo(() => shownParts(log), [log]);
  const isFiltered = filter !== undefined;
  const isMore = isFiltered || span.until !== undefined;
  return (
    <LogBody
      parts={parts}
      words={words}
      dropped={log.dropped}
      follow={follow}
      choices={choices}
      byHand={isHiding => <LogByHand {...asked} {...{ containers, timestamps, since }} isMore={isMore || isHiding} />}
      status={
        <LogStatus
          {...{ log, parts, names, previous, isFiltered, unread }}
          left={leftCount(log, sources, containers)}
          areContainers={podCount(sources) < sources.length}
          ended={endedWords(props, previous, t)}
        />
      }
      fileName={fileName}
      whole={wholeLogFiles({ containers, previous, timestamps, since, until: span.until, name: fileName })}
      changedAt={log.restartedAt || changedAt}
      isEnded={hasEnded(log)}
      linkOf={line => linkOf(line, sources[line.stream], { kept, previous })}
    >
      {picker}
      <LogFilterField {...kept} problem={filterProblem(log)} />
      <LogSpanChoice
        span={span}
        isLinked={linked !== undefined}
        onChange={next => {
          setChoices(before => ({ ...before, span: next }));
          kept.onLineLeft?.();
        }}
      />
      <Checkbox checked={follow} onChange={next => setChoices(before => ({ ...before, follow: next }))}>
        {t('logs.follow')}
      </Checkbox>
      <Checkbox checked={previous} onChange={setPrevious}>
        {t('logs.previous')}
      </Checkbox>
    </LogBody>
  );
}

/** So many wrote lines that are here, and are read no longer: they are gone, or newer ones took their place among the few that are read. */
function leftCount({ streams }: LogModel, sources: readonly LogSource[], containers: readonly LogContainer[]): number {
  const there = new Set(containers.map(containerOf));
  return sources.filter((source, i) => !there.has(containerOf(source)) && streams[i]?.at !== '').length;
}

function hasEnded({ streams }: LogModel): boolean {
  return streams.length > 0 && streams.every(({ end }) => end !== null);
}

function firstLines(isMerged: boolean, isSearched: boolean): number {
  if (isSearched) return isMerged ? SEARCHED_LINES_OF_MANY : SEARCHED_LINES;
  return isMerged ? TAIL_LINES_OF_MANY : TAIL_LINES;
}

/** On a page it leads to that page; elsewhere, as in the dock, to the page of the pod that wrote the line. */
function linkOf(
  { at }: LogLine,
  of: LogPlace | undefined,
  { kept, previous }: { readonly kept: KeptLogFilter; readonly previous: boolean },
): string | undefined {
  if (of === undefined || at === '') return undefined;
  const log = { pod: of.pod, container: of.container, previous };
  return kept.addressOf?.(log, at) ?? podLogAddress(of, log, at);
}

function isSameLog(linked: LinkedLog, shown: LogContainer | undefined): boolean {
  return linked.pod === shown?.pod && linked.container === shown.container;
}

/** How the one container ended whose log it is; of many each says so at its mark. */
function endedWords(
  { containers: [only], isMerged = false, pod }: LogViewProps,
  previous: boolean,
  t: TFunction,
): string {
  if (isMerged || only === undefined) return '';
  const ends = readEnds(pod, only.container);
  return wordsOfEnd(previous ? ends.previous : ends.last, t);
}

function wordsOfEnd(end: ContainerEnd | null, t: TFunction): string {
  return end === null ? '' : t('logs.exit', { code: end.exitCode, reason: visibleText(end.reason) });
}

/** The second of a line's time, as a log is asked for from then on. */
function linkedSecond(line: string | undefined): string | undefined {
  return line !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\./.test(line)
    ? `${line.slice(0, SECOND_LENGTH)}Z`
    : undefined;
}
