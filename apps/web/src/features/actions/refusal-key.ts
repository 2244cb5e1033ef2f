import type { Status } from '@lanthorn/kube/api/status.ts';

/** Whose words a refusal is: the API server's, or those of why nobody could be asked. */
export function refusalKey(refusal: Status | null): 'dialog.refused' | 'dialog.notAnswered' {
  return (refusal?.code ?? 0) === 0 ? 'dialog.notAnswered' : 'dialog.refused';
}
