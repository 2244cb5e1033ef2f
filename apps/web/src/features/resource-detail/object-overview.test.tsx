import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { NAMESPACE_VIEW } from '@lanthorn/views/kinds/core/namespaces.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { INGRESS_VIEW } from '@lanthorn/views/kinds/networking.k8s.io/ingresses.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { KIND_VIEWS } from '@lanthorn/views/kind-records.ts';
import { type Client, ClientContext } from '../../data/client/client.ts';
import type { LiveObject } from '../../data/objects/use-live-object.ts';
import { createOperationStore } from '../../data/operations/operation-store.ts';
import { ObjectOverview } from './object-overview.tsx';
import { Facts } from './sections/facts.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#o">{children}</a>,
  useNavigate: () => () => {},
  useParams: () => ({}),
  useSearch: () => ({}),
}));

/** Its lists never answer. */
const silent = {
  epoch: 1,
  state: { kind: 'open' },
  onState: () => () => {},
  subscribe: () => ({ close: () => {}, update: () => {}, retry: () => {} }),
};

const client = {
  connection: silent,
  kinds: { of: () => new Promise(() => {}), referrers: () => new Promise(() => {}) },
  operations: createOperationStore(),
};

/** The facts on its page, each as its title and its text. */
function factsOf(view: ObjectView, object: object): Map<string, string> {
  const subject = { cluster: 'c', view: { ...view, sections: [] }, namespace: 'n', name: 'a' };
  const { unmount } = render(
    <ClientContext value={client as unknown as Client}>
      <ObjectOverview subject={subject} object={object} live={{} as LiveObject} />
    </ClientContext>,
  );
  const titles = screen.getByRole('region', { name: 'Facts' }).querySelectorAll('dt');
  const facts = [...titles].map(title => [title.textContent, title.nextElementSibling?.textContent ?? ''] as const);
  unmount();
  return new Map(facts);
}

test('a pod that is well is not asked why it is not', () => {
  const facts = factsOf(POD_VIEW, {
    metadata: { name: 'a', namespace: 'n', uid: 'u' },
    spec: { containers: [{ name: 'c' }], nodeName: 'worker-1' },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      containerStatuses: [{ name: 'c', ready: true, state: { running: {} } }],
    },
  });
  expect([...facts.keys()]).toEqual(['Ready', 'Restarts', 'IP', 'Node', 'uid']);
});

test.each(KIND_VIEWS.map(view => [view.kind, view] as const))('%s: what is nothing has no row', (_, view) => {
  const facts = factsOf(view, { metadata: { name: 'a' } });
  expect([...facts].filter(([title, text]) => title !== 'uid' && ['', '–'].includes(text))).toEqual([]);
});

test('a fact that names several objects leads to each of them, once', () => {
  const subject = { cluster: 'c', view: INGRESS_VIEW, namespace: 'n', name: 'a' };
  const tls = ['a-tls', 'b-tls', 'a-tls'].map(secretName => ({ secretName }));
  render(
    <ClientContext value={client as unknown as Client}>
      <Facts subject={subject} object={{ metadata: { name: 'a', namespace: 'n' }, spec: { tls } }} />
    </ClientContext>,
  );
  const fact = screen.getByText('TLS secrets').nextElementSibling;
  expect(fact?.textContent).toBe('a-tls, b-tls');
  expect([...(fact?.querySelectorAll('a') ?? [])].map(link => link.textContent)).toEqual(['a-tls', 'b-tls']);
});

test('what is not known yet has one', () => {
  const view = { ...CRONJOB_VIEW, hiddenFacts: [] };
  expect(factsOf(view, { metadata: { name: 'a', uid: 'u' } }).get('Last runs')).toBe('…');
});

test('conditions are told once: last, or where the kind has them', () => {
  const object = { status: { conditions: [{ type: 'Ready', status: 'False', reason: 'NoDisk' }] } };
  for (const sections of [[], ['conditions']]) {
    const subject = { cluster: 'c', view: { ...CRONJOB_VIEW, sections }, namespace: 'n', name: 'a' };
    const { unmount } = render(
      <ClientContext value={client as unknown as Client}>
        <ObjectOverview subject={subject} object={object} live={{} as LiveObject} />
      </ClientContext>,
    );
    expect(screen.getAllByRole('region', { name: 'Conditions' })).toHaveLength(1);
    unmount();
  }
});

test('what is not well and says nothing of it tells at least how many of its pods are ready', () => {
  const shown = (readyReplicas: number) => {
    const subject = { cluster: 'c', view: { ...STATEFUL_SET_VIEW, sections: [] }, namespace: 'n', name: 'a' };
    const object = { metadata: { name: 'a' }, spec: { replicas: 2 }, status: { replicas: 2, readyReplicas } };
    const { unmount } = render(
      <ClientContext value={client as unknown as Client}>
        <ObjectOverview subject={subject} object={object} live={{} as LiveObject} />
      </ClientContext>,
    );
    const text = screen.getByTestId('verdict').textContent;
    unmount();
    return text;
  };
  expect(shown(1)).toContain('Unavailable1/2 ready');
  expect(shown(2)).not.toContain('ready');
});

test('what runs in a namespace is asked once for all on its page that tell of it', async () => {
  const asked: string[] = [];
  const subscribe = ({ resource: { resource } }: { resource: { resource: string } }) => {
    asked.push(resource);
    return silent.subscribe();
  };
  const counting = {
    ...{ ...client, connection: { ...silent, subscribe } },
    api: { counts: () => new Promise(() => {}) },
  };
  const subject = { cluster: 'c', view: { ...NAMESPACE_VIEW, sections: ['contents'] }, namespace: '', name: 'shop' };
  render(
    <ClientContext value={counting as unknown as Client}>
      <ObjectOverview subject={subject} object={{ status: { phase: 'Active' } }} live={{} as LiveObject} />
    </ClientContext>,
  );
  await screen.findByTestId('contents');
  await screen.findByTestId('verdict');
  expect(asked).toContain('deployments');
  expect(asked).toEqual([...new Set(asked)]);
});
