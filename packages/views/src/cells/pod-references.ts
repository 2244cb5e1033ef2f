import type { ReferenceRule } from './reference.ts';

/** What created an object and keeps it: kinds that are known to make objects of this one. Any other kind is followed as well. */
export function ownedBy(...kinds: readonly string[]): ReferenceRule {
  return { meaning: 'owner', to: kinds, at: '.metadata.ownerReferences[*]', isOpen: true };
}

/** Where a pod has its spec. */
const OWN_SPEC = '.spec';

const CONTAINERS = ['containers', 'initContainers', 'ephemeralContainers'];

/** What a pod needs, by the path of its spec: a pod's own, or that of the template that a workload makes pods of. */
export function podReferences(spec: string): readonly ReferenceRule[] {
  const at = (path: string) => `${spec}.${path}`;
  const isPod = spec === OWN_SPEC;
  const selectedBy = (field: string) => (isPod ? { selectedBy: { field } } : {});
  return [
    {
      meaning: 'account',
      to: ['serviceaccounts'],
      at: at('serviceAccountName'),
      ...selectedBy('spec.serviceAccountName'),
    },
    // A template that names a node makes pods there, which say so: templates of the whole cluster are not read for it.
    {
      meaning: 'runsOn',
      to: ['nodes'],
      at: at('nodeName'),
      ...(isPod ? selectedBy('spec.nodeName') : { askedBack: 'never' }),
    },
    { meaning: 'pullSecret', to: ['secrets'], at: at('imagePullSecrets[*].name') },
    { meaning: 'class', to: ['priorityclasses.scheduling.k8s.io'], at: at('priorityClassName') },
    { meaning: 'class', to: ['runtimeclasses.node.k8s.io'], at: at('runtimeClassName') },
    { meaning: 'claims', to: ['resourceclaims.resource.k8s.io'], at: at('resourceClaims[*].resourceClaimName') },
    {
      meaning: 'claims',
      to: ['resourceclaimtemplates.resource.k8s.io'],
      at: at('resourceClaims[*].resourceClaimTemplateName'),
    },
    { meaning: 'mounts', to: ['configmaps'], at: at('volumes[*].configMap.name') },
    { meaning: 'mounts', to: ['secrets'], at: at('volumes[*].secret.secretName') },
    { meaning: 'mounts', to: ['persistentvolumeclaims'], at: at('volumes[*].persistentVolumeClaim.claimName') },
    { meaning: 'mounts', to: ['configmaps'], at: at('volumes[*].projected.sources[*].configMap.name') },
    { meaning: 'mounts', to: ['secrets'], at: at('volumes[*].projected.sources[*].secret.name') },
    {
      meaning: 'mounts',
      to: ['clustertrustbundles.certificates.k8s.io'],
      at: at('volumes[*].projected.sources[*].clusterTrustBundle.name'),
    },
    { meaning: 'class', to: ['csidrivers.storage.k8s.io'], at: at('volumes[*].csi.driver') },
    ...['csi.nodePublishSecretRef', 'cephfs.secretRef', 'flexVolume.secretRef', 'iscsi.secretRef', 'rbd.secretRef'].map(
      (field): ReferenceRule => ({ meaning: 'mounts', to: ['secrets'], at: at(`volumes[*].${field}.name`) }),
    ),
    { meaning: 'mounts', to: ['secrets'], at: at('volumes[*].azureFile.secretName') },
    ...CONTAINERS.flatMap((kind): readonly ReferenceRule[] => [
      { meaning: 'environment', to: ['configmaps'], at: at(`${kind}[*].envFrom[*].configMapRef.name`) },
      { meaning: 'environment', to: ['secrets'], at: at(`${kind}[*].envFrom[*].secretRef.name`) },
      { meaning: 'environment', to: ['configmaps'], at: at(`${kind}[*].env[*].valueFrom.configMapKeyRef.name`) },
      { meaning: 'environment', to: ['secrets'], at: at(`${kind}[*].env[*].valueFrom.secretKeyRef.name`) },
    ]),
  ];
}

/** What a workload has to do with others: what its pods will need, and the pods that it selects. */
export const WORKLOAD_REFERENCES: readonly ReferenceRule[] = [
  ...podReferences('.spec.template.spec'),
  { meaning: 'selects', to: ['pods'], at: '.spec.selector', selects: 'selector' },
];
