import { create } from 'zustand';
import type { ActionKind, ObjectTarget } from '@lanthorn/actions/action.ts';
import type { OperationRequest } from '@lanthorn/protocol/http-messages.ts';

interface ActionDialogState {
  /** The operation being asked about; its id and suffix were drawn when the dialog opened. */
  readonly request: OperationRequest | null;
}

export const useActionDialog = create<ActionDialogState>(() => ({ request: null }));

const SUFFIX_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;

/** Opens the dialog of an action; everything that must be the same for a repeated click is fixed here. */
export function openActionDialog(kind: ActionKind, targets: readonly ObjectTarget[]): void {
  const bytes = crypto.getRandomValues(new Uint8Array(SUFFIX_LENGTH));
  const suffix = Array.from(bytes, byte => SUFFIX_ALPHABET.charAt(byte % SUFFIX_ALPHABET.length)).join('');
  useActionDialog.setState({ request: { id: crypto.randomUUID(), kind, suffix, targets: [...targets] } });
}

export function closeActionDialog(): void {
  useActionDialog.setState({ request: null });
}
