import { must } from '@lanthorn/base/assert.ts';
import {
  type GroupVersionResource,
  groupResource,
  parseApiVersion,
} from '@lanthorn/kube/api/group-version-resource.ts';
import { pluralOf } from '@lanthorn/kube/api/plural-of.ts';
import type { Category } from './category.ts';
import type { KindEntry } from './kind-view.ts';

/** A kind in a line: what follows from these by Kubernetes' own rules is not written. */
interface Line {
  readonly api: string;
  readonly kind: string;
  /** Where it is not what Kubernetes would guess. */
  readonly plural?: string;
  readonly names?: readonly string[];
  readonly icon?: string;
  /** Its objects are in no namespace. */
  readonly isOfCluster?: true;
  readonly isOptional?: true;
  /** Anything where nothing is said. */
  readonly allows?: KindEntry['allows'];
  readonly holdsValues?: true;
  readonly owns?: string;
  readonly endsGracefully?: true;
  readonly hasFixedTemplate?: true;
  readonly holds?: NonNullable<KindEntry['holds']>;
  readonly isScope?: true;
  readonly isGuarded?: true;
}

/** The drawing of a kind that has none of its own. */
const ICONS: Readonly<Record<Category, string>> = {
  workloads: 'layers',
  network: 'network',
  config: 'sliders',
  storage: 'hard-drive',
  access: 'key',
  policy: 'shield',
  cluster: 'server',
  api: 'braces',
  custom: 'puzzle',
};

