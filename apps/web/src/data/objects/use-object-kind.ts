import { useEffect, useMemo, useState } from 'react';
import { findKindByAddress } from '@lanthorn/kube/api/kind-address.ts';
import type { ServedKind } from '@lanthorn/protocol/http/kind-messages.ts';
import { findObjectKind } from '@lanthorn/views/kind-index.ts';
import type { ObjectKind } from '@lanthorn/views/cells/kind-view.ts';
import { useClient } from '../client/client.ts';
import { PAGE_TITLES } from '../client/page-paths.ts';

export type FoundKind =
  | { readonly state: 'found'; readonly kind: ObjectKind }
  | { readonly state: 'loading' }
  | { readonly state: 'unknown' }
  /** A cluster could not be asked; in its words. */
  | { readonly state: 'failed'; readonly message: string };

interface Known {
  readonly kinds: readonly ServedKind[];
  readonly problem: string | null;
}

/**
 * Which kind an object's page is about, by the word in the address bar. Of a kind without a record the clusters are asked, and the first
 * that has it says what it is.
 */
export function useObjectKind(clusters: readonly string[], address: string): FoundKind {
  const own = useMemo(() => findObjectKind(address), [address]);
  // No kind is called like a page.
  const isPage = PAGE_TITLES.has(address);
  const known = useKinds(clusters, own === undefined && !isPage ? address : null);
  const { state, served, message = '' } = findServed(address, known);
  return useMemo(() => {
    if (own !== undefined) return { state: 'found', kind: own };
    if (isPage) return { state: 'unknown' };
    if (served === undefined) return state === 'failed' ? { state, message } : { state };
    const { group, version, resource } = served;
    return {
      state: 'found',
      kind: { resource: { group, version, resource }, kind: served.kind, namespaced: served.isNamespaced },
    };
  }, [own, isPage, state, served, message]);
}

interface Served {
  readonly state: 'loading' | 'unknown' | 'failed';
  readonly served?: ServedKind;
  readonly message?: string;
}

/** What comes after the first that has it is not waited for. */
function findServed(address: string, known: readonly (Known | null)[]): Served {
  let found: Served = { state: known.length === 0 ? 'loading' : 'unknown' };
  for (const answer of known) {
    if (answer === null) return { state: 'loading' };
    const served = findKindByAddress(address, answer.kinds);
    if (served !== undefined) return { state: 'unknown', served };
    if (answer.problem !== null) found = { state: 'failed', message: answer.problem };
  }
  return found;
}

const NOTHING: readonly Known[] = [];

/** What each cluster said, in their order; null where it has not yet. One that does not have the kind that is wanted is asked once more. */
function useKinds(clusters: readonly string[], wanted: string | null): readonly (Known | null)[] {
  const { kinds: directory } = useClient();
  const [told, setTold] = useState<{ readonly asked: string; readonly known: readonly (Known | null)[] } | null>(null);
  const asked = JSON.stringify(clusters.filter(cluster => cluster !== ''));
  useEffect(() => {
    if (wanted === null) return undefined;
    let isCurrent = true;
    const names = JSON.parse(asked) as readonly string[];
    setTold({ asked, known: names.map(() => null) });
    const tell = (index: number, answer: Known) => {
      if (isCurrent)
        setTold(before => (before === null ? before : { ...before, known: before.known.with(index, answer) }));
    };
    const ask = async (cluster: string) => {
      const answer = await directory.of(cluster);
      return findKindByAddress(wanted, answer.kinds) === undefined ? directory.again(cluster) : answer;
    };
    for (const [index, cluster] of names.entries())
      ask(cluster).then(
        ({ kinds }) => tell(index, { kinds, problem: null }),
        (error: unknown) => tell(index, { kinds: [], problem: error instanceof Error ? error.message : String(error) }),
      );
    return () => {
      isCurrent = false;
    };
  }, [directory, asked, wanted]);
  return told?.asked === asked ? told.known : NOTHING;
}
