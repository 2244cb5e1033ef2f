import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { expect, test } from 'vitest';
import type { StreamMessage } from '@lanthorn/protocol/down-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { MAX_STREAMS, STREAM_WINDOW_BYTES } from '@lanthorn/protocol/streams.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Boundary, THROWN_ON } from '../faults/boundary.ts';
import { TabStreams } from './tab-streams.ts';

const CHUNK = '日'.repeat(100_000);
const CHUNK_BYTES = Buffer.byteLength(CHUNK);
const QUERY = { kind: 'logs', cluster: 'c', namespace: 'n', pod: 'p', container: 'c' } as const;
const FLAGS = { follow: true, previous: false, timestamps: false, tailLines: 1 };
const LOG = { ...QUERY, ...FLAGS };

/** A tab whose cluster has a log without end. */
function start(chunks = Number.POSITIVE_INFINITY) {
  const clock = new FakeClock();
  const state = { given: 0, open: 0, asked: 0 };
  async function* body(signal: AbortSignal | undefined) {
    if (signal?.aborted === true) return;
    state.open++;
    signal?.addEventListener('abort', () => state.open--);
    for (let i = 0; i < chunks; i++, state.given++) yield CHUNK;
  }
  const source = {
    send: async (_request: unknown, signal?: AbortSignal) => {
      state.asked++;
      return { status: 200, headers: {}, warnings: [], body: body(signal) };
    },
  };
  const info = { name: 'c', isDemo: false, server: '', user: '', namespace: '', problem: null };
  const told: StreamMessage[] = [];
  let bytes = 0;
  const streams = new TabStreams({
    clock,
    identity: 'owner' as IdentityKey,
    terminals: { open: () => ({ receive: async () => {}, close: () => {} }) },
    releases: {
      open: () => {
        throw new Error('no releases are read here');
      },
    },
    ports: { state: async () => ({ ports: [], isKept: true }), subscribe: () => () => {} },
    cluster: name => (name === 'c' ? ({ info, source, close: async () => {} } as never) : undefined),
    boundary: (place, end) => new Boundary(place, { clock, faults: THROWN_ON, end }),
    send: message => told.push(message),
    sendBytes: frame => {
      bytes += frame.length;
    },
  });
  return { clock, state, streams, told, bytes: () => bytes };
}

test('[PR14] a log waits for its reader after half a megabyte, whatever its letters', async () => {
  const { clock, state, streams } = start();
  streams.open(1, LOG);
  await clock.advance(10);
  // Of 300,000 bytes each.
  expect(state.given).toBe(1);
  streams.acknowledge(1, CHUNK_BYTES);
  await clock.advance(10);
  expect(state.given).toBe(2);
  streams.close();
  expect(state.open).toBe(0);
});

test('[PR14] an acknowledgement of bytes that were never sent makes no room for more than the window', async () => {
  const { clock, state, streams } = start();
  streams.open(1, LOG);
  await clock.advance(10);
  for (const bytes of [Number.MAX_SAFE_INTEGER, 0]) streams.acknowledge(1, bytes);
  streams.acknowledge(2, 5);
  await clock.advance(10);
  // One window's worth went on: two chunks, of which the first leaves room.
  expect(state.given).toBe(3);
  streams.close();
});

test('[PR14] a tab that reads nothing holds no more than it is given up with, however many streams it opens', async () => {
  const { clock, state, streams, told, bytes } = start();
  for (let id = 0; id < 3_000; id++) streams.open(id, LOG);
  await clock.advance(10);
  expect(bytes()).toBeGreaterThan(8 * 1024 * 1024);
  expect(bytes()).toBeLessThan(8 * 1024 * 1024 + 2 * CHUNK_BYTES);
  expect(told.filter(({ type }) => type === 'end')).toHaveLength(3_000 - MAX_STREAMS);
  streams.close();
  await clock.advance(10);
  expect(told).toHaveLength(3_000 - MAX_STREAMS);
  expect(state.open).toBe(0);
});

test('[PR16] a stream that takes no bytes, an unknown cluster, and one sent too much end, each with its reason', async () => {
  const { clock, streams, told } = start(0);
  streams.open(1, { ...LOG, cluster: 'nowhere' });
  expect(told).toEqual([
    { type: 'end', id: 1, end: { reason: 'refused', problem: problem('noCluster', { cluster: 'nowhere' }) } },
  ]);
  told.length = 0;
  streams.open(2, LOG);
  streams.receive({ id: 2, channel: 0, bytes: new Uint8Array(1) });
  streams.open(3, LOG);
  streams.receive({ id: 3, channel: 0, bytes: new Uint8Array(STREAM_WINDOW_BYTES + 1) });
  await clock.advance(10);
  expect(told.map(message => (message.type === 'end' ? message.end.reason : message.type))).toEqual([
    'refused',
    'refused',
  ]);
});

test('[PR15] bytes for a stream that is not open say nothing; one that is over is told once', async () => {
  const { clock, streams, told } = start(1);
  streams.receive({ id: 7, channel: 255, bytes: new Uint8Array(9) });
  streams.open(1, LOG);
  await clock.advance(10);
  streams.receive({ id: 1, channel: 0, bytes: new Uint8Array(9) });
  streams.end(1);
  await clock.advance(10);
  expect(told).toEqual([{ type: 'end', id: 1, end: { reason: 'finished', problem: null } }]);
});

test('[PR14] opened again and again, streams are asked of a cluster no more often than once a second each; the last that was asked for is opened', async () => {
  const { clock, state, streams, told } = start();
  for (let i = 0; i < 5_000; i++) streams.open(i % 3, LOG);
  await clock.advance(10);
  expect(state.asked).toBe(MAX_STREAMS);
  for (let i = 0; i < 5_000; i++) {
    streams.open(100 + i, LOG);
    if (i < 4_999) streams.end(100 + i);
  }
  expect(state.asked).toBe(MAX_STREAMS);
  await clock.advance(1_000);
  expect(state.asked).toBe(MAX_STREAMS + 4);
  expect(state.open).toBe(4);
  for (let i = 0; i < 5_000; i++) streams.open(i % 3, LOG);
  streams.close();
  await clock.advance(10_000);
  expect([state.asked, state.open, clock.pendingTimers]).toEqual([2 * MAX_STREAMS, 0, 0]);
  expect(told).toEqual([]);
});

test('[PR15] what a tab sends before its stream is opened is handed on when it is, and counts against the window until then', async () => {
  const { clock, streams, told } = start(0);
  for (let i = 0; i <= MAX_STREAMS; i++) streams.open(i < MAX_STREAMS ? 1 : 2, LOG);
  streams.receive({ id: 2, channel: 0, bytes: new Uint8Array(9) });
  await clock.advance(10);
  expect(told.filter(message => message.id === 2)).toEqual([]);
  await clock.advance(1_000);
  expect(told.filter(message => message.id === 2)).toEqual([
    { type: 'end', id: 2, end: { reason: 'refused', problem: problem('takesNoBytes', {}) } },
  ]);
  for (let i = 0; i <= MAX_STREAMS; i++) streams.open(i < MAX_STREAMS ? 1 : 3, LOG);
  for (let i = 0; i < 2; i++) streams.receive({ id: 3, channel: 0, bytes: new Uint8Array(STREAM_WINDOW_BYTES) });
  const ends = told.filter(message => message.id === 3);
  expect(ends.map(message => (message.type === 'end' ? message.end.problem?.message : ''))).toEqual([
    `more than ${STREAM_WINDOW_BYTES} bytes at once`,
  ]);
  streams.close();
});
