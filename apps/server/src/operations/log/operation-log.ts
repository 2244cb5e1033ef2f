import type { Clock } from '@lanthorn/base/clock.ts';
import type { Operation, OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { LogAnswer, LogEntry, LogQuery } from '@lanthorn/protocol/http/history-messages.ts';
import type { TreeChange } from '@lanthorn/kube/edit/tree-changes.ts';
import { compileFilter, type RowPredicate } from '@lanthorn/query/row-filter.ts';
import { OPERATION_LOG } from '@lanthorn/views/facts/operation-log.ts';
import { Row } from '@lanthorn/views/row.ts';
import { headOf, type LogPlace, type OperationsStore } from '../../history/stores/operations-store.ts';
import type { Identity } from '../../upstream/identity.ts';

/** Entries of one answer: two screens of them. */
const MAX_ENTRIES = 100;
/** Targets looked at for one answer: some tenths of a second; where nothing was found the next is asked for. */
const MAX_SEARCHED = 5_000;
/** Read of the store before others have their turn. */
const PAGE = { operations: 50, targets: 500 };
/** What came of so many is read before others have their turn: each is some milliseconds where it is large. */
const TOLD_AT_ONCE = 5;
/** Characters of the changes of one object, an answer having two megabytes at most; what is more the history of the object has. */
const MAX_CHANGES = 16_000;
/** Of a request's body: what is longer is a manifest, which the history of its object has whole. */
const MAX_BODY = 4_000;

export interface LogContext {
  /** Those that still change are told as they are now. */
  readonly journal: {
    findLive(id: string): Operation | undefined;
    find(id: string): Promise<Operation | null>;
  };
  readonly store: Pick<OperationsStore, 'page' | 'outcome'>;
  readonly clock: Clock;
}

type Found = Pick<LogAnswer, 'entries' | 'next' | 'searched' | 'filterError'>;

/** Where the next answer goes on: behind this target. */
interface Cursor extends LogPlace {
  readonly index: number;
}

/** What one person did in a cluster, read from the store page by page until enough of it fits the filter. */
export class OperationLog {
  readonly #context: LogContext;

  constructor(context: LogContext) {
    this.#context = context;
  }

  /** Rejects when what is kept cannot be read. */
  async search(identity: Identity, { cluster, filter, after }: LogQuery): Promise<Found> {
    const compiled = compileFilter(filter, OPERATION_LOG);
    if (!compiled.ok) return { entries: [], next: null, searched: 0, filterError: compiled.error };
    const { matches } = compiled.value;
    const now = this.#context.clock.now();
    const entries: LogEntry[] = [];
    let searched = 0;
    for await (const { operation, index, entry } of this.#targets(identity, readCursor(after))) {
      searched += 1;
      if (entry.target.cluster === cluster && isMeant({ operation, entry }, matches, now)) {
        entries.push(await this.#told(operation, index, entry));
        if (entries.length % TOLD_AT_ONCE === 0) await this.#context.clock.nextTurn();
      }
      if (entries.length === MAX_ENTRIES || searched === MAX_SEARCHED)
        return { entries, next: writeCursor({ ...operation, index }), searched, filterError: null };
    }
    return { entries, next: null, searched, filterError: null };
  }

  /** Every target from a place on, in the order of the log. */
  async *#targets({ key }: Identity, from: Cursor | null) {
    const { journal, store, clock } = this.#context;
    let place: LogPlace | null = from;
    // The rest of the operation in which the page before ended.
    const begun = from === null ? null : await journal.find(from.id);
    if (from !== null && begun?.identity === key) yield* targetsOf(begun, from.index + 1);
    for (;;) {
      const page: readonly Operation[] = await store.page(key, place, PAGE);
      for (const operation of page) yield* targetsOf(journal.findLive(operation.id) ?? operation, 0);
      const last = page.at(-1);
      if (last === undefined) return;
      place = last;
      await clock.nextTurn();
    }
  }

  async #told(operation: Operation, index: number, entry: OperationTarget): Promise<LogEntry> {
    const outcome = await this.#context.store.outcome(operation.id, index);
    const { method = '', path = '', body = '' } = outcome?.request ?? {};
    const told = body.length > MAX_BODY ? `${body.slice(0, MAX_BODY)}…` : body;
    return {
      operation: headOf(operation),
      ...{ index, entry, changes: bounded(outcome?.changes ?? []) },
      request: outcome === null ? null : { method, path, body: told },
    };
  }
}

/** What does not fit has its place alone, and behind it there is nothing more. */
function bounded(changes: readonly TreeChange[]): readonly TreeChange[] {
  const told: TreeChange[] = [];
  let left = MAX_CHANGES;
  for (const change of changes) {
    const { length } = JSON.stringify(change);
    left -= length;
    if (left < 0) return [...told, { path: change.path.slice(0, MAX_CHANGES), before: '…', after: '…' }];
    told.push(change);
  }
  return told;
}

function* targetsOf(operation: Operation, from: number) {
  for (const [index, entry] of operation.targets.entries()) if (index >= from) yield { operation, index, entry };
}

function isMeant(
  { operation, entry }: { readonly operation: Operation; readonly entry: OperationTarget },
  matches: RowPredicate,
  now: number,
): boolean {
  const { namespace, name, uid } = entry.target;
  const seen = { operation, entry };
  const cells = OPERATION_LOG.columns.map(column => column.read(seen, { now }));
  const of = { uid, namespace, name, createdAt: operation.startedAt, labels: {}, ownerUid: '', owner: null };
  return matches(new Row({ ...of, cells }), now);
}

/** Stands in no number: a cluster's time may be a fraction of a millisecond. */
const BETWEEN = '_';

function writeCursor({ startedAt, id, index }: Cursor): string {
  return [startedAt, index, id].join(BETWEEN);
}

function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  const [startedAt, index, id = ''] = text.split(BETWEEN);
  return { startedAt: Number(startedAt), index: Number(index), id };
}
