import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindEntry, KindView } from './cells/kind-view.ts';
import { KIND_ENTRIES } from './cells/kind-entries.ts';
import { findKindAt } from './kind-index.ts';
import { MUTATING_ADMISSION_POLICY_VIEW } from './kinds/admissionregistration.k8s.io/mutatingadmissionpolicies.ts';
import { MUTATING_ADMISSION_POLICY_BINDING_VIEW } from './kinds/admissionregistration.k8s.io/mutatingadmissionpolicybindings.ts';
import { MUTATING_WEBHOOK_CONFIGURATION_VIEW } from './kinds/admissionregistration.k8s.io/mutatingwebhookconfigurations.ts';
import { VALIDATING_ADMISSION_POLICY_VIEW } from './kinds/admissionregistration.k8s.io/validatingadmissionpolicies.ts';
import { VALIDATING_ADMISSION_POLICY_BINDING_VIEW } from './kinds/admissionregistration.k8s.io/validatingadmissionpolicybindings.ts';
import { VALIDATING_WEBHOOK_CONFIGURATION_VIEW } from './kinds/admissionregistration.k8s.io/validatingwebhookconfigurations.ts';
import { CUSTOM_RESOURCE_DEFINITION_VIEW } from './kinds/apiextensions.k8s.io/customresourcedefinitions.ts';
import { API_SERVICE_VIEW } from './kinds/apiregistration.k8s.io/apiservices.ts';
import { CONTROLLER_REVISION_VIEW } from './kinds/apps/controllerrevisions.ts';
import { DAEMON_SET_VIEW } from './kinds/apps/daemonsets.ts';
import { DEPLOYMENT_VIEW } from './kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from './kinds/apps/replicasets.ts';
import { STATEFUL_SET_VIEW } from './kinds/apps/statefulsets.ts';
import { HORIZONTAL_POD_AUTOSCALER_VIEW } from './kinds/autoscaling/horizontalpodautoscalers.ts';
import { CRONJOB_VIEW } from './kinds/batch/cronjobs.ts';
import { JOB_VIEW } from './kinds/batch/jobs.ts';
import { CERTIFICATE_VIEW } from './kinds/cert-manager.io/certificates.ts';
import { CERTIFICATE_SIGNING_REQUEST_VIEW } from './kinds/certificates.k8s.io/certificatesigningrequests.ts';
import { CLUSTER_TRUST_BUNDLE_VIEW } from './kinds/certificates.k8s.io/clustertrustbundles.ts';
import { POD_CERTIFICATE_REQUEST_VIEW } from './kinds/certificates.k8s.io/podcertificaterequests.ts';
import { LEASE_VIEW } from './kinds/coordination.k8s.io/leases.ts';
import { CONFIG_MAP_VIEW } from './kinds/core/configmaps.ts';
import { ENDPOINTS_VIEW } from './kinds/core/endpoints.ts';
import { EVENT_VIEW } from './kinds/core/events.ts';
import { LIMIT_RANGE_VIEW } from './kinds/core/limitranges.ts';
import { NAMESPACE_VIEW } from './kinds/core/namespaces.ts';
import { NODE_VIEW } from './kinds/core/nodes.ts';
import { PERSISTENT_VOLUME_CLAIM_VIEW } from './kinds/core/persistentvolumeclaims.ts';
import { PERSISTENT_VOLUME_VIEW } from './kinds/core/persistentvolumes.ts';
import { POD_VIEW } from './kinds/core/pods.ts';
import { POD_TEMPLATE_VIEW } from './kinds/core/podtemplates.ts';
import { REPLICATION_CONTROLLER_VIEW } from './kinds/core/replicationcontrollers.ts';
import { RESOURCE_QUOTA_VIEW } from './kinds/core/resourcequotas.ts';
import { SECRET_VIEW } from './kinds/core/secrets.ts';
import { SERVICE_ACCOUNT_VIEW } from './kinds/core/serviceaccounts.ts';
import { SERVICE_VIEW } from './kinds/core/services.ts';
import { ENDPOINT_SLICE_VIEW } from './kinds/discovery.k8s.io/endpointslices.ts';
import { FLOW_SCHEMA_VIEW } from './kinds/flowcontrol.apiserver.k8s.io/flowschemas.ts';
import { PRIORITY_LEVEL_CONFIGURATION_VIEW } from './kinds/flowcontrol.apiserver.k8s.io/prioritylevelconfigurations.ts';
import { GATEWAY_CLASS_VIEW } from './kinds/gateway.networking.k8s.io/gatewayclasses.ts';
import { GATEWAY_VIEW } from './kinds/gateway.networking.k8s.io/gateways.ts';
import { GRPC_ROUTE_VIEW } from './kinds/gateway.networking.k8s.io/grpcroutes.ts';
import { HTTP_ROUTE_VIEW } from './kinds/gateway.networking.k8s.io/httproutes.ts';
import { REFERENCE_GRANT_VIEW } from './kinds/gateway.networking.k8s.io/referencegrants.ts';
import { NODE_METRICS_VIEW } from './kinds/metrics.k8s.io/nodemetrics.ts';
import { POD_METRICS_VIEW } from './kinds/metrics.k8s.io/podmetrics.ts';
import { INGRESS_CLASS_VIEW } from './kinds/networking.k8s.io/ingressclasses.ts';
import { INGRESS_VIEW } from './kinds/networking.k8s.io/ingresses.ts';
import { IP_ADDRESS_VIEW } from './kinds/networking.k8s.io/ipaddresses.ts';
import { NETWORK_POLICY_VIEW } from './kinds/networking.k8s.io/networkpolicies.ts';
import { SERVICE_CIDR_VIEW } from './kinds/networking.k8s.io/servicecidrs.ts';
import { RUNTIME_CLASS_VIEW } from './kinds/node.k8s.io/runtimeclasses.ts';
import { POD_DISRUPTION_BUDGET_VIEW } from './kinds/policy/poddisruptionbudgets.ts';
import { CLUSTER_ROLE_BINDING_VIEW } from './kinds/rbac.authorization.k8s.io/clusterrolebindings.ts';
import { CLUSTER_ROLE_VIEW } from './kinds/rbac.authorization.k8s.io/clusterroles.ts';
import { ROLE_BINDING_VIEW } from './kinds/rbac.authorization.k8s.io/rolebindings.ts';
import { ROLE_VIEW } from './kinds/rbac.authorization.k8s.io/roles.ts';
import { DEVICE_CLASS_VIEW } from './kinds/resource.k8s.io/deviceclasses.ts';
import { DEVICE_TAINT_RULE_VIEW } from './kinds/resource.k8s.io/devicetaintrules.ts';
import { RESOURCE_CLAIM_VIEW } from './kinds/resource.k8s.io/resourceclaims.ts';
import { RESOURCE_CLAIM_TEMPLATE_VIEW } from './kinds/resource.k8s.io/resourceclaimtemplates.ts';
import { RESOURCE_SLICE_VIEW } from './kinds/resource.k8s.io/resourceslices.ts';
import { PRIORITY_CLASS_VIEW } from './kinds/scheduling.k8s.io/priorityclasses.ts';
import { VOLUME_SNAPSHOT_CLASS_VIEW } from './kinds/snapshot.storage.k8s.io/volumesnapshotclasses.ts';
import { VOLUME_SNAPSHOT_CONTENT_VIEW } from './kinds/snapshot.storage.k8s.io/volumesnapshotcontents.ts';
import { VOLUME_SNAPSHOT_VIEW } from './kinds/snapshot.storage.k8s.io/volumesnapshots.ts';
import { CSI_DRIVER_VIEW } from './kinds/storage.k8s.io/csidrivers.ts';
import { CSI_NODE_VIEW } from './kinds/storage.k8s.io/csinodes.ts';
import { CSI_STORAGE_CAPACITY_VIEW } from './kinds/storage.k8s.io/csistoragecapacities.ts';
import { STORAGE_CLASS_VIEW } from './kinds/storage.k8s.io/storageclasses.ts';
import { VOLUME_ATTACHMENT_VIEW } from './kinds/storage.k8s.io/volumeattachments.ts';
import { VOLUME_ATTRIBUTES_CLASS_VIEW } from './kinds/storage.k8s.io/volumeattributesclasses.ts';
import { STORAGE_VERSION_MIGRATION_VIEW } from './kinds/storagemigration.k8s.io/storageversionmigrations.ts';

