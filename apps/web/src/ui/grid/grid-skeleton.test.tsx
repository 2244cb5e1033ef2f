import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { GridSkeleton } from './grid-skeleton.tsx';
import { RowHeightContext } from './row-height.ts';

test('each column at its place and rows of the height that is chosen: nothing jumps when they come; one thing is said', () => {
  const column = { width: 100, align: 'left', render: () => null } as const;
  const columns = [
    { ...column, id: 'name', title: 'Name' },
    { ...column, id: 'age', title: 'Age', width: 64, align: 'right' as const },
  ];
  render(
    <RowHeightContext value={36}>
      <GridSkeleton columns={columns} label="Loading Pods…" />
    </RowHeightContext>,
  );
  const whole = screen.getByRole('status', { name: 'Loading Pods…' });
  expect(whole.style.getPropertyValue('--row')).toBe('36px');
  const [head, first] = whole.children as unknown as HTMLElement[];
  expect(head?.textContent).toBe('NameAge');
  expect(first?.style.gridTemplateColumns).toBe(head?.style.gridTemplateColumns);
  expect(first?.style.gridTemplateColumns).toContain('100px 64px');
  expect(first?.querySelectorAll('.grid-bar[aria-hidden="true"]')).toHaveLength(2);
});
