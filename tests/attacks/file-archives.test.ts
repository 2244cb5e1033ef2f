import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { checkedArchive } from '../../apps/server/src/files/checked-archive.ts';
import { listFolder } from '../../apps/server/src/files/list-folder.ts';
import { readFile } from '../../apps/server/src/files/read-file.ts';
import { TestContainer } from '../../apps/server/src/files/test-container.ts';
import { Transfers } from '../../apps/server/src/files/transfers.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';

// A container may be anybody's: what it sends as an archive, as a list and as a file is taken for what it is worth.

const BLOCK = 512;
const ID = '00000000-0000-4000-8000-000000000001';
const OWNER = 'owner' as IdentityKey;

interface Block {
  readonly name: string;
  readonly type?: string;
  readonly link?: string;
  readonly size?: number;
  readonly content?: string;
}

/** A header as tar writes it, whatever is said in it. */
function entry({ name, type = '0', link = '', content = '', size = content.length }: Block): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100, 'latin1');
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  if (size < 0o77777777777) header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  else {
    header[124] = 0x80;
    header.writeUIntBE(size, 130, 6);
  }
  header.write('00000000000\0', 136);
  header.write(type, 156);
  header.write(link, 157, 100, 'latin1');
  header.write('ustar\x0000', 257);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const body = Buffer.alloc(Math.ceil(content.length / BLOCK) * BLOCK);
  body.write(content);
  return Buffer.concat([header, body]);
}

async function* inPieces(bytes: Buffer, length = 700): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

/** What comes of such an archive: what stands in it, and how it ended. */
async function passed(blocks: readonly Block[], { isEnded = true, root = 'data' } = {}) {
  let leftOut = 0;
  const sent = Buffer.concat([...blocks.map(entry), ...(isEnded ? [Buffer.alloc(2 * BLOCK)] : [])]);
  const kept: Uint8Array[] = [];
  let problem: string | null = null;
  try {
    for await (const bytes of checkedArchive(inPieces(sent), { root, onLeftOut: () => void leftOut++ }))
      kept.push(bytes);
  } catch (error) {
    problem = (error as { problem: { code: string } }).problem.code;
  }
  return { names: problem === null ? namesOf(Buffer.concat(kept)) : null, leftOut, problem };
}

/** As another tar reads it: the letter of its kind, its name, and where a link leads. */
function namesOf(archive: Buffer): string[] {
  const { stdout } = spawnSync('tar', ['tvf', '-'], { input: archive, env: { ...process.env, LC_ALL: 'C' } });
  const lines = stdout.toString('latin1').trim().split('\n');
  return lines.map(line => line.replace(/^(.)\S+ +\S+ +\d+ \S+ \S+ /, '$1 '));
}

const FILE = { name: 'data/file', content: 'text' };

