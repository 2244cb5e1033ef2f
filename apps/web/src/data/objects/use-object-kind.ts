import { useEffect, useMemo, useState } from 'react';
import { findKindByAddress } from '@lanthorn/kube/api/kind-address.ts';
import type { ServedKind } from '@lanthorn/protocol/http-messages.ts';
import { findObjectKind } from '@lanthorn/views/kind-index.ts';
import type { ObjectKind } from '@lanthorn/views/cells/kind-view.ts';
import { useClient } from '../client/client.ts';

export type FoundKind =
  | { readonly state: 'found'; readonly kind: ObjectKind }
  | { readonly state: 'loading' }
  | { readonly state: 'unknown' }
  /** The cluster could not be asked; in its words. */
  | { readonly state: 'failed'; readonly message: string };

interface Known {
  readonly cluster: string;
  readonly kinds: readonly ServedKind[];
  readonly problem: string | null;
}

/** Which kind an object's page is about, by the word in the address bar. Of a kind without a record the cluster is asked. */
export function useObjectKind(cluster: string, address: string): FoundKind {
  const own = useMemo(() => findObjectKind(address), [address]);
  const known = useKinds(cluster, own === undefined);
  return useMemo(() => {
    if (own !== undefined) return { state: 'found', kind: own };
    if (known === null) return { state: 'loading' };
    if (known.problem !== null) return { state: 'failed', message: known.problem };
    const kind = findKindByAddress(address, known.kinds);
    if (kind === undefined) return { state: 'unknown' };
    const { group, version, resource } = kind;
    return {
      state: 'found',
      kind: { resource: { group, version, resource }, kind: kind.kind, namespaced: kind.isNamespaced },
    };
  }, [own, known, address]);
}

function useKinds(cluster: string, isNeeded: boolean): Known | null {
  const { kinds: directory } = useClient();
  const [known, setKnown] = useState<Known | null>(null);
  useEffect(() => {
    if (!isNeeded || cluster === '') return undefined;
    let isCurrent = true;
    const tell = (kinds: readonly ServedKind[], problem: string | null) => {
      if (isCurrent) setKnown({ cluster, kinds, problem });
    };
    directory.of(cluster).then(
      ({ kinds }) => tell(kinds, null),
      (error: unknown) => tell([], error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [directory, cluster, isNeeded]);
  return known?.cluster === cluster ? known : null;
}
