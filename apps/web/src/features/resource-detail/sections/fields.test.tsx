import type { ReactNode } from 'react';
import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { Fields as PlainFields } from './fields.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ params, children }: { readonly params: Record<string, string>; readonly children: ReactNode }) => (
    <a href={`/c/${params['cluster']}/${params['resource']}/${params['namespace']}/${params['name']}`}>{children}</a>
  ),
}));

const kind = { group: 'example.com', version: 'v1', kind: 'Widget' };
const WIDGET = {
  'x-kubernetes-group-version-kind': [kind],
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'integer', description: 'How many there are.' },
        parts: {
          type: 'array',
          items: { properties: { name: { type: 'string', description: 'What it is called.' } } },
        },
      },
    },
  },
};
let asked: unknown[] = [];

function Fields({
  object,
  schemas = { WIDGET },
  references,
}: {
  readonly object: unknown;
  readonly schemas?: object;
  readonly references?: object;
}) {
  const schema = async (_cluster: string, wanted: unknown) => {
    asked.push(wanted);
    return { schemas };
  };
  const subject = { cluster: 'c', view: { kind: 'Widget', resource: { ...kind, resource: 'widgets' }, references } };
  return (
    <ClientContext value={{ api: { schema } } as unknown as Client}>
      <PlainFields subject={subject as unknown as DetailSubject} object={object} />
    </ClientContext>
  );
}

test('fields that name another object lead to it: a name alone, one with its kind, and by the rules of a pack', async () => {
  const issuerRef = { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'internal' };
  const spec = { secretName: 'tls', issuerRef, project: 'home', size: 'small' };
  const references = [{ meaning: 'uses', to: ['appprojects.argoproj.io'], at: '.spec.project' }];
  render(<Fields object={{ metadata: { namespace: 'shop' }, spec }} references={references} />);
  const links = screen.getAllByRole('link').map(link => link.getAttribute('href'));
  expect(links).toEqual([
    '/c/c/secrets/shop/tls',
    '/c/c/clusterissuers.cert-manager.io/shop/internal',
    '/c/c/appprojects.argoproj.io/shop/home',
  ]);
});

const widget = { spec: { size: 3, parts: [{ name: 'x' }], extra: 1 } };

test('what a field means is asked for when somebody points at the tree, and shown beside the pointer', async () => {
  asked = [];
  render(<Fields object={widget} />);
  expect(asked).toEqual([]);
  await userEvent.hover(screen.getByText('size'));
  expect(asked).toEqual([kind]);
  await userEvent.hover(screen.getByText('extra'));
  await userEvent.hover(screen.getByText('size'));
  expect((await screen.findByRole('tooltip')).textContent).toBe('integer · How many there are.');
});

test('the keyboard has what all fields mean, of items of lists too; what the cluster does not know has no words', async () => {
  render(<Fields object={widget} />);
  await userEvent.tab();
  await userEvent.keyboard('{Enter}');
  await screen.findByText('integer · How many there are.');
  await userEvent.click(screen.getByText('parts'));
  await userEvent.click(screen.getByText('0'));
  screen.getByText('string · What it is called.');
  expect(screen.getAllByRole('listitem').at(-1)?.textContent).toBe('extra 1');
  await userEvent.click(screen.getByRole('button', { name: 'Explain fields' }));
  expect(screen.queryByText('integer · How many there are.')).toBeNull();
});

test('while it is asked what the fields mean, the button is busy', async () => {
  render(<Fields object={widget} />);
  const button = screen.getByRole('button', { name: 'Explain fields' });
  fireEvent.click(button);
  expect(button.getAttribute('aria-busy')).toBe('true');
  await screen.findByText('integer · How many there are.');
  expect(button.getAttribute('aria-busy')).toBeNull();
});

test('a cluster that does not say what fields mean is no empty help', async () => {
  render(<Fields object={widget} schemas={{}} />);
  await userEvent.click(screen.getByRole('button', { name: 'Explain fields' }));
  await screen.findByText('The cluster does not say what these fields mean.');
});

test('what an object holds unfolds field by field; what the page says elsewhere is not said again', async () => {
  const object = {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'a' },
    spec: { size: 3, parts: [{ name: 'x' }], on: false, none: null },
    status: { phase: 'Made' },
  };
  render(<Fields object={object} />);
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'spec 4size 3parts 1on falsenone null',
    'size 3',
    'parts 1',
    'on false',
    'none null',
    'status 1',
  ]);
  await userEvent.click(screen.getByText('status'));
  expect(screen.getByText('Made', { exact: false })).toBeTruthy();
});

test('of a long list the first are drawn, and it is said how many are left', async () => {
  render(<Fields object={{ spec: Array.from({ length: 250 }, (_, i) => i) }} />);
  expect(screen.getAllByRole('listitem').at(-1)?.textContent).toContain('150');
});

test('an object of nothing has no tree', () => {
  const { container } = render(<Fields object={null} />);
  expect(container.textContent).toBe('');
});
