import type { Status } from '@lanthorn/kube/api/status.ts';
import { problemOf } from '@lanthorn/protocol/error-kinds.ts';

/** What to do about a refusal, where that is known; null where the server's own words are all. */
export function refusalAdvice(refusal: Status | null): 'dialog.namespaceEnding' | null {
  const causes = refusal?.details?.causes ?? [];
  return causes.some(({ reason }) => reason === 'NamespaceTerminating') ? 'dialog.namespaceEnding' : null;
}

/** Who refuses: the API server, Lanthorn before it asks, or nobody, since nobody could be asked. */
export function refusalKey(refusal: Status | null): 'dialog.refused' | 'dialog.notSent' | 'dialog.notAnswered' {
  if ((refusal?.code ?? 0) === 0) return 'dialog.notAnswered';
  return problemOf(refusal) === null ? 'dialog.refused' : 'dialog.notSent';
}
