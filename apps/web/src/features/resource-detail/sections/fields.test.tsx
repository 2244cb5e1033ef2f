import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { Fields as PlainFields } from './fields.tsx';

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

function Fields({ object, schemas = { WIDGET } }: { readonly object: unknown; readonly schemas?: object }) {
  const schema = async (_cluster: string, wanted: unknown) => {
    asked.push(wanted);
    return { schemas };
  };
  const subject = { cluster: 'c', view: { kind: 'Widget', resource: { ...kind, resource: 'widgets' } } };
  return (
    <ClientContext value={{ api: { schema } } as unknown as Client}>
      <PlainFields subject={subject as unknown as DetailSubject} object={object} />
    </ClientContext>
  );
}

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
