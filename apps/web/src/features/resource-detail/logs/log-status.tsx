import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { ErrorKind } from '@lanthorn/protocol/error-kinds.ts';
import type { StreamEnd } from '@lanthorn/protocol/streams.ts';
import type { LinePart } from '../../../data/logs/lines/line-chunk.ts';
import type { LogModel } from '../../../data/logs/log-model.ts';
import { problemWords } from '../../../ui/words/i18n.ts';
import { visibleText } from '../../../ui/words/text.ts';

/** Of a filter that the server does not take. */
const FILTER_PROBLEMS: ReadonlySet<string> = new Set<ErrorKind>(['badPattern', 'patternTooLarge']);

/** What the server has against the filter; it is said at the filter. */
export function filterProblem({ streams }: LogModel): string | null {
  const why = streams.find(({ end }) => end?.problem != null && FILTER_PROBLEMS.has(end.problem.code))?.end?.problem;
  return why == null ? null : visibleText(problemWords(why));
}

interface LogStatusProps {
  readonly log: LogModel;
  readonly parts: readonly LinePart[];
  /** Of its streams. */
  readonly names: readonly string[];
  /** Some are of one pod. */
  readonly areContainers: boolean;
  readonly previous: boolean;
  /** The server sends some of the lines only. */
  readonly isFiltered: boolean;
  /** How the container ended that wrote it; '' where it runs, or nobody knows. */
  readonly ended: string;
  /** So many containers are read no longer, and what they wrote is here. */
  readonly left: number;
  /** What has no stream, and why. */
  readonly unread: readonly string[] | undefined;
}

/** Names in a sentence; of more the number is enough. */
const MAX_NAMED = 5;

/** How far a log is, and why it does not go on. */
export function LogStatus(props: LogStatusProps) {
  const { log, parts, names, areContainers, previous, isFiltered, ended, left, unread } = props;
  const { t } = useTranslation();
  if (filterProblem(log) !== null) return null;
  const ends = log.streams.map(({ end }) => end);
  const refused = ends.filter(end => end?.reason === 'refused');
  const cut = ends.find(end => end?.reason === 'cut');
  const open = ends.filter(end => end === null).length;
  const stillWrite = t(areContainers ? 'logs.openContainers' : 'logs.openPods', { count: open });
  const isOne = ends.length === 1;
  const isFinished = ends.length > 0 && open + refused.length === 0 && cut == null;
  const said = [
    ...(isFiltered ? [foundWords(log, parts, t)] : []),
    ...(log.dropped > 0 ? [t('logs.dropped', { count: log.dropped })] : []),
    ...(open === 0 || (isOne && isFiltered) ? [] : [isOne ? t('logs.open', { count: log.lines.size }) : stillWrite]),
    ...(isFinished ? [t('logs.finished'), ended] : []),
    ...(cut == null ? [] : [cut.problem === null ? t('logs.cutBare') : t('logs.cut', { message: wordsOfEnd(cut) })]),
    // Without a restart there is nothing before: not worth a word per pod.
    ...(previous && !isOne && refused.length > 0 ? [t('logs.withoutPrevious', { count: refused.length })] : []),
    ...(previous && !isOne ? [] : refusals(ends, names, t)),
    leftWords(left, t),
    ...(unread ?? []),
  ];
  return <>{said.filter(words => words !== '').join(' · ')}</>;
}

/** How many lines were found, and among how many, as far as that is known. */
function foundWords({ streams }: LogModel, parts: readonly LinePart[], t: TFunction): string {
  const count = parts.reduce((sum, { asked }) => sum + asked, 0);
  const read = streams.reduce<number | null>((sum, of) => (sum === null || of.read === null ? null : sum + of.read), 0);
  return read === null ? t('logs.hits', { count }) : t('logs.hitsOf', { count, read });
}

function leftWords(count: number, t: TFunction): string {
  return count === 0 ? '' : t('logs.left', { count });
}

/** Why the server gives no log, and of several which those are. */
function refusals(ends: readonly (StreamEnd | null)[], names: readonly string[], t: TFunction): readonly string[] {
  const byWords = new Map<string, string[]>();
  for (const [stream, end] of ends.entries()) {
    if (end?.reason !== 'refused') continue;
    const message = wordsOfEnd(end);
    byWords.set(message, [...(byWords.get(message) ?? []), visibleText(names[stream] ?? '')]);
  }
  return [...byWords].map(([message, of]) => {
    if (ends.length === 1) return t('logs.refused', { message });
    const named = { names: of.slice(0, MAX_NAMED).join(', '), message };
    const count = of.length - MAX_NAMED;
    return count > 0 ? t('logs.refusedMany', { ...named, count }) : t('logs.refusedOf', named);
  });
}

function wordsOfEnd({ problem }: StreamEnd): string {
  return problem === null ? '' : visibleText(problemWords(problem));
}
