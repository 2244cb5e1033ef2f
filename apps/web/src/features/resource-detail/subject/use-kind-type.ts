import { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { useClient } from '../../../data/client/client.ts';
import { answerOf, useAsked } from '../../../data/client/use-asked.ts';
import { type DetailSubject, versionOf } from './detail-subject.ts';

/**
 * What the cluster says of the kind, in the version that the object is in: undefined until known, null where it says nothing. It is asked when
 * somebody wants to know.
 */
export function useKindType(
  { cluster, view }: DetailSubject,
  { object = null, isWanted = true }: { readonly object?: unknown; readonly isWanted?: boolean } = {},
): TypeSchema | null | undefined {
  const { api } = useClient();
  const { group } = view.resource;
  const version = versionOf(view, object);
  const { kind } = view;
  // Only what has a list here is edited.
  const question = kind === null || !isWanted ? null : { cluster, wanted: { group, version, kind } };
  const asked = useAsked(question, async ({ wanted, ...of }) => {
    const { schemas } = await api.schema(of.cluster, wanted);
    return TypeSchema.ofKind(schemas, wanted);
  });
  // Without it the editor has no completion, and lists merge as wholes.
  return asked === null ? undefined : answerOf(asked);
}
