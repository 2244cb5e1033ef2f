import { useEffect, useMemo, useRef, useState } from 'react';
import { kindOfObject, type PlacedManifest } from '@lanthorn/actions/objects/place-manifests.ts';
import { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { useClient } from '../../../data/client/client.ts';
import type { TypeOf } from './manifest-language.ts';

/** Kinds of one text whose types are asked for; each is some ten kilobytes, and a text has few kinds. */
const MAX_TYPES = 30;

const keyOf = (kind: ReturnType<typeof kindOfObject>) => `${kind.group}/${kind.version}/${kind.kind}`;

/** The types of the kinds in a text, as they become known. The function stays the same; `known` says how many it knows. */
export function useTypes(cluster: string, placed: readonly PlacedManifest[]): { typeOf: TypeOf; known: number } {
  const { api } = useClient();
  const types = useRef(new Map<string, TypeSchema | null>());
  const asked = useRef(new Set<string>());
  const [known, setKnown] = useState(0);
  useEffect(() => {
    for (const { object } of placed) {
      const kind = kindOfObject(object);
      const key = keyOf(kind);
      if (asked.current.has(key) || asked.current.size >= MAX_TYPES) continue;
      asked.current.add(key);
      api.schema(cluster, kind).then(
        ({ schemas }) => {
          types.current.set(key, TypeSchema.ofKind(schemas, kind));
          setKnown(types.current.size);
        },
        // Without it there is no completion, and the server still checks what is sent.
        () => setKnown(types.current.size),
      );
    }
  }, [api, cluster, placed]);
  const typeOf = useMemo<TypeOf>(() => kind => types.current.get(keyOf(kind)) ?? null, []);
  return { typeOf, known };
}
