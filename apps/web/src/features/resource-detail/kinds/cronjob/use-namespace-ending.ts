import { getPath } from '@lanthorn/base/json.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { useLiveObject } from '../../../../data/objects/use-live-object.ts';
import type { DetailSubject } from '../../subject/detail-subject.ts';

/** Whether the namespace is on its way out: then nothing can be made in it any more. Not, where it may not be read. */
export function useNamespaceEnding({ cluster, namespace }: DetailSubject): boolean {
  const { object } = useLiveObject({
    cluster,
    resource: NAMESPACE_VIEW.resource,
    namespace: '',
    name: namespace,
  });
  return getPath(object, 'status', 'phase') === 'Terminating';
}
