import { useEffect, useReducer, useRef, useState } from 'react';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { useClient } from '../../../../data/client/client.ts';
import { OncePods } from '../../../../data/logs/selection/once-pods.ts';
import {
  type TemplateContainer,
  TemplateContainers,
  templateOf,
} from '../../../../data/logs/selection/template-containers.ts';

interface PodContainers {
  /** All that a pod was made with; none until they are known. */
  readonly of: (row: WireRow) => readonly TemplateContainer[];
  /** Why those of some are not known for now. */
  readonly why: QueryState | null;
  /** Those of some are on their way. */
  readonly isLoading: boolean;
}

/** Which containers some pods of a namespace have, as they come and go. */
export function usePodContainers(
  { cluster, namespace }: { readonly cluster: string; readonly namespace: string },
  rows: readonly WireRow[],
): PodContainers {
  const { connection, clock } = useClient();
  const [, change] = useReducer((changes: number) => changes + 1, 0);
  const [known, setKnown] = useState<{ readonly all: TemplateContainers; readonly whys: Map<string, QueryState> }>();
  useEffect(() => {
    const whys = new Map<string, QueryState>();
    const all = new TemplateContainers({
      place: { cluster, namespace },
      pods: new OncePods({ connection, clock }),
      say: (key, why) => void (why === null ? whys.delete(key) : whys.set(key, why)),
      onChange: change,
    });
    setKnown({ all, whys });
    return () => all.close();
  }, [connection, clock, cluster, namespace]);
  const latest = useRef(rows);
  latest.current = rows;
  const key = rows.map(row => `${row.uid} ${templateOf(row)}`).join();
  useEffect(() => known?.all.setRows(latest.current), [known, key]);
  const of = (row: WireRow) => known?.all.of(row) ?? [];
  const [why = null] = known?.whys.values() ?? [];
  return { of, why, isLoading: why === null && rows.some(row => of(row).length === 0) };
}
