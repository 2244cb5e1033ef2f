import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { MapCanvas } from './map-canvas.tsx';
import type { MapEdge, MapGraph, MapNode } from './map-graph.ts';
import { nextNode } from './map-keys.ts';
import type { Layout, Shape } from './map-layout.ts';
import { FIRST_WAIT_MS } from './use-layout.ts';
import { fitted, opened, shownAround, zoomed } from './map-view.ts';

vi.mock('./map-layout.ts', () => ({ NODE_WIDTH: 100, NODE_HEIGHT: 40, workerLayout: () => layout() }));

const PLACES: Readonly<Record<string, { x: number; y: number }>> = {
  svc: { x: 0, y: 50 },
  web: { x: 200, y: 0 },
  db: { x: 200, y: 100 },
  pods: { x: 400, y: 0 },
};
const placed: Shape[] = [];
const closed = vi.fn();

function layout(fails = false): Layout {
  return {
    place: async shape => {
      placed.push(shape);
      if (fails) throw new Error('no worker');
      return { width: 500, height: 140, places: new Map(Object.entries(PLACES)) };
    },
    close: closed,
  };
}

const node = (id: string, more: Partial<MapNode> = {}): MapNode => ({
  id,
  group: '',
  resource: 'pods',
  kind: 'Pod',
  icon: 'box',
  namespace: 'shop',
  name: id,
  status: null,
  count: 1,
  trouble: null,
  isNamedOnly: false,
  ...more,
});
const edge = (from: string, to: string, trouble: MapEdge['trouble'] = null): MapEdge => ({
  from,
  to,
  meaning: 'owner',
  trouble,
});
const GRAPH: MapGraph = {
  nodes: [
    node('svc', { kind: 'Service' }),
    node('web', { kind: 'Deployment', trouble: 'bad' }),
    node('db'),
    node('pods', { count: 5, status: { status: 'CrashLoopBackOff', tone: 'bad' }, trouble: 'bad' }),
  ],
  edges: [edge('svc', 'web'), edge('svc', 'db'), edge('web', 'pods', 'bad')],
  alone: 0,
};
const makeLayout = () => layout();

/** Its name is its title: jsdom does not know that of a drawing. */
function box(id: string): HTMLElement {
  const found = screen.getAllByRole('link').find(link => link.dataset['node'] === id);
  if (found === undefined) throw new Error(`no box ${id}`);
  return found;
}

async function show(graph = GRAPH, onOpen = vi.fn()) {
  placed.length = 0;
  const screenOf = (shown: MapGraph) => (
    <MapCanvas graph={shown} selected="svc" onOpen={onOpen} makeLayout={makeLayout} />
  );
  const { rerender } = render(screenOf(graph));
  await waitFor(() => box('svc'));
  return { onOpen, show: (next: MapGraph) => rerender(screenOf(next)) };
}

test('each box says its kind, name and state, and what it leads to; trouble is painted along its line alone', async () => {
  await show();
  const names = screen.getAllByRole('link').map(link => link.querySelector('title')?.textContent);
  expect(names).toEqual([
    'Service svc, leads to Deployment web, Pod db',
    'Deployment web, leads to Pod pods',
    'Pod db',
    'Pod 5 alike, CrashLoopBackOff',
  ]);
  expect(screen.getByTestId('map').querySelectorAll('path[data-trouble="bad"]')).toHaveLength(1);
  expect(box('pods').getAttribute('data-tone')).toBe('bad');
});

test('one Tab stop; arrows go along the lines and between boxes; Enter opens', async () => {
  const { onOpen } = await show();
  const focusedId = () => document.activeElement?.getAttribute('data-node');
  box('svc').focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(focusedId()).toBe('web');
  await userEvent.keyboard('{ArrowDown}');
  expect(focusedId()).toBe('db');
  await userEvent.keyboard('{ArrowLeft}');
  expect(focusedId()).toBe('svc');
  await userEvent.keyboard('{ArrowLeft}');
  expect(focusedId()).toBe('svc');
  expect(screen.getAllByRole('link').filter(link => link.tabIndex === 0)).toHaveLength(1);
  await userEvent.keyboard('{Enter}');
  expect(onOpen).toHaveBeenCalledWith(GRAPH.nodes[0]);
});