const RECORDS: readonly KindView[] = [
  API_SERVICE_VIEW,
  CERTIFICATE_SIGNING_REQUEST_VIEW,
  CERTIFICATE_VIEW,
  CLUSTER_ROLE_BINDING_VIEW,
  CLUSTER_ROLE_VIEW,
  CLUSTER_TRUST_BUNDLE_VIEW,
  POD_CERTIFICATE_REQUEST_VIEW,
  CONFIG_MAP_VIEW,
  CONTROLLER_REVISION_VIEW,
  CRONJOB_VIEW,
  CSI_DRIVER_VIEW,
  CSI_NODE_VIEW,
  CSI_STORAGE_CAPACITY_VIEW,
  CUSTOM_RESOURCE_DEFINITION_VIEW,
  DAEMON_SET_VIEW,
  DEPLOYMENT_VIEW,
  DEVICE_CLASS_VIEW,
  ENDPOINTS_VIEW,
  ENDPOINT_SLICE_VIEW,
  EVENT_VIEW,
  FLOW_SCHEMA_VIEW,
  GATEWAY_CLASS_VIEW,
  GATEWAY_VIEW,
  GRPC_ROUTE_VIEW,
  HORIZONTAL_POD_AUTOSCALER_VIEW,
  HTTP_ROUTE_VIEW,
  INGRESS_CLASS_VIEW,
  INGRESS_VIEW,
  IP_ADDRESS_VIEW,
  JOB_VIEW,
  LEASE_VIEW,
  LIMIT_RANGE_VIEW,
  MUTATING_ADMISSION_POLICY_BINDING_VIEW,
  MUTATING_ADMISSION_POLICY_VIEW,
  MUTATING_WEBHOOK_CONFIGURATION_VIEW,
  NAMESPACE_VIEW,
  NETWORK_POLICY_VIEW,
  NODE_METRICS_VIEW,
  NODE_VIEW,
  PERSISTENT_VOLUME_CLAIM_VIEW,
  PERSISTENT_VOLUME_VIEW,
  POD_DISRUPTION_BUDGET_VIEW,
  POD_METRICS_VIEW,
  POD_TEMPLATE_VIEW,
  POD_VIEW,
  PRIORITY_CLASS_VIEW,
  PRIORITY_LEVEL_CONFIGURATION_VIEW,
  STORAGE_VERSION_MIGRATION_VIEW,
  REFERENCE_GRANT_VIEW,
  REPLICATION_CONTROLLER_VIEW,
  REPLICA_SET_VIEW,
  RESOURCE_CLAIM_TEMPLATE_VIEW,
  RESOURCE_CLAIM_VIEW,
  RESOURCE_QUOTA_VIEW,
  RESOURCE_SLICE_VIEW,
  DEVICE_TAINT_RULE_VIEW,
  ROLE_BINDING_VIEW,
  ROLE_VIEW,
  RUNTIME_CLASS_VIEW,
  SECRET_VIEW,
  SERVICE_ACCOUNT_VIEW,
  SERVICE_CIDR_VIEW,
  SERVICE_VIEW,
  STATEFUL_SET_VIEW,
  STORAGE_CLASS_VIEW,
  VALIDATING_ADMISSION_POLICY_BINDING_VIEW,
  VALIDATING_ADMISSION_POLICY_VIEW,
  VALIDATING_WEBHOOK_CONFIGURATION_VIEW,
  VOLUME_ATTACHMENT_VIEW,
  VOLUME_ATTRIBUTES_CLASS_VIEW,
  VOLUME_SNAPSHOT_CLASS_VIEW,
  VOLUME_SNAPSHOT_CONTENT_VIEW,
  VOLUME_SNAPSHOT_VIEW,
];

const BY_NAME = new Map(RECORDS.map(view => [groupResource(view.resource), view]));

/** In the order of the navigation. A page takes them in with the first list or object that it shows: they are many. */
export const KIND_VIEWS: readonly KindView[] = KIND_ENTRIES.flatMap(entry => recordOf(entry) ?? []);

/** By group and resource, whatever the version: kinds of other groups may have the same name. */
export function findKindView(resource: Pick<GroupVersionResource, 'group' | 'resource'>): KindView | undefined {
  return BY_NAME.get(groupResource(resource));
}

function recordOf(entry: KindEntry | undefined): KindView | undefined {
  return entry === undefined ? undefined : findKindView(entry.resource);
}

/** By the word in the address bar: `cronjobs`, `cronjobs.batch`, `cronjobs.v1.batch`. */
export function findKindViewAt(address: string): KindView | undefined {
  return recordOf(findKindAt(address));
}
