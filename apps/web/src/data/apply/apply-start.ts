import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { isSecret, isWritten } from '@lanthorn/actions/objects/is-written.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';

/** What a text begins with, as it stands in the address. */
export type ApplyStart =
  | { readonly type: 'new'; readonly address: string }
  | { readonly type: 'clone'; readonly address: string; readonly namespace: string; readonly name: string };

/** `new:deployments`, `clone:deployments/shop/web`; null where it says nothing of that kind. */
export function readApplyStart(tab: string | undefined): ApplyStart | null {
  const [, type, rest = ''] = /^(new|clone):(.*)$/.exec(tab ?? '') ?? [];
  if (type === 'new') return { type, address: rest };
  const [address = '', namespace = '', ...name] = rest.split('/');
  return type === 'clone' && name.length > 0 ? { type, address, namespace, name: name.join('/') } : null;
}

/** Whether objects of a kind are written as a whole by people. */
export function isMadeByPeople(resource: GroupVersionResource): boolean {
  return isWritten(resource) || isSecret(resource);
}

/** The ways to the text of a new object, and of one like another. */
export function useApplyStarts() {
  const navigate = useNavigate();
  return useMemo(() => {
    const open = (cluster: string, tab: string, ns: string | undefined) =>
      void navigate({
        to: '/c/$cluster/$resource',
        params: { cluster, resource: 'apply' },
        search: { tab, ...(ns === undefined || ns === '' ? {} : { ns }) } as never,
      });
    return {
      startNew: (cluster: string, resource: GroupVersionResource, ns: string | undefined) =>
        open(cluster, `new:${kindAddress(resource)}`, ns),
      startClone: ({ cluster, resource, namespace, name }: ObjectTarget) =>
        open(cluster, `clone:${kindAddress(resource)}/${namespace}/${name}`, namespace),
    };
  }, [navigate]);
}
