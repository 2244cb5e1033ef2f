import { expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { columnIndex } from '../../kind-index.ts';
import { NETWORK_POLICY_VIEW } from './networkpolicies.ts';

const cell = (id: string, spec: object) =>
  must(NETWORK_POLICY_VIEW.columns[columnIndex(NETWORK_POLICY_VIEW, id)], id).read({ spec }, { now: 0 });

const IN = ['Ingress'];
const OUT = ['Egress'];
const from = (...peers: readonly object[]) => ({ podSelector: {}, policyTypes: IN, ingress: [{ from: peers }] });
const ports = (...list: readonly object[]) => ({ podSelector: {}, policyTypes: OUT, egress: [{ ports: list }] });

/** The recipes of the Kubernetes documentation, and what each lets in and out; null where it says nothing of that way. */
test.each<readonly [string, object, string | null, string | null]>([
  ['deny all that comes in', { podSelector: {}, policyTypes: IN }, 'none', null],
  ['allow all that comes in', { podSelector: {}, policyTypes: IN, ingress: [{}] }, '*', null],
  ['deny all that goes out', { podSelector: {}, policyTypes: OUT }, null, 'none'],
  ['allow all that goes out', { podSelector: {}, policyTypes: OUT, egress: [{}] }, null, '*'],
  ['deny both', { podSelector: {}, policyTypes: [...IN, ...OUT] }, 'none', 'none'],
  // What the API server makes of a policy without types is written into it; a rule alone is told all the same.
  ['a rule of a policy that says no types', { podSelector: {}, ingress: [{}] }, '*', null],
  ['pods of the same namespace', from({ podSelector: { matchLabels: { app: 'a' } } }), 'pods(app=a)', null],
  ['all pods of the same namespace', from({ podSelector: {} }), 'pods(*)', null],
  [
    'all pods of some namespaces',
    from({ namespaceSelector: { matchLabels: { env: 'b' } } }),
    'namespaces(env=b)',
    null,
  ],
  [
    'these pods of those namespaces: both must be so',
    from({ namespaceSelector: { matchLabels: { user: 'alice' } }, podSelector: { matchLabels: { role: 'client' } } }),
    'namespaces(user=alice) pods(role=client)',
    null,
  ],
  [
    'those namespaces, or these pods: either may be so',
    from(
      { namespaceSelector: { matchLabels: { user: 'alice' } } },
      { podSelector: { matchLabels: { role: 'client' } } },
    ),
    'namespaces(user=alice), pods(role=client)',
    null,
  ],
  [
    'namespaces by name',
    from({
      namespaceSelector: {
        matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['frontend', 'backend'] }],
      },
    }),
    'namespaces(kubernetes.io/metadata.name in (backend,frontend))',
    null,
  ],
  ['addresses', from({ ipBlock: { cidr: '10.0.0.0/24' } }), '10.0.0.0/24', null],
  [
    'addresses but some',
    from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16'] } }),
    '10.0.0.0/8 !10.1.0.0/16 !10.2.0.0/16',
    null,
  ],
  ['one port', ports({ protocol: 'TCP', port: 5978 }), null, '*: 5978/TCP'],
  ['a range of ports', ports({ protocol: 'TCP', port: 32_000, endPort: 32_768 }), null, '*: 32000-32768/TCP'],
  ['a port by its name, by the protocol that is meant', ports({ port: 'dns' }), null, '*: dns/TCP'],
  ['all ports of a protocol', ports({ protocol: 'SCTP' }), null, '*: */SCTP'],
  ['several ports', ports({ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }), null, '*: 53/UDP, 53/TCP'],
  [
    'several rules',
    { podSelector: {}, policyTypes: OUT, egress: [{ to: [{ podSelector: {} }] }, { ports: [{ port: 443 }] }] },
    null,
    'pods(*); *: 443/TCP',
  ],
])('%s', (_recipe, spec, ingress, egress) => {
  expect([cell('ingress', spec), cell('egress', spec)]).toEqual([ingress, egress]);
});
