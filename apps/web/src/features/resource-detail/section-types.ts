import type { ComponentType } from 'react';
import type { SectionProps } from './sections/section-props.ts';
import { Conditions } from './sections/conditions.tsx';
import { later } from '../../ui/words/later.ts';

/** What a kind's record may ask for on its page, by name; each is loaded when it is shown first. */
export const SECTION_TYPES: Readonly<Record<string, ComponentType<SectionProps>>> = {
  conditions: Conditions,
  containers: later(async () => (await import('./sections/containers.tsx')).Containers),
  fields: later(async () => (await import('./sections/fields.tsx')).Fields),
  cronJob: later(async () => (await import('./kinds/cronjob/cronjob-overview.tsx')).CronJobOverview),
  jobProgress: later(async () => (await import('./kinds/job/job-progress.tsx')).JobProgressSection),
  jobPods: later(async () => (await import('./kinds/job/job-pods.tsx')).JobPodsSection),
  selectedPods: later(async () => (await import('./sections/selected-pods.tsx')).SelectedPods),
  podsOnNode: later(async () => (await import('./sections/pods-on-node.tsx')).PodsOnNode),
  rollout: later(async () => (await import('./kinds/workload/rollout.tsx')).Rollout),
  revisions: later(async () => (await import('./sections/revisions.tsx')).Revisions),
  notWell: later(async () => (await import('./sections/not-well.tsx')).NotWell),
};

/** What explains, inside the verdict, what the object itself cannot say. */
export const EXPLANATION_TYPES: Readonly<Record<string, ComponentType<SectionProps>>> = {
  lastRuns: later(async () => (await import('./kinds/cronjob/last-runs.tsx')).LastRuns),
  failingPods: later(async () => (await import('./sections/failing-pods.tsx')).FailingPods),
};
