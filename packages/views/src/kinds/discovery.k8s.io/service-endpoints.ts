import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { numberOrText } from '../../cells/path-columns.ts';

/** One address behind a Service, and whether traffic goes there. */
export interface ServiceEndpoint {
  readonly address: string;
  readonly state: 'ready' | 'terminating' | 'notReady';
  /** The pod it belongs to; '' where it names none. */
  readonly pod: string;
  readonly node: string;
}

/** The endpoints of a slice, what gets no traffic first. An unknown condition means ready, as the API says. Total. */
export function sliceEndpoints(slice: unknown): readonly ServiceEndpoint[] {
  return asArray(getPath(slice, 'endpoints'))
    .map((endpoint): ServiceEndpoint => {
      const isReady = getPath(endpoint, 'conditions', 'ready') !== false;
      const isTerminating = getPath(endpoint, 'conditions', 'terminating') === true;
      const isPod = getPath(endpoint, 'targetRef', 'kind') === 'Pod';
      return {
        address: asString(asArray(getPath(endpoint, 'addresses'))[0]),
        state: isReady ? 'ready' : isTerminating ? 'terminating' : 'notReady',
        pod: isPod ? asString(getPath(endpoint, 'targetRef', 'name')) : '',
        node: asString(getPath(endpoint, 'nodeName')),
      };
    })
    .toSorted((a, b) => Number(a.state === 'ready') - Number(b.state === 'ready'));
}

/** Where an Ingress sends what comes to a host and path. */
export interface IngressPath {
  /** `*` for all. */
  readonly host: string;
  readonly path: string;
  /** '' where it leads to another kind of object. */
  readonly service: string;
  /** Its number or name; '' where none is said. */
  readonly port: string;
  readonly isTls: boolean;
}

/** In the order in which they are written; what no rule meets last. Total. */
export function ingressPaths(ingress: unknown): readonly IngressPath[] {
  const tls = asArray(getPath(ingress, 'spec', 'tls')).flatMap(entry => asArray(getPath(entry, 'hosts')).map(asString));
  const leadTo = (host: string, path: string, backend: unknown): IngressPath => ({
    host: host || '*',
    path: path || '/',
    service: asString(getPath(backend, 'service', 'name')),
    port:
      numberOrText(getPath(backend, 'service', 'port', 'number')) ||
      asString(getPath(backend, 'service', 'port', 'name')),
    isTls: tls.includes(host),
  });
  const rules = asArray(getPath(ingress, 'spec', 'rules')).flatMap(rule => {
    const host = asString(getPath(rule, 'host'));
    return asArray(getPath(rule, 'http', 'paths')).map(path =>
      leadTo(host, asString(getPath(path, 'path')), getPath(path, 'backend')),
    );
  });
  const otherwise = getPath(ingress, 'spec', 'defaultBackend');
  return otherwise === undefined ? rules : [...rules, leadTo('', '', otherwise)];
}

/** Whether a Service offers a port of this number or name; any of them where none is said. */
export function offersPort(service: unknown, port: string): boolean {
  if (port === '') return true;
  return asArray(getPath(service, 'spec', 'ports')).some(
    entry => String(asNumber(getPath(entry, 'port')) ?? '') === port || getPath(entry, 'name') === port,
  );
}

/** `2/3` of several slices together; null where one of them does not say so. */
export function readyOf(texts: readonly unknown[]): { readonly ready: number; readonly total: number } | null {
  let [ready, total] = [0, 0];
  for (const text of texts) {
    const [, of, all] = /^(\d+)\/(\d+)$/.exec(asString(text)) ?? [];
    if (of === undefined || all === undefined) return null;
    ready += Number(of);
    total += Number(all);
  }
  return { ready, total };
}
