/** A resource of the API as its path names it. `group` is empty for core. */
export interface GroupVersionResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

/** `cronjobs.v1.batch`, `pods.v1.`: one text per resource, for keys and URLs. */
export function resourceKey({ group, version, resource }: GroupVersionResource): string {
  return `${resource}.${version}.${group}`;
}

export function parseResourceKey(key: string): GroupVersionResource | null {
  const match = /^([a-z0-9-]+)\.(v[a-z0-9]+)\.([a-z0-9.-]*)$/.exec(key);
  if (match === null) return null;
  const [, resource = '', version = '', group = ''] = match;
  return { group, version, resource };
}

/** `batch/v1`, or `v1` for core. */
export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}

export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** `jobs.batch`, or `pods` for core: how the server names a resource in messages. */
export function groupResource({ group, resource }: { readonly group: string; readonly resource: string }): string {
  return group === '' ? resource : `${resource}.${group}`;
}

export interface ResourcePath extends GroupVersionResource {
  /** Absent for cluster-scoped objects and for lists over all namespaces. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
}

/** The request path of a list or an object; every segment is escaped. */
export function resourcePath(target: ResourcePath): string {
  const segments = target.group === '' ? ['api', target.version] : ['apis', target.group, target.version];
  if (target.namespace !== undefined && target.namespace !== '') segments.push('namespaces', target.namespace);
  segments.push(target.resource);
  if (target.name !== undefined) segments.push(target.name);
  if (target.subresource !== undefined) segments.push(target.subresource);
  return `/${segments.map(encodeURIComponent).join('/')}`;
}
