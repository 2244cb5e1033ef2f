import { useEffect, useState } from 'react';
import { useClient } from '../../data/client/client.ts';

/** What kubectl takes where a context names none. */
const DEFAULT = 'default';

/** The namespace of objects that name none: as typed, else the one on the screen, else that of the context. */
export function useNamespace(cluster: string, chosen: string | null): readonly [string, (typed: string) => void] {
  const { api } = useClient();
  const [typed, setTyped] = useState<string | null>(null);
  const [own, setOwn] = useState(DEFAULT);
  useEffect(() => {
    let isCurrent = true;
    api.clusters().then(
      ({ clusters }) => {
        const found = clusters.find(({ name }) => name === cluster)?.namespace ?? '';
        if (isCurrent && found !== '') setOwn(found);
      },
      // It is on the screen, and can be typed.
      () => isCurrent && setOwn(DEFAULT),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, cluster]);
  return [typed ?? chosen ?? own, setTyped];
}
