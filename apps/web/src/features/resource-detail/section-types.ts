import type { ComponentType } from 'react';
import type { SectionProps } from './sections/section-props.ts';
import { Conditions } from './sections/conditions.tsx';
import { later } from '../../ui/words/later.ts';

/** What a kind's record may ask for on its page, by name; each is loaded when it is shown first. */
export const SECTION_TYPES: Readonly<Record<string, ComponentType<SectionProps>>> = {
  conditions: Conditions,
  containers: later(async () => (await import('./sections/containers.tsx')).Containers),
  podSettings: later(async () => (await import('./kinds/pod/pod-settings.tsx')).PodSettings),
  fields: later(async () => (await import('./sections/fields.tsx')).Fields),
  definition: later(async () => (await import('./definition/definition.tsx')).Definition),
  cronJob: later(async () => (await import('./kinds/cronjob/cronjob-overview.tsx')).CronJobOverview),
  jobProgress: later(async () => (await import('./kinds/job/job-progress.tsx')).JobProgressSection),
  jobPods: later(async () => (await import('./kinds/job/job-pods.tsx')).JobPodsSection),
  selectedPods: later(async () => (await import('./sections/selected-pods.tsx')).SelectedPods),
  podsOnNode: later(async () => (await import('./node/pods-on-node.tsx')).PodsOnNode),
  rollout: later(async () => (await import('./kinds/workload/rollout.tsx')).Rollout),
  podRollout: later(async () => (await import('./kinds/workload/pod-rollout.tsx')).PodRollout),
  workloadPods: later(async () => (await import('./revisions/workload-pods.tsx')).WorkloadPods),
  revisions: later(async () => (await import('./revisions/revisions.tsx')).Revisions),
  capacity: later(async () => (await import('./node/node-capacity.tsx')).NodeCapacity),
  nodeSystem: later(async () => (await import('./node/node-system.tsx')).NodeSystem),
  meters: later(async () => (await import('./sections/meters.tsx')).Meters),
  terminating: later(async () => (await import('./namespace/terminating.tsx')).Terminating),
  contents: later(async () => (await import('./namespace/contents.tsx')).Contents),
  limits: later(async () => (await import('./namespace/limits.tsx')).Limits),
  namespaceChanges: later(async () => (await import('./namespace/namespace-changes.tsx')).NamespaceChanges),
  dataKeys: later(async () => (await import('./values/data-keys.tsx')).DataKeys),
  dataReaders: later(async () => (await import('./values/data-readers.tsx')).DataReaders),
  servicePath: later(async () => (await import('./network/service-path.tsx')).ServicePath),
  gatewayListeners: later(async () => (await import('./network/gateway-listeners.tsx')).GatewayListeners),
  routePath: later(async () => (await import('./network/route-path.tsx')).RoutePath),
  ingressPath: later(async () => (await import('./network/ingress-path.tsx')).IngressPath),
  chain: later(async () => (await import('./related/chain.tsx')).Chain),
  usedBy: later(async () => (await import('./related/used-by.tsx')).UsedBy),
  usage: later(async () => (await import('./usage/usage.tsx')).Usage),
  notWell: later(async () => (await import('./namespace/not-well.tsx')).NotWell),
  rights: later(async () => (await import('./access/rights.tsx')).Rights),
  rules: later(async () => (await import('./access/rules.tsx')).Rules),
  givenBy: later(async () => (await import('./access/given-by.tsx')).GivenBy),
  binding: later(async () => (await import('./access/binding.tsx')).Binding),
  editSecretKeys: later(async () => (await import('./kinds/secret/edit-secret-keys.tsx')).EditSecretKeys),
  editKeys: later(async () => (await import('./kinds/configmap/edit-keys.tsx')).EditKeys),
};

/** What explains, inside the verdict, what the object itself cannot say. */
export const EXPLANATION_TYPES: Readonly<Record<string, ComponentType<SectionProps>>> = {
  lastRuns: later(async () => (await import('./kinds/cronjob/last-runs.tsx')).LastRuns),
  failingPods: later(async () => (await import('./sections/failing-pods.tsx')).FailingPods),
  jobPods: later(async () => (await import('./sections/failing-pods.tsx')).FailingJobPods),
  askedCertificate: later(async () => (await import('./kinds/certificate/asked-certificate.tsx')).AskedCertificate),
  workload: later(async () => (await import('./revisions/workload-trouble.tsx')).WorkloadTrouble),
};
