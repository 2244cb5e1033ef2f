import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { Chip } from './chip.tsx';
import { Facts } from './facts.tsx';
import { Meter } from './meter.tsx';
import { Table } from './table.tsx';

test('a chip is a fact, or a filter that is on or off by Enter and Space', async () => {
  const onPress = vi.fn<() => void>();
  const { rerender } = render(<Chip>team shop</Chip>);
  expect(screen.queryByRole('button')).toBeNull();
  rerender(<Chip onPress={onPress}>Pending 3</Chip>);
  expect(screen.getByRole('button', { name: 'Pending 3', pressed: false })).toBeDefined();
  await userEvent.tab();
  await userEvent.keyboard('{Enter} ');
  expect(onPress).toHaveBeenCalledTimes(2);
  rerender(
    <Chip isOn onPress={onPress}>
      Pending 3
    </Chip>,
  );
  expect(screen.getByRole('button', { pressed: true })).toBeDefined();
});

test('facts are read name by name', () => {
  render(<Facts facts={[{ name: 'Overlap', value: 'Forbid' }]} />);
  expect([screen.getByRole('term').textContent, screen.getByRole('definition').textContent]).toEqual([
    'Overlap',
    'Forbid',
  ]);
});

test.each([
  [0.125, 13],
  [-1, 0],
  [1.4, 100],
])('a meter of %d is read as its text, and drawn as %d of 100', (share, drawn) => {
  render(<Meter label="CPU" share={share} limit={0.5} text="212 of 300" />);
  const meter = screen.getByRole('meter', { name: 'CPU' });
  expect([meter.getAttribute('aria-valuenow'), meter.getAttribute('aria-valuetext')]).toEqual([
    String(drawn),
    '212 of 300',
  ]);
});

test('a table has a title for each column', () => {
  render(
    <Table aria-label="Runs" columns={[{ title: 'Run' }, { title: 'Duration', align: 'right' }]}>
      <tr>
        <td>a</td>
        <td data-align="right">34m</td>
      </tr>
    </Table>,
  );
  expect(screen.getByRole('table', { name: 'Runs' })).toBeDefined();
  expect(screen.getAllByRole('columnheader').map(({ textContent }) => textContent)).toEqual(['Run', 'Duration']);
});
