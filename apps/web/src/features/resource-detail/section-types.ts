import { type ComponentType, lazy } from 'react';
import type { SectionProps } from './sections/section-props.ts';

/** What a kind's record may ask for on its page, by name; each is loaded when it is shown first. */
export const SECTION_TYPES: Readonly<Record<string, ComponentType<SectionProps>>> = {
  containers: lazy(async () => ({ default: (await import('./sections/containers.tsx')).Containers })),
  fields: lazy(async () => ({ default: (await import('./sections/fields.tsx')).Fields })),
  cronJob: lazy(async () => ({ default: (await import('./kinds/cronjob/cronjob-overview.tsx')).CronJobOverview })),
  jobProgress: lazy(async () => ({ default: (await import('./kinds/job/job-progress.tsx')).JobProgressSection })),
  jobPods: lazy(async () => ({ default: (await import('./kinds/job/job-pods.tsx')).JobPodsSection })),
  selectedPods: lazy(async () => ({ default: (await import('./sections/selected-pods.tsx')).SelectedPods })),
  podsOnNode: lazy(async () => ({ default: (await import('./sections/pods-on-node.tsx')).PodsOnNode })),
  notWell: lazy(async () => ({ default: (await import('./sections/not-well.tsx')).NotWell })),
};

/** What explains, inside the verdict, what the object itself cannot say. */
export const EXPLANATION_TYPES: Readonly<Record<string, ComponentType<SectionProps>>> = {
  lastRuns: lazy(async () => ({ default: (await import('./kinds/cronjob/last-runs.tsx')).LastRuns })),
  failingPods: lazy(async () => ({ default: (await import('./sections/failing-pods.tsx')).FailingPods })),
};
