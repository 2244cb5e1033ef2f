import { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { useClient } from '../../../data/client/client.ts';
import { answerOf, useAsked } from '../../../data/client/use-asked.ts';
import type { DetailSubject } from './detail-subject.ts';

/** What the cluster says of the kind: undefined until known, null where it says nothing. It is asked when somebody wants to know. */
export function useKindType({ cluster, view }: DetailSubject, isWanted = true): TypeSchema | null | undefined {
  const { api } = useClient();
  const { group, version } = view.resource;
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
