import type { RevisionsAnswer, ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import { useClient } from '../../../data/client/client.ts';
import { type Asked, useAsked } from '../../../data/client/use-asked.ts';

/** What is kept of a release, asked for again when something of it is other. */
export function useRevisions(cluster: string, release: ToldRelease): Asked<RevisionsAnswer> | null {
  const { api } = useClient();
  const { storage, namespace, name, revision, status, revisions, storedAt } = release;
  const request = { cluster, storage, namespace, name };
  return useAsked({ request, state: [revision, status, revisions, storedAt] }, question =>
    api.helmRevisions(question.request),
  );
}
