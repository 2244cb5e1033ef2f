import type { Status } from '@lanthorn/kube/api/status.ts';

/** What to do about a refusal, where that is known; null where the server's own words are all. */
export function refusalAdvice(refusal: Status | null): 'dialog.namespaceEnding' | null {
  const causes = refusal?.details?.causes ?? [];
  return causes.some(({ reason }) => reason === 'NamespaceTerminating') ? 'dialog.namespaceEnding' : null;
}

/** Whose words a refusal is: the API server's, or those of why nobody could be asked. */
export function refusalKey(refusal: Status | null): 'dialog.refused' | 'dialog.notAnswered' {
  return (refusal?.code ?? 0) === 0 ? 'dialog.notAnswered' : 'dialog.refused';
}
