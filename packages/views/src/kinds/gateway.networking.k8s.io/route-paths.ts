import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { numberOrText } from '../../cells/path-columns.ts';

/** What of the traffic goes where. */
export interface TrafficPath {
  /** What is asked for: `shop.example/cart/*`. */
  readonly from: string;
  readonly namespace: string;
  /** '' where it leads to another kind of object, or to none. */
  readonly service: string;
  /** It leads nowhere: what stands before the Services answers by itself. */
  readonly isAnswer: boolean;
  /** Its number or name; '' where none is said. */
  readonly port: string;
  /** Between 0 and 1, where it is shared among several; else null. */
  readonly share: number | null;
}

/** Where an HTTPRoute or a GRPCRoute sends what matches, in the order in which it is written: each host, match and backend. Total. */
export function routePaths(route: unknown): readonly TrafficPath[] {
  const names = asArray(getPath(route, 'spec', 'hostnames')).map(asString);
  const hosts = names.length === 0 ? ['*'] : names;
  const { namespace } = readMeta(route);
  return asArray(getPath(route, 'spec', 'rules')).flatMap(rule => {
    const matches = asArray(getPath(rule, 'matches')).map(matchText);
    const backends = backendsOf(rule, namespace);
    return hosts.flatMap(host =>
      (matches.length === 0 ? ['/*'] : matches).flatMap(match =>
        backends.map(backend => ({ from: textAt(host, match), ...backend })),
      ),
    );
  });
}

/** A method stands before the host, as in a request's first line. */
function textAt(host: string, match: string): string {
  const [, method = '', rest = ''] = /^([A-Z]+ )?(.*)$/s.exec(match) ?? [];
  return `${method}${host}${rest}`;
}

/** A prefix is one of whole parts of a path: `/cart/*` is `/cart` too. A regular expression stands after `~`. */
function matchText(match: unknown): string {
  const verb = getPath(match, 'method');
  const method = typeof verb === 'string' && verb !== '' ? `${verb} ` : '';
  const conditions = [...conditionsOf(match, 'headers'), ...conditionsOf(match, 'queryParams', '?')];
  return [`${method}${typeof verb === 'object' ? callText(verb) : pathText(match)}`, ...conditions].join(' ');
}

function pathText(match: unknown): string {
  const value = asString(getPath(match, 'path', 'value')) || '/';
  const type = asString(getPath(match, 'path', 'type'));
  if (type === 'Exact') return value;
  return type === 'RegularExpression' ? `~${value}` : `${value.replace(/\/$/, '')}/*`;
}

/** A call of gRPC is named by its service and its method. */
function callText(call: unknown): string {
  return `/${asString(getPath(call, 'service')) || '*'}/${asString(getPath(call, 'method')) || '*'}`;
}

function conditionsOf(match: unknown, field: string, sign = ''): readonly string[] {
  return asArray(getPath(match, field)).map(condition => {
    const equals = getPath(condition, 'type') === 'RegularExpression' ? '~' : '=';
    return `[${sign}${asString(getPath(condition, 'name'))}${equals}${asString(getPath(condition, 'value'))}]`;
  });
}

/** A weight that is not said is 1. */
function backendsOf(rule: unknown, namespace: string): readonly Omit<TrafficPath, 'from'>[] {
  const backends = asArray(getPath(rule, 'backendRefs'));
  const weights = backends.map(backend => asNumber(getPath(backend, 'weight')) ?? 1);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  // A redirect, or an answer of the gateway itself.
  if (backends.length === 0) return [{ namespace, service: '', isAnswer: true, port: '', share: null }];
  return backends.map((backend, i) => {
    const isService =
      (asString(getPath(backend, 'kind')) || 'Service') === 'Service' && asString(getPath(backend, 'group')) === '';
    return {
      namespace: asString(getPath(backend, 'namespace')) || namespace,
      service: isService ? asString(getPath(backend, 'name')) : '',
      isAnswer: false,
      port: numberOrText(getPath(backend, 'port')),
      share: backends.length === 1 ? null : (weights[i] ?? 0) / (sum || 1),
    };
  });
}
