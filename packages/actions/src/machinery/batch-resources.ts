import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';

export const CRONJOBS: GroupVersionResource = { group: 'batch', version: 'v1', resource: 'cronjobs' };
export const JOBS: GroupVersionResource = { group: 'batch', version: 'v1', resource: 'jobs' };

export function isCronJobs({ group, resource }: GroupVersionResource): boolean {
  return group === CRONJOBS.group && resource === CRONJOBS.resource;
}
