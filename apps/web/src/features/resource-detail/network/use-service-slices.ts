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

export interface ServicePlace {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

/** The EndpointSlices of a Service. */
export function useServiceSlices({ cluster, namespace, name }: ServicePlace): WholeList {
  return useWholeList(
    useMemo(() => ({ cluster, resource: ENDPOINT_SLICE_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [namespace], filter: exactTerm('service', name), sort: [] }), [namespace, name]),
    MAX_SLICES,
  );
}

/** The pods that a Service selects; none, and a selector of null, where it selects none. */
export function useSelectedPods(
  { cluster, namespace }: Omit<ServicePlace, 'name'>,
  service: unknown,
): { readonly pods: WholeList; readonly selector: string | null } {
  const selector = labelFilter({ spec: { selector: { matchLabels: getPath(service, 'spec', 'selector') } } });
  const pods = useWholeList(
    useMemo(() => ({ cluster, resource: POD_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [namespace], filter: selector ?? '', sort: [] }), [namespace, selector]),
    selector === null ? 0 : MAX_OWNED,
  );
  return { pods, selector };
}
