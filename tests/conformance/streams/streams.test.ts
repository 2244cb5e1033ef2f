import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasRealNode, realNodeTitle } from '../../real-cluster/node/node-suite.ts';
import { playStreams, STREAM_SCENARIOS } from './all-streams.ts';
import { recordedStreams } from './record-streams.ts';
import { embeddedWorld, realWorld, type StartedWorld } from './stream-world.ts';

// What clients of exec, attach, logs and ports are told, frame by frame: as a real kubelet with containerd told it, on simulated nodes and on
// that kubelet itself.

const recorded = recordedStreams();
/** A real node is started, and waits for its turn where another runs. */
const PLAY_MS = 600_000;

describe.each<[string, boolean, () => Promise<StartedWorld>]>([
  ['a simulated node', true, embeddedWorld],
  [realNodeTitle('a real node'), hasRealNode, realWorld],
])('%s', (_title, isThere, start) => {
  let told: Record<string, unknown> = {};
  let started: StartedWorld | null = null;

  beforeAll(async () => {
    if (!isThere) return;
    started = await start();
    told = await playStreams(started.world);
  }, PLAY_MS);
  afterAll(() => started?.stop());

  test.skipIf(!isThere).each(STREAM_SCENARIOS.map(({ title }) => title))('[AS14] %s', title => {
    expect(told[title]).toEqual(recorded[title]);
  });
});

test('every scenario is recorded, and nothing else', () => {
  expect(Object.keys(recorded)).toEqual(STREAM_SCENARIOS.map(({ title }) => title));
});
