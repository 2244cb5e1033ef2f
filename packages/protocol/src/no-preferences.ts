import type { Preferences } from './preferences.ts';

/** As it is for who chose nothing. */
export const NO_PREFERENCES: Preferences = {
  theme: 'system',
  language: 'browser',
  density: 'compact',
  timeZone: 'local',
  times: 'relative',
  recentClusters: [],
  usedEntries: [],
  isSidebarCollapsed: false,
  savedViews: [],
  openGroups: ['workloads', 'cluster'],
  dockHeight: null,
  panelWidth: null,
  logFields: [],
  clusters: {},
  lists: {},
};
