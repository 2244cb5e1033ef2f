import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import type { ObjectReference } from '../../cells/kind-view.ts';
import { joined, numberOrText } from '../../cells/path-columns.ts';
import type { ReferenceRule } from '../../cells/reference.ts';
import { conditionTroubles, type Trouble } from '../../cells/trouble.ts';

const parentsOf = (route: unknown) => asArray(getPath(route, 'status', 'parents'));

/** What each gateway says against a route. */
export function routeTroubles(route: unknown): readonly Trouble[] {
  return parentsOf(route).flatMap(status => conditionTroubles({ status }));
}

/** As its gateways judge it: all of them must take it. */
export function routeStatus(route: unknown): StatusCell {
  const parents = parentsOf(route);
  if (parents.length === 0) return { status: 'NotAttached', tone: 'warning' };
  for (const type of ['Accepted', 'ResolvedRefs']) {
    const refusal = parents.map(status => findCondition({ status }, type)).find(found => found?.['status'] !== 'True');
    if (refusal !== undefined) return { status: asString(refusal?.['reason']) || `Not${type}`, tone: 'bad' };
  }
  return { status: 'Accepted', tone: 'ok' };
}

/** The gateways that a route asks for. */
export function parentsText(route: unknown): string | null {
  return joined(
    asArray(getPath(route, 'spec', 'parentRefs')).map(
      parent => joined([asString(getPath(parent, 'namespace')), asString(getPath(parent, 'name'))], '/') ?? '',
    ),
  );
}

export function firstParent(route: unknown): ObjectReference {
  const [parent] = asArray(getPath(route, 'spec', 'parentRefs'));
  const part = (key: string) => asString(getPath(parent, key));
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: part('kind') || 'Gateway',
    namespace: part('namespace') || readMeta(route).namespace,
    name: part('name'),
  };
}

/** Where requests go: `cart:80`, each once. */
export function backendsText(route: unknown): string | null {
  const backends = asArray(getPath(route, 'spec', 'rules')).flatMap(rule => asArray(getPath(rule, 'backendRefs')));
  const texts = backends.map(
    backend => joined([asString(getPath(backend, 'name')), numberOrText(getPath(backend, 'port'))], ':') ?? '',
  );
  return joined([...new Set(texts)]);
}

/** The gateways that it is for, and what it leads to. */
export const ROUTE_REFERENCES: readonly ReferenceRule[] = [
  {
    meaning: 'routesFor',
    to: ['gateways.gateway.networking.k8s.io'],
    at: '.spec.parentRefs[*]',
    isOpen: true,
    isAcross: true,
  },
  { meaning: 'routesTo', to: ['services'], at: '.spec.rules[*].backendRefs[*]', isAcross: true, isOpen: true },
  {
    meaning: 'routesTo',
    to: ['services'],
    at: '.spec.rules[*].filters[*].requestMirror.backendRef',
    isAcross: true,
    isOpen: true,
  },
];
