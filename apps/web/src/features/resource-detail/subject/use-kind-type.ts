import { useEffect, useState } from 'react';
import { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { useClient } from '../../../data/client/client.ts';
import type { DetailSubject } from './detail-subject.ts';

/** What the cluster says of the kind: undefined until known, null where it says nothing. It is asked when somebody wants to know. */
export function useKindType({ cluster, view }: DetailSubject, isWanted = true): TypeSchema | null | undefined {
  const { api } = useClient();
  const [type, setType] = useState<TypeSchema | null | undefined>(undefined);
  const { group, version } = view.resource;
  const { kind } = view;
  useEffect(() => {
    // Only what has a list here is edited.
    if (kind === null || !isWanted) return undefined;
    let isCurrent = true;
    const wanted = { group, version, kind };
    api.schema(cluster, wanted).then(
      ({ schemas }) => isCurrent && setType(TypeSchema.ofKind(schemas, wanted)),
      // Without it the editor has no completion, and lists merge as wholes.
      () => isCurrent && setType(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [api, cluster, group, version, kind, isWanted]);
  return type;
}
