import { type ActionKind, actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Action } from '@lanthorn/actions/machinery/action.ts';
import { decidedParams } from '@lanthorn/actions/machinery/decided-params.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { Operation, OperationHead } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import type { OperationsStore } from '../history/stores/operations-store.ts';

/** Outcomes read before others have their turn: each may be an object of a megabyte. */
const READ_AT_ONCE = 20;

/** A request with its targets and parameters found. */
export interface ResolvedOperation {
  readonly id: string;
  readonly kind: ActionKind;
  readonly undoOf: string | null;
  readonly undoes: OperationHead['undoes'];
  /** Why, in the words of who asks for it; '' where they say nothing. */
  readonly reason: string;
  /** Of an undo, each with the place its target has in the operation that is taken back. */
  readonly actions: readonly Action[];
}

export interface ResolveContext {
  readonly operations: Pick<OperationsStore, 'operation' | 'outcome'>;
  readonly clock: Pick<Clock, 'nextTurn'>;
}

/** Null when there is nothing to take back: the operation is not known, or nothing of it was recorded. Rejects when the records cannot be read. */
export async function resolveOperation(
  request: OperationRequest,
  context: ResolveContext,
): Promise<ResolvedOperation | null> {
  const { id, suffix } = request;
  const reason = (request.reason ?? '').trim();
  if ('targets' in request) {
    const { kind, params = {} } = request;
    const actions = request.targets.map((target, index) => ({ kind, target, index, suffix, params }));
    return { id, kind, undoOf: null, undoes: null, reason, actions };
  }
  const original = await context.operations.operation(request.undoOf);
  if (original === null) return null;
  const actions: Action[] = [];
  // What was done in an order is taken back in the opposite one, and each target by what was done to it.
  const first = actionRecord(original.undoes?.kind ?? original.kind);
  const { inverse } = first.inOrder === true ? first : actionRecord(original.kind);
  let kind: ActionKind | null = null;
  for (const [index, { target, canUndo }] of original.targets.entries()) {
    if (index % READ_AT_ONCE === READ_AT_ONCE - 1) await context.clock.nextTurn();
    const outcome = canUndo ? await context.operations.outcome(original.id, index) : null;
    const undo = outcome === null ? null : inverse({ ...outcome, target });
    if (undo === null) continue;
    // What takes something away is asked about with more care.
    if (kind === null || actionRecord(undo.kind).tone === 'danger') kind = undo.kind;
    actions.push({ ...undo, suffix, index, params: decidedParams(undo.params, request.choices ?? {}) });
  }
  if (first.inOrder === true) actions.reverse();
  return kind === null ? null : { id, kind, undoOf: original.id, undoes: chainOf(original), reason, actions };
}

function chainOf({ kind, undoes }: Operation): OperationHead['undoes'] {
  return undoes === null ? { kind, depth: 1 } : { kind: undoes.kind, depth: undoes.depth + 1 };
}
