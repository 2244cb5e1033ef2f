import { render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { RowTable } from './row-table.tsx';

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: ReactNode }) => <a href="#there">{children}</a>,
}));

const COLUMNS = ['status', 'ready', 'node', 'age'] as const;

function row(name: string, node: string): WireRow {
  const known: Readonly<Record<string, unknown>> = {
    status: { status: 'Running', tone: 'ok' },
    ready: '1/1',
    node,
    age: Date.now() - 60_000,
  };
  const cells = POD_VIEW.columns.map(({ id }) => known[id] ?? null);
  return { key: `n/${name}`, uid: name, namespace: 'n', name, createdAt: null, ownerUid: '', cells };
}

const titles = () => screen.getAllByRole('columnheader').map(({ textContent }) => textContent);

test('a column that no row has anything in is left out', () => {
  const { rerender } = render(
    <RowTable cluster="c" view={POD_VIEW} columns={COLUMNS} rows={[row('a', ''), row('b', '')]} />,
  );
  expect(titles()).toEqual(['Name', 'Status', 'Ready', 'Age']);
  rerender(<RowTable cluster="c" view={POD_VIEW} columns={COLUMNS} rows={[row('a', ''), row('b', 'node-1')]} />);
  expect(titles()).toEqual(['Name', 'Status', 'Ready', 'Node', 'Age']);
});

test('where there is little room a row is two lines: its name and state, then its details, each with its title, and its age', () => {
  render(<RowTable cluster="c" view={POD_VIEW} columns={COLUMNS} rows={[row('a', 'node-1'), row('b', '')]} />);
  const cells = (at: number) =>
    [...(screen.getAllByRole('row')[at]?.querySelectorAll('td') ?? [])].map(({ dataset }) =>
      `${dataset['place'] ?? ''} ${dataset['title'] ?? ''} ${dataset['empty'] ?? ''}`.trim(),
    );
  expect(cells(1)).toEqual(['title', 'state Status', 'detail Ready', 'detail Node', 'when Age']);
  expect(cells(2)).toEqual(['title', 'state Status', 'detail Ready', 'detail Node true', 'when Age']);
});
