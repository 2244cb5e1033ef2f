import { useMemo } from 'react';
import { getPath } from '@lanthorn/base/json.ts';
import { exactTerm } from '@lanthorn/query/filter-parser.ts';
import { labelFilter } from '@lanthorn/views/kinds/core/label-filter.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { ENDPOINT_SLICE_VIEW } from '@lanthorn/views/kinds/discovery.k8s.io/endpointslices.ts';
import { useWholeList, type WholeList } from '../../../data/lists/use-whole-list.ts';
import { MAX_OWNED } from '../subject/owned-list.tsx';

/** A thousand endpoints, a hundred in each; the Related tab has all. */
const MAX_SLICES = 10;

interface ServicePlace {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

interface ServiceSlices {
  readonly slices: WholeList;
  /** Those that it selects; none where it selects none. */
  readonly pods: WholeList;
  readonly selector: string | null;
}

/** What is behind a Service. */
export function useServiceSlices({ cluster, namespace, name }: ServicePlace, service: unknown): ServiceSlices {
  const slices = useWholeList(
    useMemo(() => ({ cluster, resource: ENDPOINT_SLICE_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [namespace], filter: exactTerm('service', name), sort: [] }), [namespace, name]),
    MAX_SLICES,
  );
  const selector = labelFilter({ spec: { selector: { matchLabels: getPath(service, 'spec', 'selector') } } });
  const pods = useWholeList(
    useMemo(() => ({ cluster, resource: POD_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [namespace], filter: selector ?? '', sort: [] }), [namespace, selector]),
    selector === null ? 0 : MAX_OWNED,
  );
  return { slices, pods, selector };
}
