import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { MapCanvas } from './map-canvas.tsx';
import type { MapNode } from './map-graph.ts';

const drawn = vi.hoisted(() => vi.fn(() => null));
vi.mock('./map-box.tsx', () => ({ MapBox: drawn }));
vi.mock('./map-layout.ts', () => ({ NODE_WIDTH: 100, NODE_HEIGHT: 40, workerLayout: () => {} }));

const NODES = ['web', 'pod'].map(id => ({ id, kind: 'Pod', name: id, trouble: null }) as MapNode);
const makeLayout = () => ({
  place: async () => ({
    width: 500,
    height: 140,
    places: new Map(NODES.map(({ id }, i) => [id, { x: 200 * i, y: 0 }])),
  }),
  close: () => {},
});
const GRAPH = { nodes: NODES, edges: [{ from: 'web', to: 'pod', meaning: 'owner', trouble: null }], alone: 0 } as const;
const open = () => {};

test('a map that is moved draws none of its boxes anew', async () => {
  render(<MapCanvas graph={GRAPH} selected={null} onOpen={open} makeLayout={makeLayout} />);
  const map = screen.getByTestId('map');
  await waitFor(() => expect(map.querySelector('g')).not.toBeNull());
  const at = () => map.querySelector('g')?.getAttribute('transform');
  const before = { at: at(), boxes: drawn.mock.calls.length };
  fireEvent.wheel(map, { deltaY: -200 });
  expect(at()).not.toBe(before.at);
  expect(drawn.mock.calls).toHaveLength(before.boxes);
});
