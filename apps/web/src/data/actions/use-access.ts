import { useEffect, useMemo, useState } from 'react';
import type { Right } from '@lanthorn/actions/machinery/action.ts';
import { MAX_CHECKS } from '@lanthorn/protocol/constants.ts';
import type { Api } from '../connection/api.ts';
import { useClient } from '../client/client.ts';

/** Each right once, as many at a time as the server takes; null where it could not be asked. */
async function askInParts(api: Api, cluster: string, rights: readonly Right[]): Promise<(boolean | null)[]> {
  const distinct = new Map(rights.map(right => [JSON.stringify(right), right]));
  const keys = [...distinct.keys()];
  const parts = Array.from({ length: Math.ceil(keys.length / MAX_CHECKS) }, (_, i) =>
    keys.slice(i * MAX_CHECKS, (i + 1) * MAX_CHECKS),
  );
  const answers = await Promise.all(
    parts.map(part =>
      api.access({ cluster, checks: part.flatMap(key => distinct.get(key) ?? []) }).then(
        ({ allowed }) => part.map((key, i) => [key, allowed[i] ?? null] as const),
        // Unknown is not forbidden: the API server has the last word when the action is sent.
        () => part.map(key => [key, null] as const),
      ),
    ),
  );
  const allowed = new Map(answers.flat());
  return rights.map(right => allowed.get(JSON.stringify(right)) ?? null);
}

/** A right in one of several clusters. */
export interface RightIn {
  readonly cluster: string;
  readonly right: Right;
}

/** Each cluster is asked about its own. */
async function askEach(api: Api, rights: readonly RightIn[]): Promise<(boolean | null)[]> {
  const clusters = [...new Set(rights.map(({ cluster }) => cluster))];
  const allowed = new Map<RightIn, boolean | null>();
  await Promise.all(
    clusters.map(async cluster => {
      const own = rights.filter(each => each.cluster === cluster);
      const answers = await askInParts(
        api,
        cluster,
        own.map(({ right }) => right),
      );
      for (const [i, each] of own.entries()) allowed.set(each, answers[i] ?? null);
    }),
  );
  return rights.map(each => allowed.get(each) ?? null);
}

/** The answers of access reviews in the order of the rights; undefined while they are on their way. The same rights are the same array. */
export function useAccess(cluster: string, rights: readonly Right[]): readonly (boolean | null | undefined)[] {
  return useAccessIn(useMemo(() => rights.map(right => ({ cluster, right })), [cluster, rights]));
}

/** The same where they are of several clusters. */
export function useAccessIn(rights: readonly RightIn[]): readonly (boolean | null | undefined)[] {
  const { api } = useClient();
  const key = useMemo(() => JSON.stringify(rights), [rights]);
  const [answer, setAnswer] = useState<{ readonly key: string; readonly allowed: readonly (boolean | null)[] } | null>(
    null,
  );

  useEffect(() => {
    const checks = JSON.parse(key) as RightIn[];
    if (checks.length === 0) return undefined;
    let isCurrent = true;
    void askEach(api, checks).then(allowed => isCurrent && setAnswer({ key, allowed }));
    return () => {
      isCurrent = false;
    };
  }, [api, key]);

  return useMemo(
    () => rights.map((_right, i) => (answer?.key === key ? answer.allowed[i] : undefined)),
    [rights, answer, key],
  );
}
