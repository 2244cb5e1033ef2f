import { useState } from 'react';
import type { ReleaseAnswer, ReleaseRequest, ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import { useClient } from '../../../data/client/client.ts';
import { type Asked, useAsked } from '../../../data/client/use-asked.ts';

export interface ShownRevision {
  /** Null until it is read. */
  readonly asked: Asked<ReleaseAnswer> | null;
  /** Shows the values of Secrets, too; null where there are none to show. That they were shown is recorded. */
  readonly reveal: (() => Promise<void>) | null;
}

/** What the server is asked for a revision. */
export function revisionRequest(
  cluster: string,
  { storage, namespace, name }: ToldRelease,
  revision: number,
): ReleaseRequest {
  return { cluster, storage, namespace, name, revision };
}

/** One revision as a whole, read when somebody looks at it, and again when Helm has written into it; kept as long as it is on screen. */
export function useRevision(cluster: string, release: ToldRelease, revision: number): ShownRevision {
  const { api } = useClient();
  const request = revisionRequest(cluster, release, revision);
  const state = revision === release.revision ? `${release.status} ${release.storedAt ?? ''}` : '';
  const asked = useAsked({ request, state }, question => api.helmRelease(question.request));
  const [shown, setShown] = useState<{ readonly key: string; readonly answer: ReleaseAnswer } | null>(null);
  const key = JSON.stringify([request, state]);
  if (shown?.key === key) return { asked: { answer: shown.answer }, reveal: null };
  if (asked === null || !('answer' in asked) || !asked.answer.isMasked) return { asked, reveal: null };
  const { uid } = asked.answer;
  const reveal = async () =>
    setShown({ key, answer: await api.revealRelease({ ...request, id: crypto.randomUUID(), uid }) });
  return { asked, reveal };
}
