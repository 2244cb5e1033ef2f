import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { Fields } from './fields.tsx';

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
