import { useEffect, useState } from 'react';
import { cloneObject } from '@lanthorn/actions/objects/clone-object.ts';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { apiVersionOf } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindByAddress } from '@lanthorn/kube/api/kind-address.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { skeletonOf } from '@lanthorn/kube/edit/skeleton.ts';
import { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { isKubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type ApplyStart, readApplyStart } from '../../../data/apply/apply-start.ts';
import { useClient } from '../../../data/client/client.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { useObjectKind } from '../../../data/objects/use-object-kind.ts';
import { type StartField, START_TEXTS } from './start-texts.ts';

export type Start =
  | { readonly state: 'ready'; readonly text: string; readonly fields: readonly StartField[] }
  | { readonly state: 'loading' }
  /** What it was to begin with is not there, or cannot be asked for. */
  | { readonly state: 'gone' };

const NAME_ONLY = START_TEXTS['configmaps']?.fields ?? [];
const NOTHING = { group: '', version: '', resource: '' };
const BLANK: Start = { state: 'ready', text: '', fields: [] };

/** The text that the address asks to begin with: nothing, a new object of a kind, or one like another. */
export function useStart(cluster: string, tab: string | undefined): Start {
  const start = readApplyStart(tab);
  const fresh = useFresh(cluster, start);
  const clone = useClone(cluster, start);
  return start === null ? BLANK : start.type === 'new' ? fresh : clone;
}

function useFresh(cluster: string, start: ApplyStart | null): Start {
  const { api, kinds } = useClient();
  const address = start?.type === 'new' ? start.address : '';
  const own = ownValue(START_TEXTS, address);
  const [made, setMade] = useState<{ readonly address: string; readonly text: string | null } | null>(null);
  useEffect(() => {
    if (address === '' || own !== undefined) return undefined;
    let isCurrent = true;
    const tell = (text: string | null) => void (isCurrent && setMade({ address, text }));
    const make = async () => {
      const kind = findKindByAddress(address, (await kinds.of(cluster)).kinds);
      if (kind === undefined) return tell(null);
      const wanted = { group: kind.group, version: kind.version, kind: kind.kind };
      const { schemas } = await api.schema(cluster, wanted);
      const head = { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: { name: 'example' } };
      return tell(yamlText({ ...head, ...skeletonOf(TypeSchema.ofKind(schemas, wanted)) }));
    };
    make().catch(() => tell(null));
    return () => {
      isCurrent = false;
    };
  }, [api, kinds, cluster, address, own]);
  if (own !== undefined) return { state: 'ready', ...own };
  if (made?.address !== address) return { state: 'loading' };
  return made.text === null ? { state: 'gone' } : { state: 'ready', text: made.text, fields: NAME_ONLY };
}

/** As it was when it was first seen: what is typed does not follow the other object. */
function useClone(cluster: string, start: ApplyStart | null): Start {
  const from = start?.type === 'clone' ? start : null;
  const found = useObjectKind([cluster], from?.address ?? 'pods');
  const isKnown = from !== null && found.state === 'found';
  const { object } = useLiveObject({
    cluster: isKnown ? cluster : '',
    resource: isKnown ? found.kind.resource : NOTHING,
    namespace: from?.namespace ?? '',
    name: from?.name ?? '',
  });
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    if (isKnown && isKubeObject(object)) setText(before => before ?? yamlText(cloneObject(object)));
  }, [isKnown, object]);
  if (text !== null) return { state: 'ready', text, fields: NAME_ONLY };
  const isGone = found.state === 'unknown' || found.state === 'failed' || object === null;
  return isGone ? { state: 'gone' } : { state: 'loading' };
}