test('a state that changes paints and arranges nothing anew; another box does', async () => {
  const { show: again } = await show();
  again({ ...GRAPH, nodes: GRAPH.nodes.map(one => ({ ...one, status: { status: 'Running', tone: 'ok' as const } })) });
  expect(placed).toHaveLength(1);
  again({ ...GRAPH, nodes: [...GRAPH.nodes, node('new')] });
  await waitFor(() => expect(placed).toHaveLength(2));
});

test('while more of it is on its way it waits a moment, and is arranged once; then with what is there', async () => {
  vi.useFakeTimers();
  placed.length = 0;
  const screenOf = (graph: MapGraph, isPart: boolean) => (
    <MapCanvas graph={graph} isPart={isPart} selected={null} onOpen={() => {}} makeLayout={makeLayout} />
  );
  const first = { ...GRAPH, nodes: GRAPH.nodes.slice(0, 2) };
  const { rerender, unmount } = render(screenOf(first, true));
  rerender(screenOf(GRAPH, true));
  expect(placed).toEqual([]);
  rerender(screenOf(GRAPH, false));
  expect(placed).toEqual([GRAPH]);
  unmount();
  placed.length = 0;
  render(screenOf(first, true));
  await act(() => vi.advanceTimersByTimeAsync(FIRST_WAIT_MS));
  expect(placed).toEqual([first]);
  vi.useRealTimers();
});

test('what changes while it is arranged is arranged next, and only as it is then', async () => {
  const asked: Shape[] = [];
  const arranged: (() => void)[] = [];
  const places = { width: 1, height: 1, places: new Map(Object.entries(PLACES)) };
  const place = (shape: Shape) => {
    asked.push(shape);
    return new Promise<typeof places>(resolve => arranged.push(() => resolve(places)));
  };
  const slow = () => ({ place, close: () => {} });
  const screenOf = (graph: MapGraph) => <MapCanvas graph={graph} selected={null} onOpen={() => {}} makeLayout={slow} />;
  const { rerender } = render(screenOf(GRAPH));
  const more = [1, 2, 3].map(count => ({
    ...GRAPH,
    nodes: [...GRAPH.nodes, ...Array.from({ length: count }, (_, i) => node(`new-${i}`))],
  }));
  for (const graph of more) rerender(screenOf(graph));
  expect(asked).toEqual([GRAPH]);
  await act(async () => arranged[0]?.());
  expect(asked).toEqual([GRAPH, more[2]]);
  expect(box('svc')).toBeDefined();
});

test('plus, minus and zero enlarge it and show it whole', async () => {
  await show();
  const drawing = () => screen.getByTestId('map').querySelector('g')?.getAttribute('transform');
  const whole = drawing();
  box('svc').focus();
  await userEvent.keyboard('+');
  expect(drawing()).not.toBe(whole);
  await userEvent.keyboard('0');
  expect(drawing()).toBe(whole);
  await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}');
  expect(drawing()).not.toBe(whole);
});

test('where it cannot be arranged it says why', async () => {
  render(<MapCanvas graph={GRAPH} selected={null} onOpen={() => {}} makeLayout={failing} />);
  expect((await screen.findByText(/no worker/)).textContent).toContain('no worker');
});
const failing = () => layout(true);

test('the next box: the nearest along a line, else none', () => {
  const places = new Map(Object.entries(PLACES));
  const from = { edges: GRAPH.edges, places };
  expect(nextNode(from, 'pods', { x: 1, y: 0 })).toBeNull();
  expect(nextNode(from, 'pods', { x: -1, y: 0 })).toBe('web');
  expect(nextNode(from, 'web', { x: 0, y: 1 })).toBe('db');
  expect(nextNode(from, 'web', { x: 0, y: -1 })).toBeNull();
  expect(nextNode(from, 'nobody', { x: 1, y: 0 })).toBeNull();
});

