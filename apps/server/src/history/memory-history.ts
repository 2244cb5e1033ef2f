import type { RunParameters } from '@lanthorn/actions/run-parameters.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { HistoryEntry, HistoryQuery, PresetRequest, PresetsQuery } from '@lanthorn/protocol/http-messages.ts';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import type { HistoryStore, OutcomeOf, RecordedOutcome } from './history-store.ts';

const MAX_OPERATIONS = 500;

/** History until the process ends, where there is no SQLite. */
export class MemoryHistory implements HistoryStore {
  readonly isLasting = false;
  readonly #operations = new Map<string, Operation>();
  readonly #outcomes = new Map<string, Map<number, RecordedOutcome>>();
  readonly #runs = new Map<string, RecordedRun>();
  readonly #presets = new Map<string, Map<string, RunParameters>>();
  readonly #keepRuns: number;

  constructor({ keepRuns }: { keepRuns: number }) {
    this.#keepRuns = keepRuns;
  }

  saveOperation(operation: Operation): void {
    this.#operations.set(operation.id, operation);
    if (this.#operations.size <= MAX_OPERATIONS) return;
    const [oldest = ''] = this.#operations.keys();
    this.#operations.delete(oldest);
    this.#outcomes.delete(oldest);
  }

  saveOutcome({ operationId, index }: OutcomeOf, outcome: RecordedOutcome): void {
    const outcomes = this.#outcomes.get(operationId) ?? new Map<number, RecordedOutcome>();
    this.#outcomes.set(operationId, outcomes.set(index, outcome));
  }

  operation(id: string): Operation | null {
    return this.#operations.get(id) ?? null;
  }

  outcome(operationId: string, index: number): RecordedOutcome | null {
    return this.#outcomes.get(operationId)?.get(index) ?? null;
  }

  recent(limit: number): Operation[] {
    return [...this.#operations.values()].toSorted((a, b) => b.startedAt - a.startedAt).slice(0, limit);
  }

  ofObject(query: HistoryQuery, limit: number): HistoryEntry[] {
    return this.recent(MAX_OPERATIONS)
      .flatMap(operation =>
        operation.targets.flatMap((entry, i) => {
          const { cluster, resource, namespace, name } = entry.target;
          const outcome = this.outcome(operation.id, i);
          const isAsked =
            cluster === query.cluster &&
            resource.group === query.group &&
            resource.resource === query.resource &&
            namespace === query.namespace &&
            name === query.name;
          return outcome !== null && isAsked ? [{ operation, entry, changes: outcome.changes }] : [];
        }),
      )
      .slice(0, limit);
  }

  hasRun(jobUid: string): boolean {
    return this.#runs.has(jobUid);
  }

  saveRun(run: RecordedRun): void {
    if (this.#keepRuns === 0) return;
    this.#runs.set(run.jobUid, run);
    for (const old of this.runsOf(run.cluster, run.cronJobUid).slice(this.#keepRuns)) this.#runs.delete(old.jobUid);
  }

  runsOf(cluster: string, cronJobUid: string): RecordedRun[] {
    return [...this.#runs.values()]
      .filter(run => run.cluster === cluster && run.cronJobUid === cronJobUid)
      .toSorted((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0));
  }

  presets(of: PresetsQuery): Record<string, RunParameters> {
    return Object.fromEntries(this.#presets.get(presetsKey(of)) ?? []);
  }

  savePreset({ name, run, ...of }: PresetRequest): void {
    const presets = this.#presets.get(presetsKey(of)) ?? new Map<string, RunParameters>();
    this.#presets.set(presetsKey(of), presets);
    if (run === null) presets.delete(name);
    else presets.set(name, run);
  }

  close(): void {
    this.#presets.clear();
    this.#runs.clear();
    this.#operations.clear();
    this.#outcomes.clear();
  }
}

function presetsKey({ cluster, namespace, cronJob }: PresetsQuery): string {
  return JSON.stringify([cluster, namespace, cronJob]);
}
