import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { CUSTOM_RESOURCE_DEFINITION_VIEW } from '@lanthorn/views/kinds/apiextensions.k8s.io/customresourcedefinitions.ts';
import { choose } from '../../../ui/choice/test-select.ts';
import { Definition } from './definition.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children, params }: { readonly children: ReactNode; readonly params: { readonly resource: string } }) => (
    <a href={`/${params.resource}`}>{children}</a>
  ),
}));

const size = { type: 'integer', description: 'How many there are.', default: 3 };
const part = { type: 'object', required: ['name'], properties: { name: { type: 'string', enum: ['x', 'y'] } } };
const schema = (spec: object) => ({
  openAPIV3Schema: { type: 'object', properties: { apiVersion: {}, kind: {}, metadata: {}, spec } },
});
const DEFINITION = {
  spec: {
    group: 'example.com',
    names: { plural: 'widgets' },
    versions: [
      {
        ...{ name: 'v1beta1', served: true, deprecated: true, deprecationWarning: 'use v1' },
        schema: schema({ type: 'object', properties: { old: { type: 'boolean' } } }),
      },
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: schema({ type: 'object', properties: { size, parts: { type: 'array', items: part } } }),
      },
      { name: 'v0', served: false },
    ],
  },
};
const show = (object: unknown) =>
  render(
    <Definition
      subject={{ cluster: 'c', view: CUSTOM_RESOURCE_DEFINITION_VIEW, namespace: '', name: 'widgets.example.com' }}
      object={object}
    />,
  );
const items = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent);

test('each version says whether it is served, kept and on its way out; the objects are one step away', () => {
  show(DEFINITION);
  expect(screen.getAllByRole('row').map(({ textContent }) => textContent)).toEqual([
    ...['v1beta1served · use v1', 'v1served · stored', 'v0not served'],
  ]);
  expect(screen.getByRole('link').getAttribute('href')).toBe('/widgets.example.com');
});

test('the schema of the version that is kept unfolds: types, what must be there, what it means', async () => {
  show(DEFINITION);
  expect(items()).toEqual(['spec object']);
  await userEvent.click(screen.getByText('spec'));
  await userEvent.click(screen.getByText('parts'));
  expect(items().slice(1)).toEqual([
    'size integer · default 3How many there are.',
    'parts object[]name string · required · One of: x, y',
    'name string · required · One of: x, y',
  ]);
});

test('that of another version is shown where somebody chooses it, and of one without any that is said', async () => {
  show(DEFINITION);
  const version = screen.getByRole('combobox', { name: 'API version' });
  choose(version, 'v1beta1');
  await userEvent.click(screen.getByText('spec'));
  expect(items()).toContain('old boolean');
  choose(version, 'v0');
  screen.getByText('It does not say which fields its objects have.');
});

test.each([null, {}, { spec: { versions: 'x' } }, { spec: { versions: [null, { name: 7, schema: 'x' }] } }])(
  'a definition of any form is drawn without an error: %j',
  object => {
    show(object);
    expect(screen.getByTestId('definition')).toBeTruthy();
  },
);