/** Groups and kinds in the order of the navigation. */
const LINES: Readonly<Record<Exclude<Category, 'custom'>, readonly Line[]>> = {
  workloads: [
    { api: 'batch/v1', kind: 'CronJob', names: ['cj'], icon: 'calendar-clock', owns: 'jobs.batch' },
    { api: 'batch/v1', kind: 'Job', icon: 'play', owns: 'pods', hasFixedTemplate: true },
    { api: 'v1', kind: 'Pod', names: ['po'], icon: 'box', endsGracefully: true },
    { api: 'apps/v1', kind: 'Deployment', names: ['deploy'], icon: 'layers', owns: 'replicasets.apps' },
    { api: 'apps/v1', kind: 'StatefulSet', names: ['sts'], icon: 'database', owns: 'pods' },
    { api: 'apps/v1', kind: 'DaemonSet', names: ['ds'], icon: 'grid-2x2', owns: 'pods' },
    { api: 'apps/v1', kind: 'ReplicaSet', names: ['rs'], icon: 'columns', owns: 'pods' },
    { api: 'v1', kind: 'ReplicationController', names: ['rc'], icon: 'columns', owns: 'pods' },
    { api: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', names: ['hpa'], icon: 'move-vertical' },
    { api: 'apps/v1', kind: 'ControllerRevision', icon: 'undo' },
    { api: 'v1', kind: 'PodTemplate', icon: 'logs' },
  ],
  network: [
    { api: 'v1', kind: 'Service', names: ['svc'], icon: 'share' },
    { api: 'networking.k8s.io/v1', kind: 'Ingress', names: ['ing'], icon: 'log-in' },
    { api: 'networking.k8s.io/v1', kind: 'IngressClass', icon: 'sliders', isOfCluster: true },
    { api: 'networking.k8s.io/v1', kind: 'NetworkPolicy', names: ['netpol'], icon: 'shield' },
    { api: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
    { api: 'v1', kind: 'Endpoints', names: ['ep'] },
    { api: 'networking.k8s.io/v1', kind: 'IPAddress', names: ['ip'], isOfCluster: true },
    { api: 'networking.k8s.io/v1', kind: 'ServiceCIDR', isOfCluster: true },
    {
      api: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      plural: 'gateways',
      names: ['gtw'],
      icon: 'router',
      isOptional: true,
    },
    {
      api: 'gateway.networking.k8s.io/v1',
      kind: 'GatewayClass',
      names: ['gc'],
      icon: 'sliders',
      isOfCluster: true,
      isOptional: true,
    },
    { api: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', icon: 'network', isOptional: true },
    { api: 'gateway.networking.k8s.io/v1', kind: 'GRPCRoute', icon: 'network', isOptional: true },
    { api: 'gateway.networking.k8s.io/v1', kind: 'ReferenceGrant', names: ['refgrant'], icon: 'key', isOptional: true },
  ],
  config: [
    { api: 'v1', kind: 'ConfigMap', names: ['cm'], icon: 'file-cog' },
    // Its values are not known here: an edit would write what stands in their place.
    // Applied and deleted as a whole it is all the same; no record holds its values, so it is not created again.
    { api: 'v1', kind: 'Secret', icon: 'key', allows: 'nothing', holdsValues: true },
    { api: 'cert-manager.io/v1', kind: 'Certificate', names: ['cert', 'certs'], icon: 'badge-check', isOptional: true },
  ],
  storage: [
    { api: 'v1', kind: 'PersistentVolumeClaim', names: ['pvc'], isGuarded: true },
    { api: 'v1', kind: 'PersistentVolume', names: ['pv'], icon: 'database', isOfCluster: true },
    { api: 'storage.k8s.io/v1', kind: 'StorageClass', names: ['sc'], icon: 'layers', isOfCluster: true },
    { api: 'storage.k8s.io/v1', kind: 'VolumeAttributesClass', names: ['vac'], icon: 'sliders', isOfCluster: true },
    { api: 'storage.k8s.io/v1', kind: 'VolumeAttachment', icon: 'key', isOfCluster: true },
    { api: 'storage.k8s.io/v1', kind: 'CSIDriver', icon: 'puzzle', isOfCluster: true },
    { api: 'storage.k8s.io/v1', kind: 'CSINode', icon: 'server', isOfCluster: true },
    { api: 'storage.k8s.io/v1', kind: 'CSIStorageCapacity', icon: 'gauge' },
    { api: 'snapshot.storage.k8s.io/v1', kind: 'VolumeSnapshot', names: ['vs'], icon: 'undo', isOptional: true },
    {
      api: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshotClass',
      names: ['vsclass'],
      icon: 'layers',
      isOfCluster: true,
      isOptional: true,
    },
    {
      api: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshotContent',
      names: ['vsc'],
      icon: 'database',
      isOfCluster: true,
      isOptional: true,
    },
  ],
  access: [
    { api: 'v1', kind: 'ServiceAccount', names: ['sa'], icon: 'person' },
    { api: 'rbac.authorization.k8s.io/v1', kind: 'Role', icon: 'shield' },
    { api: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', icon: 'key' },
    { api: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', icon: 'shield', isOfCluster: true },
    { api: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', icon: 'key', isOfCluster: true },
    {
      api: 'certificates.k8s.io/v1',
      kind: 'CertificateSigningRequest',
      names: ['csr'],
      icon: 'badge-check',
      isOfCluster: true,
    },
    { api: 'certificates.k8s.io/v1', kind: 'ClusterTrustBundle', icon: 'shield', isOfCluster: true },
    { api: 'certificates.k8s.io/v1', kind: 'PodCertificateRequest', icon: 'box' },
  ],
  policy: [
    { api: 'v1', kind: 'ResourceQuota', names: ['quota'], icon: 'gauge' },
    { api: 'policy/v1', kind: 'PodDisruptionBudget', names: ['pdb'] },
    { api: 'v1', kind: 'LimitRange', names: ['limits'], icon: 'sliders' },
    { api: 'scheduling.k8s.io/v1', kind: 'PriorityClass', names: ['pc'], icon: 'arrow-up', isOfCluster: true },
  ],
  cluster: [
    { api: 'v1', kind: 'Node', names: ['no'], isOfCluster: true, holds: 'nodeContents', isGuarded: true },
    {
      api: 'v1',
      kind: 'Namespace',
      names: ['ns'],
      icon: 'folder',
      isOfCluster: true,
      holds: 'namespaceContents',
      isScope: true,
      isGuarded: true,
    },
    { api: 'v1', kind: 'Event', names: ['ev'], icon: 'activity', allows: 'nothing' },
    { api: 'coordination.k8s.io/v1', kind: 'Lease', icon: 'clock' },
    { api: 'node.k8s.io/v1', kind: 'RuntimeClass', icon: 'terminal', isOfCluster: true },
    { api: 'resource.k8s.io/v1', kind: 'ResourceClaim', icon: 'gauge' },
    { api: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate', icon: 'logs' },
    { api: 'resource.k8s.io/v1', kind: 'DeviceClass', icon: 'layers', isOfCluster: true },
    { api: 'resource.k8s.io/v1', kind: 'ResourceSlice', icon: 'columns', isOfCluster: true },
    { api: 'resource.k8s.io/v1', kind: 'DeviceTaintRule', icon: 'filter', isOfCluster: true },
  ],
  api: [
    {
      api: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      names: ['crd', 'crds'],
      icon: 'puzzle',
      isOfCluster: true,
      holds: 'definedObjects',
      isGuarded: true,
    },
    { api: 'apiregistration.k8s.io/v1', kind: 'APIService', isOfCluster: true },
    {
      api: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      icon: 'network',
      isOfCluster: true,
    },
    {
      api: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      icon: 'network',
      isOfCluster: true,
    },
    { api: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', icon: 'shield', isOfCluster: true },
    {
      api: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      icon: 'key',
      isOfCluster: true,
    },
    { api: 'admissionregistration.k8s.io/v1', kind: 'MutatingAdmissionPolicy', icon: 'shield', isOfCluster: true },
    { api: 'admissionregistration.k8s.io/v1', kind: 'MutatingAdmissionPolicyBinding', icon: 'key', isOfCluster: true },
    { api: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema', icon: 'filter', isOfCluster: true },
    { api: 'flowcontrol.apiserver.k8s.io/v1', kind: 'PriorityLevelConfiguration', icon: 'arrow-up', isOfCluster: true },
    { api: 'storagemigration.k8s.io/v1', kind: 'StorageVersionMigration', icon: 'database', isOfCluster: true },
  ],
};

/** In the order of the navigation. */
export const CATEGORIES: readonly Category[] = Object.keys(LINES) as Category[];

/** What is known of each kind that has a record, without its record: enough to name it, to list it in a menu, to lead to it. */
export const KIND_ENTRIES: readonly KindEntry[] = Object.entries(LINES).flatMap(([category, lines]) =>
  lines.map(line => entryOf(line, category as Category)),
);

const BY_NAME = new Map(KIND_ENTRIES.map(entry => [groupResource(entry.resource), entry]));

function entryOf(line: Line, category: Category): KindEntry {
  const { api, kind, plural, isOfCluster, names = [], icon = ICONS[category], allows = 'change', ...others } = line;
  return {
    ...others,
    resource: { ...parseApiVersion(api), resource: plural ?? pluralOf(kind) },
    kind,
    namespaced: isOfCluster !== true,
    allows,
    names,
    icon,
    category,
  };
}

/** By group and resource, whatever the version: kinds of other groups may have the same name. */
export function findKindEntry(resource: Pick<GroupVersionResource, 'group' | 'resource'>): KindEntry | undefined {
  return BY_NAME.get(groupResource(resource));
}

/** The entry that a record begins with: `pods`, `jobs.batch`. */
export function kindEntry(name: string): KindEntry {
  return must(BY_NAME.get(name), `there is a kind ${name}`);
}
