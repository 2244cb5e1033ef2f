import { useEffect, useMemo, useState } from 'react';
import { findKindByAddress } from '@lanthorn/kube/api/kind-address.ts';
import type { KindsAnswer } from '@lanthorn/protocol/http-messages.ts';
import { findObjectView } from '@lanthorn/views/kind-index.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { useClient } from '../client/client.ts';

type Kind = KindsAnswer['kinds'][number];

export type FoundView =
  | { readonly state: 'found'; readonly view: ObjectView }
  | { readonly state: 'loading' }
  | { readonly state: 'unknown' }
  /** The cluster could not be asked; in its words. */
  | { readonly state: 'failed'; readonly message: string };

interface Known {
  readonly cluster: string;
  readonly kinds: readonly Kind[];
  readonly problem: string | null;
}

/** What an object's page needs to know of its kind, by the word in the address bar. Of a kind without a record the cluster is asked. */
export function useObjectView(cluster: string, address: string): FoundView {
  const view = useMemo(() => findObjectView(address), [address]);
  const known = useKinds(cluster, view === undefined);
  return useMemo(() => {
    if (view !== undefined) return { state: 'found', view };
    if (known === null) return { state: 'loading' };
    if (known.problem !== null) return { state: 'failed', message: known.problem };
    const kind = findKindByAddress(address, known.kinds);
    if (kind === undefined) return { state: 'unknown' };
    const { group, version, resource } = kind;
    return { state: 'found', view: { resource: { group, version, resource }, kind: kind.kind, columns: [] } };
  }, [view, known, address]);
}

function useKinds(cluster: string, isNeeded: boolean): Known | null {
  const { kinds: directory } = useClient();
  const [known, setKnown] = useState<Known | null>(null);
  useEffect(() => {
    if (!isNeeded || cluster === '') return undefined;
    let isCurrent = true;
    const tell = (kinds: readonly Kind[], problem: string | null) => {
      if (isCurrent) setKnown({ cluster, kinds, problem });
    };
    directory.of(cluster).then(
      kinds => tell(kinds, null),
      (error: unknown) => tell([], error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [directory, cluster, isNeeded]);
  return known?.cluster === cluster ? known : null;
}
