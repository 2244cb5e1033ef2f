/** The groups of the navigation. */
export const CATEGORIES = [
  'workloads',
  'network',
  'config',
  'storage',
  'access',
  'policy',
  'cluster',
  'api',
  'custom',
] as const;

/** Where the navigation lists a kind. */
export type Category = (typeof CATEGORIES)[number];
