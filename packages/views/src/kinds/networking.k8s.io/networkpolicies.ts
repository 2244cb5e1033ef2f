import { asArray, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { listAt, selectorAt, selectorText, textOf, joined, numberOrText, BY_NAME } from '../../cells/path-columns.ts';

/** What may come in or go out: each rule with its peers and ports, in few words. */
function rulesText(policy: unknown, [field, peers]: readonly [string, string]): string | null {
  const types = asArray(getPath(policy, 'spec', 'policyTypes'));
  const rules = asArray(getPath(policy, 'spec', field));
  if (rules.length === 0) return types.includes(field === 'ingress' ? 'Ingress' : 'Egress') ? 'none' : null;
  return rules
    .map(rule => {
      const from = joined(asArray(getPath(rule, peers)).map(peerText)) ?? '*';
      const ports = joined(asArray(getPath(rule, 'ports')).map(portText));
      return ports === null ? from : `${from}: ${ports}`;
    })
    .join('; ');
}

function peerText(peer: unknown): string {
  const block = asString(getPath(peer, 'ipBlock', 'cidr'));
  if (block !== '')
    return (
      joined([block, ...asArray(getPath(peer, 'ipBlock', 'except')).map(entry => `!${asString(entry)}`)], ' ') ?? ''
    );
  const part = (field: string, word: string) => {
    const selector = getPath(peer, field);
    return isObject(selector) ? `${word}(${selectorText(selector)})` : '';
  };
  return joined([part('namespaceSelector', 'namespaces'), part('podSelector', 'pods')], ' ') ?? '';
}

function portText(port: unknown): string {
  const from = numberOrText(getPath(port, 'port')) || '*';
  const end = numberOrText(getPath(port, 'endPort'));
  return `${end === '' ? from : `${from}-${end}`}/${asString(getPath(port, 'protocol')) || 'TCP'}`;
}

export const NETWORK_POLICY_VIEW: KindView = {
  ...kindEntry('networkpolicies.networking.k8s.io'),
  isOnMap: true,
  references: [{ meaning: 'allows', to: ['pods'], at: '.spec.podSelector', selects: 'selector' }],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    selectorAt({ id: 'pods', width: 240 }, 'spec', 'podSelector'),
    listAt({ id: 'directions', width: 130, isFacet: true }, 'spec', 'policyTypes'),
    textOf({ id: 'ingress', width: 260 }, policy => rulesText(policy, ['ingress', 'from'])),
    textOf({ id: 'egress', width: 260 }, policy => rulesText(policy, ['egress', 'to'])),
    AGE,
  ],
};
