import { act, render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { useToldLoads } from '../../../data/usage/told-loads.ts';
import type { NodeLoads } from '../../../data/usage/use-node-loads.ts';
import { TakenNote } from './taken-note.tsx';

vi.mock('../../../data/usage/use-node-loads.ts', () => ({
  useNodeLoads: (cluster: string, nodes: readonly WireRow[]) => {
    asked.push([cluster, nodes.map(({ name }) => name)]);
    return answer;
  },
}));

const asked: unknown[] = [];
const KNOWN: NodeLoads = {
  told: 'requested',
  loads: { cpu: new Map([['a', { amount: 1, of: 4 }]]), memory: new Map() },
  isTooMany: false,
};
let answer: NodeLoads;
beforeEach(() => {
  asked.length = 0;
});

const ROWS = new Map(
  [{ name: 'a' }, { name: 'zone', group: { count: 1 } }].map(row => [row.name, row as unknown as WireRow]),
);

test('cells are told of what is taken of the nodes in the window, heads of groups aside, until the list is left', () => {
  answer = KNOWN;
  const { unmount, container } = render(<TakenNote cluster="c" rows={ROWS} />);
  expect(asked.at(-1)).toEqual(['c', ['a']]);
  expect(useToldLoads.getState().told).toEqual({ cluster: 'c', told: 'requested', loads: KNOWN.loads });
  expect(container.textContent).toBe('');
  act(unmount);
  expect(useToldLoads.getState().told).toBeNull();
});

test('too many pods to sum up are said', () => {
  answer = { ...KNOWN, told: null, isTooMany: true };
  render(<TakenNote cluster="c" rows={ROWS} />);
  expect(screen.getByRole('status').textContent).toContain('too many pods to sum up');
});
