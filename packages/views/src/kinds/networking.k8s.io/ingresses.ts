import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { balancedAddresses } from '../core/services.ts';
import { AGE, NAME, NAMESPACE, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { sizeOf, textOf, joined, numberOrText, BY_NAME } from '../../cells/path-columns.ts';

/** A rule without a host is for all. */
function hosts(ingress: unknown): string {
  const named = asArray(getPath(ingress, 'spec', 'rules')).map(rule => asString(getPath(rule, 'host')));
  return joined([...new Set(named)], ',') ?? '*';
}

/** Each path with where it leads: `a.example/shop → cart:80`. */
function routes(ingress: unknown): string | null {
  const rules = asArray(getPath(ingress, 'spec', 'rules')).flatMap(rule =>
    asArray(getPath(rule, 'http', 'paths')).map(path => {
      const target = backend(getPath(path, 'backend'));
      return `${asString(getPath(rule, 'host')) || '*'}${asString(getPath(path, 'path')) || '/'} → ${target}`;
    }),
  );
  const otherwise = backend(getPath(ingress, 'spec', 'defaultBackend'));
  return joined(otherwise === '' ? rules : [...rules, `* → ${otherwise}`]);
}

/** Hosts may share one. */
function tlsSecrets(ingress: unknown): readonly string[] {
  const names = asArray(getPath(ingress, 'spec', 'tls')).map(entry => asString(getPath(entry, 'secretName')));
  return [...new Set(names)].filter(name => name !== '');
}

function backend(target: unknown): string {
  const service = asString(getPath(target, 'service', 'name'));
  if (service === '')
    return (
      joined(
        ['kind', 'name'].map(key => asString(getPath(target, 'resource', key))),
        '/',
      ) ?? ''
    );
  const port =
    numberOrText(getPath(target, 'service', 'port', 'number')) || asString(getPath(target, 'service', 'port', 'name'));
  return port === '' ? service : `${service}:${port}`;
}

export const INGRESS_VIEW: KindView = {
  ...kindEntry('ingresses.networking.k8s.io'),
  isOnMap: true,
  references: [
    { meaning: 'class', to: ['ingressclasses.networking.k8s.io'], at: '.spec.ingressClassName' },
    { meaning: 'routesTo', to: ['services'], at: '.spec.rules[*].http.paths[*].backend.service.name' },
    { meaning: 'routesTo', to: ['services'], at: '.spec.defaultBackend.service.name' },
    { meaning: 'routesTo', to: ['services'], at: '.spec.rules[*].http.paths[*].backend.resource', isOpen: true },
    { meaning: 'routesTo', to: ['services'], at: '.spec.defaultBackend.resource', isOpen: true },
    { meaning: 'certificate', to: ['secrets'], at: '.spec.tls[*].secretName' },
  ],
  sections: ['ingressPath'],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    referenceColumn({ id: 'class', width: 110, isFacet: true }, ['spec', 'ingressClassName'], {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
    }),
    textOf({ id: 'hosts', width: 240 }, hosts),
    textOf({ id: 'address', width: 150 }, ingress => joined(balancedAddresses(ingress), ',')),
    textOf({ id: 'ports', width: 80 }, ingress => (sizeOf(getPath(ingress, 'spec', 'tls')) > 0 ? '80, 443' : '80')),
    textOf({ id: 'routes', width: 320 }, routes),
    AGE,
    {
      ...textOf({ id: 'tlsSecrets', width: 180, isHidden: true }, ingress => joined(tlsSecrets(ingress))),
      refersToEach: ingress => {
        const { namespace } = readMeta(ingress);
        return tlsSecrets(ingress).map(name => ({ apiVersion: 'v1', kind: 'Secret', namespace, name }));
      },
    },
  ],
};
