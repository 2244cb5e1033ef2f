import { useEffect, useState } from 'react';
import type { Right } from '@lanthorn/actions/action.ts';
import { useClient } from './client.ts';

/** The answers of access reviews in the order of the rights; undefined while they are on their way. */
export function useAccess(cluster: string, rights: readonly Right[]): readonly (boolean | null | undefined)[] {
  const { api } = useClient();
  const key = JSON.stringify([cluster, rights]);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly allowed: readonly (boolean | null)[] } | null>(
    null,
  );

  useEffect(() => {
    const [askedCluster, checks] = JSON.parse(key) as [string, Right[]];
    if (checks.length === 0) return undefined;
    let isCurrent = true;
    api.access({ cluster: askedCluster, checks }).then(
      ({ allowed }) => isCurrent && setAnswer({ key, allowed }),
      // Unknown is not forbidden: the API server has the last word when the action is sent.
      () => isCurrent && setAnswer({ key, allowed: checks.map(() => null) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, key]);

  return rights.map((_right, i) => (answer?.key === key ? answer.allowed[i] : undefined));
}
