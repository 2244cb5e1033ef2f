import { isPathSegment } from './path-segment-rule.ts';

/** A Service of a cluster, and one of its ports by name or number. */
export interface ServicePlace {
  readonly namespace: string;
  readonly name: string;
  readonly port: string;
}

/** Twice a name of Kubernetes and a port. */
export const MAX_SERVICE_PLACE = 600;

/** Out of `monitoring/prometheus:9090`; null of any other text. */
export function readServicePlace(text: string): ServicePlace | null {
  const match = /^([^/:]+)\/([^/:]+):([a-z0-9-]+)$/.exec(text);
  if (match === null || text.length > MAX_SERVICE_PLACE) return null;
  const [, namespace = '', name = '', port = ''] = match;
  return isPathSegment(namespace) && isPathSegment(name) ? { namespace, name, port } : null;
}