test('what is under the pointer stays there; a map fits its room, and a small one is not blown up', () => {
  const view = { x: 10, y: 20, scale: 1 };
  const at = { x: 110, y: 70 };
  const { x, y, scale } = zoomed(view, 2, at);
  expect([(at.x - x) / scale, (at.y - y) / scale]).toEqual([100, 50]);
  expect(fitted({ width: 100, height: 50 }, { width: 800, height: 600 }).scale).toBe(1);
  const large = fitted({ width: 4_000, height: 300 }, { width: 800, height: 600 });
  expect(4_000 * large.scale).toBeLessThanOrEqual(800);
  expect(shownAround(view, { x: 0, y: 0 }, { width: 800, height: 600 })).toEqual({ x: 24, y: 24, scale: 1 });
});

test('where all of it could not be read a map begins around the box that matters, and leaves no room empty for that', () => {
  const phone = { width: 390, height: 600 };
  const map = { width: 1_000, height: 200 };
  const at = (x: number) => opened(map, phone, { x, y: 80 });
  expect(at(450)).toEqual({ x: 195 - 500 * 0.8, y: (600 - 160) / 2, scale: 0.8 });
  expect(at(0).x).toBe(24);
  expect(at(900).x).toBe(390 - 24 - 800);
  // What is seen from the beginning on is no reason to cut that off.
  const tall = opened({ width: 1_000, height: 1_700 }, { width: 1_200, height: 720 }, { x: 400, y: 500 });
  expect(tall.y).toBe(24);
  expect(opened({ width: 1_000, height: 1_700 }, { width: 1_200, height: 720 }, { x: 400, y: 900 }).y).toBeLessThan(0);
  // A little smaller where that shows all columns: the end of a chain is not cut off.
  const wide = opened({ width: 1_200, height: 1_700 }, { width: 976, height: 600 }, { x: 400, y: 100 });
  expect(wide.x + 1_200 * wide.scale).toBeLessThanOrEqual(976);
  expect(wide.scale).toBeGreaterThan(0.65);
  // All of it, where somebody asks for that, and where it has room.
  expect(opened(map, phone, undefined)).toEqual(fitted(map, phone));
  expect(opened({ width: 300, height: 100 }, phone, { x: 0, y: 0 }).scale).toBe(1);
});

test('a state that becomes bad does not move a map that has begun', async () => {
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(390);
  const calm = { ...GRAPH, nodes: GRAPH.nodes.map(one => ({ ...one, trouble: null })) };
  const screenOf = (graph: MapGraph) => (
    <MapCanvas graph={graph} selected={null} onOpen={() => {}} makeLayout={makeLayout} />
  );
  const { rerender } = render(screenOf(calm));
  await waitFor(() => box('svc'));
  const drawing = () => screen.getByTestId('map').querySelector('g')?.getAttribute('transform');
  const before = drawing();
  expect(before).toContain('translate(24 ');
  rerender(screenOf(GRAPH));
  expect(drawing()).toBe(before);
  vi.restoreAllMocks();
});

test('one finger beside the boxes moves it, two enlarge what is between them', async () => {
  await show();
  const map = screen.getByTestId('map');
  const scale = () => Number(/scale\((.+)\)/.exec(map.querySelector('g')?.getAttribute('transform') ?? '')?.[1]);
  const drawing = () => map.querySelector('g')?.getAttribute('transform');
  const touch = (
    type: 'pointerDown' | 'pointerMove' | 'pointerUp',
    pointerId: number,
    clientX: number,
    on: Element = map,
  ) => fireEvent[type](on, { pointerId, clientX, clientY: 50, button: 0 });
  const before = drawing();
  touch('pointerDown', 1, 100, box('svc'));
  touch('pointerMove', 1, 120);
  expect(drawing()).toBe(before);
  touch('pointerDown', 2, 220);
  touch('pointerMove', 2, 320);
  expect(scale()).toBeCloseTo(2);
  touch('pointerUp', 1, 120);
  touch('pointerMove', 2, 340);
  expect(scale()).toBeCloseTo(2);
  touch('pointerUp', 2, 340);
  const after = drawing();
  touch('pointerMove', 2, 400);
  expect(drawing()).toBe(after);
});
