import { act, render, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { Loads } from '../../../data/usage/node-loads.ts';
import { useToldLoads } from '../../../data/usage/told-loads.ts';
import { TakenCell } from './taken-cell.tsx';

const GIBI = 1024 ** 3;
const LOADS: Loads = {
  cpu: new Map([['a', { amount: 4, of: 16 }]]),
  memory: new Map([['a', { amount: 62 * GIBI, of: 64 * GIBI }]]),
};
const tell = (told: 'used' | 'requested' | null, cluster = 'c') =>
  act(() => useToldLoads.setState({ told: { cluster, told, loads: LOADS } }));
beforeEach(() => act(() => useToldLoads.setState({ told: null })));

function show(measure: 'cpu' | 'memory', name = 'a') {
  render(
    <TakenCell cluster="c" name={name} measure={measure}>
      whole
    </TakenCell>,
  );
}

test('what is taken stands beside a bar that says it to who listens, whether it is used or asked for', () => {
  show('cpu');
  tell('used');
  const bar = screen.getByRole('meter', { name: 'CPU used of allocatable' });
  expect(bar.getAttribute('aria-valuetext')).toBe('CPU used of allocatable: 25% (4 of 16)');
  screen.getByText('4 of 16');
  tell('requested');
  screen.getByRole('meter', { name: 'CPU requested of allocatable' });
});

test('close to its end it is warned of', () => {
  show('memory');
  tell('used');
  expect(screen.getByText('62Gi of 64Gi').className).toContain('tone-warning');
});

test.each([
  ['nothing is told', null, 'c', 'a'],
  ['it is told of another cluster', 'used', 'other', 'a'],
  ['nothing is known of this node', 'used', 'c', 'b'],
] as const)('where %s it says what there is in all', (_title, told, cluster, name) => {
  show('cpu', name);
  tell(told, cluster);
  screen.getByText('whole');
  expect(screen.queryByRole('meter')).toBeNull();
});
