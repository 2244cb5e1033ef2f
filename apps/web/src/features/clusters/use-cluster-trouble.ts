import { useEffect, useState } from 'react';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ClustersAnswer, ClusterTroubleKind } from '@lanthorn/protocol/http-messages.ts';
import { useClient } from '../../data/client/client.ts';

/** Why a cluster cannot be shown. */
export interface Trouble {
  readonly kind: ClusterTroubleKind | 'unknown' | 'nothingRead';
  /** At which step, and why. */
  readonly problem: Problem | null;
}

/** A cluster that did not answer is asked again this often: it may be starting. */
const UNREACHABLE_RETRY_MS = 5_000;

/** Why the chosen cluster cannot be used at all; null when it can be tried. */
export function useClusterTrouble(clusters: ClustersAnswer, name: string): Trouble | null {
  const { api } = useClient();
  const [found, setFound] = useState<(Trouble & { readonly name: string }) | null>(null);
  const info = clusters.clusters.find(entry => entry.name === name);
  useEffect(() => {
    if (info === undefined || info.problem !== null) return undefined;
    let isCurrent = true;
    let timer: number | undefined;
    const ask = () => {
      api.health(info.name).then(
        ({ trouble, problem }) => {
          if (!isCurrent) return;
          setFound(trouble === null ? null : { name: info.name, kind: trouble, problem });
          // Once its lists are open, their own watches notice everything else.
          if (trouble !== null) timer = window.setTimeout(ask, UNREACHABLE_RETRY_MS);
        },
        // Our own server is away, which is said elsewhere: how the cluster is now nobody knows.
        () => {
          if (isCurrent) timer = window.setTimeout(ask, UNREACHABLE_RETRY_MS);
        },
      );
    };
    ask();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [api, info]);
  if (clusters.clusters.length === 0) return { kind: 'nothingRead', problem: null };
  if (name === '') return null;
  if (info === undefined) return { kind: 'unknown', problem: null };
  return info.problem === null ? (found?.name === name ? found : null) : { kind: 'unusable', problem: info.problem };
}
