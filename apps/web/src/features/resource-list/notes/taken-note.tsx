import { useEffect, useLayoutEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { useToldLoads } from '../../../data/usage/told-loads.ts';
import { useNodeLoads } from '../../../data/usage/use-node-loads.ts';

/** Tells the cells of a list how much is taken of what its objects lend, and above it why that is not known. */
export function TakenNote({
  cluster,
  rows,
}: {
  readonly cluster: string;
  readonly rows: ReadonlyMap<string, WireRow>;
}) {
  const { t } = useTranslation();
  const nodes = useMemo(() => [...rows.values()].filter(({ group }) => group === undefined), [rows]);
  const { told, loads, isTooMany } = useNodeLoads(cluster, nodes);
  // Before it is painted: a row that comes has its meter at once.
  useLayoutEffect(() => useToldLoads.setState({ told: { cluster, told, loads } }), [cluster, told, loads]);
  useEffect(() => () => useToldLoads.setState({ told: null }), []);
  if (!isTooMany) return null;
  return (
    <p className="held-note" role="status" data-testid="taken-note">
      {t('nodeMap.tooMany')}
    </p>
  );
}
