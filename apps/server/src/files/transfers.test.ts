import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { spawnSync } from 'node:child_process';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { FetchRequest } from '@lanthorn/protocol/files/file-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { systemClock } from '../system-clock.ts';
import { TestContainer } from './test-container.ts';
import { Transfers } from './transfers.ts';

const OWNER = 'owner' as IdentityKey;
const ID = '00000000-0000-4000-8000-000000000001';
const opened: TestContainer[] = [];
afterEach(() => {
  for (const container of opened.splice(0)) container.close();
});

function start(as: FetchRequest['as'], name: string, programs?: readonly string[]) {
  const container = new TestContainer(programs);
  opened.push(container);
  const transfers = new Transfers(systemClock);
  const request = { ...container.request(name), id: ID, as };
  return { container, transfers, prepare: () => transfers.prepare(OWNER, container.context.cluster, request) };
}

async function all(bytes: AsyncIterable<Uint8Array> | undefined): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes ?? []) parts.push(part);
  return Buffer.concat(parts);
}

test('a file comes as it is, once', async () => {
  const { container, transfers, prepare } = start('file', 'a');
  const content = Buffer.alloc(3_000_000, 'abc');
  writeFileSync(join(container.folder, 'a'), content);
  expect([prepare(), prepare()?.code]).toEqual([null, 'idTaken']);
  expect(transfers.state(OWNER, ID)).toEqual({ bytes: 0, end: null, leftOut: 0 });
  expect((await all(transfers.take(OWNER, ID)?.bytes)).equals(content)).toBe(true);
  expect(transfers.state(OWNER, ID)).toEqual({ bytes: content.length, end: { problem: null }, leftOut: 0 });
  expect(transfers.take(OWNER, ID)).toBeNull();
  transfers.close();
});

test('a folder comes as an archive that tar unpacks to the same; a link that leads out is left out and counted', async () => {
  const { container, transfers, prepare } = start('archive', '-data');
  const { folder } = container;
  mkdirSync(join(folder, '-data/sub'), { recursive: true });
  const long = 'ä'.repeat(110);
  writeFileSync(join(folder, '-data/sub', long), 'content');
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/-data/`), Buffer.from([0xff])]), 'odd');
  symlinkSync(`sub/${long}`, join(folder, '-data/link'));
  symlinkSync('/etc/passwd', join(folder, '-data/out'));
  prepare();
  const archive = await all(transfers.take(OWNER, ID)?.bytes);
  expect(transfers.state(OWNER, ID)).toMatchObject({ end: { problem: null }, leftOut: 1 });
  mkdirSync(join(folder, 'unpacked'));
  const tar = spawnSync('tar', ['xf', '-', '-C', join(folder, 'unpacked')], { input: archive });
  expect([tar.status, tar.stderr.toString()]).toEqual([0, '']);
  expect(readFileSync(join(folder, 'unpacked/-data/link'), 'utf8')).toBe('content');
  expect(readFileSync(join(folder, 'unpacked/-data/\\xff'), 'utf8')).toBe('odd');
  transfers.close();
});

test('without tar that is said, and what the container complains of while it goes on as well', async () => {
  const bare = start('archive', 'sub', ['cat', 'sh']);
  bare.prepare();
  await expect(all(bare.transfers.take(OWNER, ID)?.bytes)).rejects.toMatchObject({ problem: { code: 'noTar' } });
  const { container, transfers, prepare } = start('archive', 'sub');
  mkdirSync(join(container.folder, 'sub'));
  const real = `/bin/tar cf - -C ${container.folder} ./sub; echo "tar: ./sub/b: Cannot open: Permission denied" >&2; exit 2`;
  container.fakes.set('tar', real);
  prepare();
  await all(transfers.take(OWNER, ID)?.bytes);
  expect(transfers.state(OWNER, ID)?.end?.problem).toMatchObject({
    ...{ code: 'containerSays', message: expect.stringContaining('Permission denied') },
  });
  transfers.close();
});

test('one that is stopped ends, and the command with it', async () => {
  const { container, transfers, prepare } = start('file', 'a');
  container.fakes.set('cat', 'while :; do printf x; done');
  prepare();
  const bytes = transfers.take(OWNER, ID)?.bytes;
  await bytes?.next();
  transfers.cancel('another' as IdentityKey, ID);
  expect(transfers.state(OWNER, ID)?.end).toBeNull();
  transfers.cancel(OWNER, ID);
  await expect(all(bytes)).rejects.toMatchObject({ problem: { code: 'transferStopped' } });
  expect(transfers.state(OWNER, ID)?.end?.problem?.code).toBe('transferStopped');
  await expect.poll(() => container.running.size).toBe(0);
  transfers.close();
});

test('whoever goes away ends it as well', async () => {
  const { container, transfers, prepare } = start('file', 'a');
  container.fakes.set('cat', 'while :; do printf x; done');
  prepare();
  const bytes = transfers.take(OWNER, ID)?.bytes;
  await bytes?.next();
  await bytes?.return(undefined);
  expect(transfers.state(OWNER, ID)?.end?.problem?.code).toBe('transferStopped');
  await expect.poll(() => container.running.size).toBe(0);
  transfers.close();
});

test('what nobody comes for, or nobody takes on, is given up, and what became of one is told for a while', async () => {
  const container = new TestContainer();
  opened.push(container);
  writeFileSync(join(container.folder, 'a'), 'x');
  const clock = new FakeClock();
  const transfers = new Transfers(clock);
  const request = { ...container.request('a'), id: ID, as: 'file' } as const;
  transfers.prepare(OWNER, container.context.cluster, request);
  await clock.advance(61_000);
  expect(transfers.state(OWNER, ID)).toBeNull();
  container.fakes.set('cat', 'while :; do printf x; done');
  transfers.prepare(OWNER, container.context.cluster, request);
  const bytes = transfers.take(OWNER, ID)?.bytes;
  await bytes?.next();
  await clock.advance(301_000);
  expect(transfers.state(OWNER, ID)?.end?.problem?.code).toBe('transferStalled');
  await expect(all(bytes)).rejects.toMatchObject({ problem: { code: 'transferStalled' } });
  await clock.advance(121_000);
  expect([transfers.state(OWNER, ID), transfers.size]).toEqual([null, 0]);
});

test('what is fetched to be kept is recorded from its first byte to its end; what is looked at is not', async () => {
  const container = new TestContainer();
  opened.push(container);
  writeFileSync(join(container.folder, 'a'), 'x');
  const told: unknown[] = [];
  const transfers = new Transfers(systemClock, (owner, _cluster, { path, as }) => {
    told.push(['began', owner, path, as]);
    return { ended: why => told.push(['ended', why?.code ?? null]) };
  });
  const take = (as: FetchRequest['as'], id: string, name: string) => {
    transfers.prepare(OWNER, container.context.cluster, { ...container.request(name), id, as });
    return transfers.take(OWNER, id)?.bytes;
  };
  const { path } = container.request('a');
  const idOf = (digit: number) => `${ID.slice(0, -1)}${digit}`;
  const file = take('file', ID, 'a');
  expect(told).toEqual([]);
  await all(file);
  expect(told).toEqual([
    ['began', OWNER, path, 'file'],
    ['ended', null],
  ]);
  await all(take('image', idOf(2), 'a'));
  expect(told).toHaveLength(2);
  container.makeFolder('sub');
  const cut = take('archive', idOf(4), 'sub');
  await cut?.next();
  await cut?.return(undefined);
  expect(told.at(-1)).toEqual(['ended', 'transferStopped']);
  transfers.close();
});
