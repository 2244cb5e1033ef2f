import { create } from 'zustand';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { ActionParams, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { Operation, OperationHead } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';

interface ActionDialogState {
  /** The operation being asked about. */
  readonly request: OperationRequest | null;
  /** The id that was drawn then; another choice makes another operation, and is asked in the same form. */
  readonly opening: string;
  /** Why, as it is typed: another choice does not lose it. */
  readonly reason: string;
  /** How pods go was chosen, and is not proposed any more. */
  readonly isChosen: boolean;
  /** What is to be taken back; null where it is something new. */
  readonly undone: OperationHead | null;
  /** Called when the operation was handed to the server. */
  readonly onStarted: (operation: Operation, request: OperationRequest) => void;
  /** Called when it became a step of a change set. */
  readonly onAdded: () => void;
  /** What was just collected; null where nothing is to be told. */
  readonly added: { readonly cluster: string; readonly steps: number } | null;
}

const CLOSED: ActionDialogState = {
  request: null,
  opening: '',
  reason: '',
  isChosen: false,
  undone: null,
  onStarted: () => {},
  onAdded: () => {},
  added: null,
};

export const useActionDialog = create<ActionDialogState>(() => CLOSED);

const SUFFIX_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;

/** Opens the dialog of an action; everything that must be the same for a repeated click is fixed here. */
export function openActionDialog(
  kind: ActionKind,
  targets: readonly ObjectTarget[],
  {
    params,
    onStarted = CLOSED.onStarted,
    onAdded = CLOSED.onAdded,
  }: { params?: ActionParams } & Partial<Pick<ActionDialogState, 'onStarted' | 'onAdded'>> = {},
): void {
  const request = { ...drawIdentity(), kind, targets: [...targets], ...(params === undefined ? {} : { params }) };
  useActionDialog.setState({ ...CLOSED, request, opening: request.id, onStarted, onAdded });
}

/** Asks whether an operation shall be taken back. */
export function openUndoDialog(operation: OperationHead): void {
  const request = { ...drawIdentity(), undoOf: operation.id };
  useActionDialog.setState({ ...CLOSED, request, opening: request.id, undone: operation });
}

/** Says that something is a step of a change set now, instead of whatever was asked. */
export function showAdded(cluster: string, steps: number): void {
  useActionDialog.setState({ ...CLOSED, added: { cluster, steps } });
}

export function closeActionDialog(): void {
  useActionDialog.setState(CLOSED);
}

/** What must be the same for a repeated click or message. */
export function drawIdentity(): { id: string; suffix: string } {
  const bytes = crypto.getRandomValues(new Uint8Array(SUFFIX_LENGTH));
  const suffix = Array.from(bytes, byte => SUFFIX_ALPHABET.charAt(byte % SUFFIX_ALPHABET.length)).join('');
  return { id: crypto.randomUUID(), suffix };
}
