import { type ComponentType, lazy } from 'react';
import type { SectionProps } from './section-props.ts';

/** What a kind's record may ask for on its page, by name; each is loaded when it is shown first. */
export const SECTION_TYPES: Readonly<Record<string, ComponentType<SectionProps>>> = {
  containers: lazy(async () => ({ default: (await import('./containers.tsx')).Containers })),
  cronJob: lazy(async () => ({ default: (await import('../kinds/cronjob/cronjob-overview.tsx')).CronJobOverview })),
  jobProgress: lazy(async () => ({ default: (await import('../kinds/job/job-progress.tsx')).JobProgressSection })),
  jobPods: lazy(async () => ({ default: (await import('../kinds/job/job-pods.tsx')).JobPodsSection })),
  selectedPods: lazy(async () => ({ default: (await import('./selected-pods.tsx')).SelectedPods })),
  podsOnNode: lazy(async () => ({ default: (await import('./pods-on-node.tsx')).PodsOnNode })),
  notWell: lazy(async () => ({ default: (await import('./not-well.tsx')).NotWell })),
};