describe('an archive', () => {
  test('of files, folders and links within it is passed on', async () => {
    const blocks = [
      { name: './data/', type: '5' },
      { name: './data/sub/', type: '5' },
      { name: './data/sub/a', content: 'x'.repeat(2_000) },
      { name: './data/sub/b', type: '2', link: '../c' },
      { name: './data/c', type: '1', link: './data/sub/a' },
      { name: './data/empty' },
    ];
    expect(await passed(blocks)).toEqual({
      problem: null,
      leftOut: 0,
      names: [
        'd data/',
        'd data/sub/',
        '- data/sub/a',
        'l data/sub/b -> ../c',
        'h data/c link to data/sub/a',
        '- data/empty',
      ],
    });
  });

  test.each([
    ['goes back', { name: 'data/../../.ssh/authorized_keys', content: 'x' }],
    ['is absolute', { name: '/etc/cron.d/x', content: 'x' }],
    ['stands beside', { name: 'other/file', content: 'x' }],
    ['is the folder above', { name: '..', type: '5' }],
    ['hides that it goes back', { name: './data/./..//../x', content: 'x' }],
  ])('with an entry that %s is not passed on', async (_title, block: Block) => {
    expect(await passed([FILE, block])).toMatchObject({ problem: 'unsafeArchive' });
  });

  test('that writes through a link of its own is not passed on', async () => {
    const link = { name: 'data/sub', type: '2', link: 'inner' };
    expect(await passed([link, { name: 'data/sub/file', content: 'x' }])).toMatchObject({ problem: 'unsafeArchive' });
  });

  test.each([
    ['to an absolute place', { name: 'data/a', type: '2', link: '/etc/passwd' }],
    ['out of the folder', { name: 'data/a', type: '2', link: '../a' }],
    ['out of it from below', { name: 'data/sub/a', type: '2', link: '../../x' }],
    ['back behind a name that may be a link', { name: 'data/sub/a', type: '2', link: 'b/../../../x' }],
    ['hard, to a file outside', { name: 'data/a', type: '1', link: '/etc/shadow' }],
    ['hard, and back', { name: 'data/a', type: '1', link: 'data/../../x' }],
    ['nowhere', { name: 'data/a', type: '2', link: '' }],
  ])('leaves out a link %s, and goes on', async (_title, block: Block) => {
    expect(await passed([block, FILE])).toEqual({ problem: null, leftOut: 1, names: ['- data/file'] });
  });

  test.each([
    ['a device of characters', '3'],
    ['a device of blocks', '4'],
    ['a pipe', '6'],
    ['something unknown', 'Z'],
  ])('leaves out %s', async (_title, type) => {
    expect(await passed([{ name: 'data/odd', type }, FILE])).toEqual({
      ...{ problem: null, leftOut: 1, names: ['- data/file'] },
    });
  });

  test('that promises more than it sends, or is none, is not called whole', async () => {
    expect(await passed([{ name: 'data/a', size: 2 ** 44, content: 'x' }])).toMatchObject({ problem: 'badArchive' });
    expect(await passed([{ name: 'data/a', size: 4_000, content: 'x' }], { isEnded: false })).toMatchObject({
      problem: 'badArchive',
    });
    const garbage = inPieces(Buffer.from('x'.repeat(9_000)));
    await expect(
      (async () => {
        for await (const bytes of checkedArchive(garbage, { root: 'data', onLeftOut: () => {} })) void bytes;
      })(),
    ).rejects.toMatchObject({ problem: { code: 'badArchive' } });
  });
});

describe('a container', () => {
  const opened: TestContainer[] = [];
  afterEach(() => {
    for (const container of opened.splice(0)) container.close();
  });
  const hostile = (program: string, script: string) => {
    const container = new TestContainer();
    opened.push(container);
    container.fakes.set(program, script);
    return container;
  };

  test('that answers nonsense as a list is read in the time its length takes, and shows no entry', async () => {
    const script = `mark=; for word in x; do :; done; printf 'no marks at all'; head -c 3000000 /dev/zero | tr '\\0' 1`;
    const container = hostile('find', script);
    const answer = await listFolder(container.context, container.request());
    expect('folder' in answer ? answer.folder.entries : answer.problem.code).toEqual([]);
  });

  test('that writes without end is read no further than is shown', async () => {
    const container = hostile(
      'find',
      'while :; do printf xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done',
    );
    const answer = await listFolder(container.context, container.request());
    expect(answer).toMatchObject({ folder: { entries: [], isCut: true } });
    writeFileSync(join(container.folder, 'a'), '');
    container.fakes.set('head', 'exec cat /dev/zero');
    expect(await readFile(container.context, container.request('a'))).toMatchObject({ file: { isCut: true } });
  });

  test('that sends an archive of another folder: the bytes break off, and why is told', async () => {
    const container = hostile('tar', '');
    const evil = join(container.folder, 'evil.tar');
    writeFileSync(evil, Buffer.concat([entry({ name: 'sub/a', content: 'x' }), entry({ name: '../b', content: 'x' })]));
    container.fakes.set('tar', `cat ${evil}`);
    const transfers = new Transfers(systemClock);
    const request = { ...container.request('sub'), id: ID, as: 'archive' } as const;
    expect(transfers.prepare(OWNER, container.context.cluster, request)).toBeNull();
    expect(transfers.take('another' as IdentityKey, ID)).toBeNull();
    const taken = transfers.take(OWNER, ID);
    await expect(
      (async () => {
        for await (const bytes of taken?.bytes ?? []) void bytes;
      })(),
    ).rejects.toMatchObject({ problem: { code: 'unsafeArchive' } });
    expect(transfers.state(OWNER, ID)?.end?.problem?.code).toBe('unsafeArchive');
    expect(transfers.state('another' as IdentityKey, ID)).toBeNull();
    expect(transfers.take(OWNER, ID)).toBeNull();
    transfers.close();
  });
});
