import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';

interface AskedLog {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  /** Without it all that is kept. */
  readonly tailLines?: number | undefined;
  readonly sinceTime?: string | undefined;
}

/** A container's log, as an API server is asked for it. */
export function logRequest({ namespace, pod, container, tailLines, sinceTime, ...asked }: AskedLog): ApiRequest {
  const { follow, previous, timestamps } = asked;
  const query: Record<string, string> = { container };
  if (tailLines !== undefined) query['tailLines'] = String(tailLines);
  if (sinceTime !== undefined) query['sinceTime'] = sinceTime;
  for (const [name, isSet] of Object.entries({ follow, previous, timestamps })) if (isSet) query[name] = 'true';
  return {
    method: 'GET',
    path: resourcePath({ group: '', version: 'v1', resource: 'pods', namespace, name: pod, subresource: 'log' }),
    query,
    headers: { accept: 'text/plain, application/json' },
  };
}
