import { parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import { controllerOf, type KubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { Message } from './action.ts';

/** Controllers that make what they own and then leave its spec alone, by group and kind: others may use the same words. */
const LEAVES_ALONE = new Set([
  'batch CronJob',
  'batch Job',
  'apps ReplicaSet',
  ' ReplicationController',
  'apps StatefulSet',
  'apps DaemonSet',
  ' Node',
]);

/** Marks that tools leave on what they keep in step with a repository or release, each with where it says which. */
const KEEPERS: readonly { readonly tool: string; readonly source: (object: KubeObject) => string | undefined }[] = [
  // "app:group/Kind:namespace/name" (Argo CD, resource tracking), or the label of older settings.
  {
    tool: 'Argo CD',
    source: ({ metadata: { annotations, labels } }) =>
      annotations?.['argocd.argoproj.io/tracking-id']?.split(':')[0] ?? labels?.['argocd.argoproj.io/instance'],
  },
  { tool: 'Flux', source: ({ metadata: { labels } }) => labels?.['kustomize.toolkit.fluxcd.io/name'] },
  { tool: 'Flux', source: ({ metadata: { labels } }) => labels?.['helm.toolkit.fluxcd.io/name'] },
];

/** Who else will act when an object is changed, as far as its own metadata tells. */
export function reactions(object: KubeObject): Message[] {
  const messages = KEEPERS.flatMap(({ tool, source }): Message[] => {
    const name = source(object);
    return name === undefined ? [] : [{ key: 'effect.keptInStep', values: { tool, name } }];
  });
  const release = object.metadata.annotations?.['meta.helm.sh/release-name'];
  if (
    messages.length === 0 &&
    release !== undefined &&
    readMeta(object).labels['app.kubernetes.io/managed-by'] === 'Helm'
  )
    messages.push({ key: 'effect.helmRelease', values: { release } });
  const owner = controllerOf(object);
  if (owner !== null && !LEAVES_ALONE.has(`${parseApiVersion(owner.apiVersion).group} ${owner.kind}`))
    messages.push({ key: 'effect.ownerWrites', values: { kind: owner.kind, name: owner.name } });
  return messages;
}
