import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { clusterKeyStart } from '@lanthorn/views/cluster-row-key.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import { useWantedObject, wantObject } from '../data/objects/wanted-object.ts';

/** Goes to the object that was asked for: beside the list where its kind is listed, else to its page. */
export function useWantedPlace({ clusters, resource, namespace, name, setSearch }: ViewState): void {
  const navigate = useNavigate();
  const wanted = useWantedObject(state => state.wanted);
  useEffect(() => {
    if (wanted === null) return;
    wantObject(null);
    const { target, tab } = wanted;
    const kind = groupResource(target.resource);
    const isKind = clusters.includes(target.cluster) && kind === resource;
    if (isKind && name === target.name && namespace === target.namespace)
      return setSearch({ tab, line: undefined }, 'push');
    if (isKind && name === undefined) {
      const start = clusters.length > 1 ? clusterKeyStart(target.cluster) : '';
      return setSearch({ open: `${start}${target.namespace}/${target.name}`, tab, line: undefined }, 'push');
    }
    void navigate({
      to: '/c/$cluster/$resource/$namespace/$name',
      params: { cluster: target.cluster, resource: kind, namespace: target.namespace, name: target.name },
      search: { tab } as never,
    });
  }, [wanted, clusters, resource, namespace, name, setSearch, navigate]);
}
