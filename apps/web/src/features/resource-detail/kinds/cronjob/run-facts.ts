import { asArray, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import type { RecordedEvent, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';

/** What is told of a run in a comparison, beside its template and its settings. */
type RunFact = 'result' | 'duration' | 'exit' | 'image' | 'events';

export interface ComparedFact {
  readonly fact: RunFact;
  /** Lines of either run; null where that was not kept. */
  readonly left: readonly string[] | null;
  readonly right: readonly string[] | null;
  /** Null where it is not known of both. */
  readonly differs: boolean | null;
}

type Reader = (run: RecordedRun) => readonly string[] | null;
/** What was cut may have been the same, or not. */
type IsCut = (run: RecordedRun) => boolean;

/** Two runs beside each other, fact by fact. `duration` says in words how long one took. */
export function comparedFacts(
  left: RecordedRun,
  right: RecordedRun,
  duration: (ms: number) => string,
): readonly ComparedFact[] {
  const readers: readonly (readonly [RunFact, Reader, IsCut?])[] = [
    ['result', ({ result }) => [result === 'failed' ? 'Failed' : 'Complete']],
    ['duration', ({ durationMs }) => (durationMs === null ? null : [duration(durationMs)])],
    ['exit', exits],
    ['image', images],
    ['events', ({ events }) => (events === null ? null : eventLines(events)), ({ hasMoreEvents }) => hasMoreEvents],
  ];
  return readers.map(([fact, read, isCut = () => false]) => {
    const [a, b] = [read(left), read(right)];
    const isKnown = a !== null && b !== null && !isCut(left) && !isCut(right);
    return { fact, left: a, right: b, differs: isKnown ? a.join('\n') !== b.join('\n') : null };
  });
}

/** What a Job was asked to do, without what the controller gives to each of its own. */
export function comparableSettings(settings: unknown): unknown {
  if (!isObject(settings)) return null;
  const { selector: _ofItsOwnPods, ...rest } = settings;
  return rest;
}

/** The pods' names differ with every run: what counts is how the containers ended. */
function exits({ pods }: RecordedRun): readonly string[] | null {
  const containers = pods.flatMap(pod => pod.containers);
  if (containers.length === 0) return null;
  const lines = containers.map(({ name, exitCode, reason }) => `${name}: ${exitCode ?? '–'} ${reason}`.trim());
  return [...new Set(lines)].sort();
}

function images({ template }: RecordedRun): readonly string[] | null {
  if (template === null) return null;
  const containers = [...asArray(getPath(template, 'initContainers')), ...asArray(getPath(template, 'containers'))];
  return containers.map(each => `${asString(getPath(each, 'name'))}: ${asString(getPath(each, 'image'))}`);
}

function eventLines(events: readonly RecordedEvent[]): readonly string[] {
  const lines = events.map(({ about, type, reason }) => `${about === JOB_VIEW.kind ? about : 'Pod'} ${type} ${reason}`);
  return [...new Set(lines)].sort();
}
