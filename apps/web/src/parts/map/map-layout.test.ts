import elk from 'elkjs/lib/elk-worker.min.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MapEdge, MapNode } from './map-graph.ts';
import { warmLayout, workerLayout } from './map-layout.ts';

/** What arranges, in this thread. */
const begun: object[] = [];
const ended: object[] = [];
class Here extends elk.Worker {
  constructor(url: string) {
    super(url);
    begun.push(this);
  }

  terminate(): void {
    ended.push(this);
  }
}

const SHAPE = {
  nodes: [{ id: 'web' }, { id: 'pod' }] as MapNode[],
  edges: [{ from: 'web', to: 'pod' }] as MapEdge[],
};

beforeEach(() => {
  vi.stubGlobal('Worker', Here);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  vi.unstubAllGlobals();
  begun.length = 0;
  ended.length = 0;
});

/** Elk hands its answer on with a timer of its own. */
async function arranged(layout: ReturnType<typeof workerLayout>) {
  const placing = layout.place(SHAPE);
  await vi.advanceTimersByTimeAsync(100);
  return placing;
}

test('what follows stands to the right of what it follows from', async () => {
  const layout = workerLayout();
  const { places, width } = await arranged(layout);
  const [web, pod] = [places.get('web'), places.get('pod')];
  expect(pod?.x).toBeGreaterThan(web?.x ?? Number.NaN);
  expect(width).toBeGreaterThan(pod?.x ?? Number.NaN);
  layout.close();
});

test('what arranges is begun once: for a map that is not read yet, for one that is opened again, and ended when none was for a minute', async () => {
  warmLayout();
  warmLayout();
  for (let opened = 0; opened < 2; opened++) {
    const layout = workerLayout();
    await arranged(layout);
    layout.close();
    vi.advanceTimersByTime(59_000);
  }
  expect([begun.length, ended.length]).toEqual([1, 0]);
  vi.advanceTimersByTime(2_000);
  expect(ended).toEqual(begun);
});

test('what it is busy with when the map is closed nobody waits for', async () => {
  const layout = workerLayout();
  layout.place(SHAPE).catch(() => undefined);
  layout.close();
  expect(ended).toEqual(begun);
  expect(begun).toHaveLength(1);
});

test('of two maps that are closed one is kept', async () => {
  const two = [workerLayout(), workerLayout()];
  for (const layout of two) await arranged(layout);
  for (const layout of two) layout.close();
  expect([begun.length, ended.length]).toEqual([2, 1]);
});
