import { useEffect, useState } from 'react';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindsAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { useClient } from './client.ts';

/** Kinds come with the definitions of operators, and are missed at once: a small request to our server, which asks the cluster once for all tabs. */
const EVERY_MS = 10_000;

/** Which kinds the cluster serves now; null while that is not known. What was known is kept where the cluster does not say. */
export function useServedKinds(cluster: string): KindsAnswer | null {
  const { kinds: directory } = useClient();
  const [known, setKnown] = useState<{ readonly cluster: string; readonly answer: KindsAnswer } | null>(null);
  useEffect(() => {
    if (cluster === '') return undefined;
    let isCurrent = true;
    let timer: number | undefined;
    const ask = () => {
      const again = () => {
        if (isCurrent) timer = window.setTimeout(ask, EVERY_MS);
      };
      // A tab nobody looks at asks nothing.
      if (document.hidden) return again();
      directory.of(cluster).then(answer => {
        if (isCurrent) setKnown({ cluster, answer });
        again();
      }, again);
    };
    ask();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [directory, cluster]);
  return known?.cluster === cluster ? known.answer : null;
}

/** A kind is asked for where it is known to be there; until that is known, where every cluster has it. A group that does not answer may have it. */
export function isServed({ isOptional, resource }: KindView, served: KindsAnswer | null): boolean {
  if (served === null) return isOptional !== true;
  const isOfSilent = served.unanswered.some(group => group.split('/')[0] === resource.group);
  return isOfSilent || served.kinds.some(kind => groupResource(kind) === groupResource(resource));
}
