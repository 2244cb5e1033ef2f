import type { Action, ActionKind, ActionParams } from '@lanthorn/actions/action.ts';
import { undoOf } from '@lanthorn/actions/undo.ts';
import type { OperationRequest } from '@lanthorn/protocol/http-messages.ts';
import type { HistoryStore } from '../history/history-store.ts';

/** A request with its targets and parameters found. */
export interface ResolvedOperation {
  readonly id: string;
  readonly kind: ActionKind;
  readonly undoOf: string | null;
  readonly actions: readonly Action[];
}

/** Null when there is nothing to take back: the operation is not known, or nothing of it was recorded. */
export function resolveOperation(request: OperationRequest, history: HistoryStore): ResolvedOperation | null {
  const { id, suffix } = request;
  if ('targets' in request) {
    const { kind, params = {} } = request;
    return {
      id,
      kind,
      undoOf: null,
      actions: request.targets.map((target, index) => ({ kind, target, index, suffix, params })),
    };
  }
  const original = history.operation(request.undoOf);
  const actions = (original?.targets ?? []).flatMap(({ target, canUndo }, i): Action[] => {
    const outcome = canUndo ? history.outcome(request.undoOf, i) : null;
    if (original === null || outcome === null) return [];
    const undo = undoOf({ kind: original.kind, target, before: outcome.before, after: outcome.after });
    return undo === null
      ? []
      : [{ ...undo, suffix, index: i, params: withChoices(undo.params, request.choices ?? {}) }];
  });
  const [first] = actions;
  return first === undefined ? null : { id, kind: first.kind, undoOf: request.undoOf, actions };
}

function withChoices(params: ActionParams, choices: Readonly<Record<string, 'mine' | 'live'>>): ActionParams {
  return params.edit === undefined ? params : { ...params, edit: { ...params.edit, choices } };
}
