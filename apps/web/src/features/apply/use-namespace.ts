import { useState } from 'react';
import { useClient } from '../../data/client/client.ts';
import { answerOf, useAsked } from '../../data/client/use-asked.ts';

/** What kubectl takes where a context names none. */
const DEFAULT = 'default';

/** The namespace of objects that name none: as typed, else the one on the screen, else that of the context. */
export function useNamespace(cluster: string, chosen: string | null): readonly [string, (typed: string) => void] {
  const { api } = useClient();
  const [typed, setTyped] = useState<string | null>(null);
  // Where it is not known it is on the screen, and can be typed.
  const answer = answerOf(useAsked(cluster, () => api.clusters()));
  const own = answer?.clusters.find(({ name }) => name === cluster)?.namespace || DEFAULT;
  return [typed ?? chosen ?? own, setTyped];
}
