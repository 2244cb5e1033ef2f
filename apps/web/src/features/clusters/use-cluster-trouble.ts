import { useEffect, useRef, useState } from 'react';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ClustersAnswer, ClusterTroubleKind } from '@lanthorn/protocol/http/cluster-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { tellReach } from '../../data/client/cluster-reach.ts';

/** Why a cluster cannot be shown. */
export interface Trouble {
  readonly kind: ClusterTroubleKind | 'unknown' | 'nothingRead';
  /** At which step, and why. */
  readonly problem: Problem | null;
}

/** A cluster that did not answer is asked again this often: it may be starting. */
const UNREACHABLE_RETRY_MS = 5_000;

/**
 * Why the chosen cluster cannot be used at all; null when it can be tried. One that has answered is asked no more: its screen, with all
 * that is typed into it, stays when the cluster goes away, as its own watches say so.
 */
export function useClusterTrouble(clusters: ClustersAnswer, name: string): Trouble | null {
  const { api } = useClient();
  const [found, setFound] = useState<(Trouble & { readonly name: string }) | null>(null);
  /** The cluster that was chosen last and has answered since. */
  const answered = useRef<string | null>(null);
  const info = clusters.clusters.find(entry => entry.name === name);
  useEffect(() => {
    if (answered.current !== name) answered.current = null;
    if (info === undefined || info.problem !== null || answered.current === name) return undefined;
    let isCurrent = true;
    let timer: number | undefined;
    const ask = () => {
      api.health(info.name).then(
        ({ trouble, problem, version }) => {
          tellReach(info.name, trouble === null ? { kind: 'answers', version } : { kind: 'fails', trouble });
          if (!isCurrent) return;
          setFound(trouble === null ? null : { name: info.name, kind: trouble, problem });
          if (trouble === null) answered.current = info.name;
          else timer = window.setTimeout(ask, UNREACHABLE_RETRY_MS);
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
  }, [api, info, name]);
  if (clusters.clusters.length === 0) return { kind: 'nothingRead', problem: null };
  if (name === '') return null;
  if (info === undefined) return { kind: 'unknown', problem: null };
  return info.problem === null ? (found?.name === name ? found : null) : { kind: 'unusable', problem: info.problem };
}
