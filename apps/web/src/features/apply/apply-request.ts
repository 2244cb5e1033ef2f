import type { AppliedDocument, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { PlacedManifest } from '@lanthorn/actions/objects/place-manifests.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import { documentState, isSent } from './document-state.ts';

/** A word for an object that no other of the text has. */
export function placedKey({
  resource,
  namespace,
  name,
}: Pick<ObjectTarget, 'resource' | 'namespace' | 'name'>): string {
  return [groupResource(resource), namespace, name].join('/');
}

export interface ApplyParts {
  readonly targets: readonly ObjectTarget[];
  readonly documents: readonly AppliedDocument[];
}

function documentOf({ object, restsOn }: PlacedManifest, takesOver: boolean): AppliedDocument {
  return { object, ...(takesOver ? { takesOver } : {}), ...(restsOn === null ? {} : { restsOn }) };
}

/** A first look: nothing is known of what is there. */
export function lookAt(cluster: string, placed: readonly PlacedManifest[], takenOver: ReadonlySet<string>): ApplyParts {
  return {
    targets: placed.map(({ resource, namespace, name }) => ({ cluster, resource, namespace, name, uid: '' })),
    documents: placed.map(each => documentOf(each, takenOver.has(placedKey(each)))),
  };
}

/** What is to be sent after that look, and to which very objects: what was seen is what is meant. */
export function sendAfter(
  placed: readonly PlacedManifest[],
  previews: readonly TargetPreview[],
  takenOver: ReadonlySet<string>,
): ApplyParts {
  const sent = placed.flatMap((each, i) => {
    const preview = previews[i];
    if (preview === undefined || !isSent(documentState(each, preview))) return [];
    const expects = preview.creates === null ? ('present' as const) : ('absent' as const);
    return [{ target: preview.target, document: { ...documentOf(each, takenOver.has(placedKey(each))), expects } }];
  });
  return { targets: sent.map(({ target }) => target), documents: sent.map(({ document }) => document) };
}
