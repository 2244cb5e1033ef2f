import { useEffect, useMemo, useState } from 'react';
import { type Placement, placeManifests } from '@lanthorn/actions/objects/place-manifests.ts';
import { type ManifestProblem, readManifests } from '@lanthorn/kube/objects/manifests.ts';
import { isPathSegment } from '@lanthorn/protocol/path-segment-rule.ts';
import { drawIdentity } from '../../data/actions/action-dialog-store.ts';
import { useServedKinds } from '../../data/client/use-served-kinds.ts';

/** Typing waits this long before it is read as a whole. */
const SETTLE_MS = 250;

export interface PlacedText extends Placement {
  /** Of this text and this namespace. */
  readonly text: string;
  readonly namespace: string;
  readonly problems: readonly ManifestProblem[];
  /** It is not known yet which kinds the cluster has. */
  readonly isWaiting: boolean;
}

/** The objects of a text that is being typed, as soon as typing has settled. */
export function usePlaced(cluster: string, text: string, namespace: string): PlacedText {
  const served = useServedKinds(cluster);
  const [settled, setSettled] = useState(text);
  // The names that are made stay the same while one types.
  const [suffix] = useState(() => drawIdentity().suffix);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), SETTLE_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  return useMemo(() => {
    const { manifests, problems } = readManifests(settled);
    const places = { served: served?.kinds ?? [], namespace, suffix, isName: isPathSegment };
    const placement = placeManifests(manifests, places);
    return {
      text: settled,
      namespace,
      isWaiting: served === null,
      placed: placement.placed,
      problems: served === null ? problems : [...problems, ...placement.problems].sort((a, b) => a.from - b.from),
    };
  }, [settled, served, namespace, suffix]);
}
