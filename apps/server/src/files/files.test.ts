import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { pathText } from '@lanthorn/protocol/files/container-path.ts';
import { MAX_ENTRIES, MAX_SHOWN_BYTES } from '@lanthorn/protocol/files/file-bounds.ts';
import type { Folder } from '@lanthorn/protocol/files/file-messages.ts';
import { listFolder } from './list-folder.ts';
import { putFile } from './put-file.ts';
import { hashOf, readFile } from './read-file.ts';
import { saveFile } from './save-file.ts';
import { TestContainer } from './test-container.ts';

const opened: TestContainer[] = [];
afterEach(() => {
  for (const container of opened.splice(0)) container.close();
});

function containerOf(...programs: readonly string[]): TestContainer {
  const container = programs.length === 0 ? new TestContainer() : new TestContainer(programs);
  opened.push(container);
  return container;
}

async function folderOf(container: TestContainer, ...names: string[]): Promise<Folder> {
  const answer = await listFolder(container.context, container.request(...names));
  if ('problem' in answer) throw new Error(answer.problem.message);
  return answer.folder;
}

const ODD_NAMES = [
  'a b',
  '-rf',
  "it's",
  'new\nline',
  '"quoted"',
  '$(id)',
  ';x',
  'ä 日',
  ' ',
  '\\',
  '%41',
  'tab\t',
  '*',
];

describe('a folder', () => {
  test('names of every kind come as they are, and nothing in them is run', async () => {
    const container = containerOf();
    for (const name of ODD_NAMES) writeFileSync(join(container.folder, name), name);
    const bytes = Buffer.from([0x62, 0xff, 0xfe]);
    writeFileSync(Buffer.concat([Buffer.from(`${container.folder}/`), bytes]), '');
    const { entries, isCut, isPlain, said } = await folderOf(container);
    const names = [...ODD_NAMES.map(name => pathText(Buffer.from(name))), pathText(bytes)];
    expect(new Set(entries.map(({ name }) => name))).toEqual(new Set(names));
    expect({ isCut, isPlain, said }).toEqual({ isCut: false, isPlain: false, said: '' });
  });

  test('kinds, links, sizes and permissions are told', async () => {
    const container = containerOf();
    const { folder } = container;
    writeFileSync(join(folder, 'file'), '12345');
    chmodSync(join(folder, 'file'), 0o640);
    mkdirSync(join(folder, 'sub'));
    symlinkSync('sub', join(folder, 'to-sub'));
    symlinkSync("no'where -> 'x", join(folder, 'dangling'));
    symlinkSync('new\nline', join(folder, "it's -> odd"));
    const { entries } = await folderOf(container);
    const short = entries.map(({ name, kind, leadsTo, target, mode, bytes }) => [
      name,
      kind,
      leadsTo,
      target,
      ...(kind === 'file' ? [mode, bytes] : []),
    ]);
    expect(short.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))).toEqual([
      ['dangling', 'link', null, pathText(Buffer.from("no'where -> 'x"))],
      ['file', 'file', 'file', null, 0o640, 5],
      ['it%27s%20-%3E%20odd', 'link', null, 'new%0Aline'],
      ['sub', 'folder', 'folder', null],
      ['to-sub', 'link', 'folder', 'sub'],
    ]);
    const [entry] = entries.filter(({ name }) => name === 'file');
    expect(Math.abs((entry?.modifiedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    writeFileSync(join(folder, 'sub/inside'), '');
    expect((await folderOf(container, 'to-sub')).entries.map(({ name }) => name)).toEqual(['inside']);
  });

  test('with nothing but a shell names and kinds are there, and the rest is not known', async () => {
    const container = containerOf('sh');
    const { folder } = container;
    for (const name of ODD_NAMES) writeFileSync(join(folder, name), name);
    mkdirSync(join(folder, '.sub'));
    symlinkSync('.sub', join(folder, 'to-sub'));
    symlinkSync('nowhere', join(folder, 'dangling'));
    const { entries, isPlain } = await folderOf(container);
    expect(isPlain).toBe(true);
    const kinds = Object.fromEntries(entries.map(({ name, kind, leadsTo }) => [name, [kind, leadsTo]]));
    expect(kinds).toEqual({
      ...Object.fromEntries(ODD_NAMES.map(name => [pathText(Buffer.from(name)), ['file', 'file']])),
      '.sub': ['folder', 'folder'],
      'to-sub': ['link', 'folder'],
      dangling: ['link', null],
    });
    expect(entries.every(({ bytes, mode, target }) => bytes === null && mode === null && target === null)).toBe(true);
  });

  test('without find, or with one that knows no stat, the shell is asked', async () => {
    const container = containerOf('find', 'sh');
    writeFileSync(join(container.folder, 'a'), '');
    expect((await folderOf(container)).isPlain).toBe(true);
  });

  test('without a shell and without programs that is said', async () => {
    const container = containerOf('cat');
    const answer = await listFolder(container.context, container.request());
    expect('problem' in answer && answer.problem.code).toBe('noFileTools');
  });

  test.each([
    ['is not there', 'gone', /No such file/],
    ['is a file', 'file', /Not a directory/i],
  ])('one that %s: the container says so', async (_title, name, words) => {
    const container = containerOf();
    writeFileSync(join(container.folder, 'file'), '');
    const answer = await listFolder(container.context, container.request(name));
    expect('problem' in answer && answer.problem).toMatchObject({
      code: 'containerSays',
      message: expect.stringMatching(words),
    });
  });

  test('more than is shown is said, and not read', async () => {
    const container = containerOf();
    for (let i = 0; i <= MAX_ENTRIES; i++) writeFileSync(join(container.folder, `file-${i}`), '');
    const folder = await folderOf(container);
    expect([folder.entries.length, folder.isCut]).toEqual([MAX_ENTRIES, true]);
  });
});

describe('a file', () => {
  test('its beginning is shown, with what it is', async () => {
    const container = containerOf();
    const { folder } = container;
    writeFileSync(join(folder, '-text'), 'ä\n');
    writeFileSync(join(folder, 'long'), Buffer.alloc(MAX_SHOWN_BYTES + 1, 'x'));
    writeFileSync(join(folder, 'image'), Buffer.from('89504e470d0a1a0a00', 'hex'));
    writeFileSync(join(folder, 'drawn.svg'), '<svg onload="alert(1)"/>');
    const read = async (name: string) => {
      const answer = await readFile(container.context, container.request(name));
      return 'problem' in answer ? answer.problem.code : answer.file;
    };
    expect(await read('-text')).toEqual({
      ...{ base64: Buffer.from('ä\n').toString('base64'), bytes: 3, isCut: false, image: null, mode: 0o644 },
      hash: hashOf(Buffer.from('ä\n')),
    });
    expect(await read('long')).toMatchObject({ bytes: MAX_SHOWN_BYTES + 1, isCut: true, hash: null });
    expect(await read('image')).toMatchObject({ image: 'image/png' });
    expect(await read('drawn.svg')).toMatchObject({ image: null });
    expect([await read('gone'), await read('.')]).toEqual(['lacks', 'noPlainFile']);
  });

  test('a name that is no UTF-8 is read', async () => {
    const container = containerOf();
    const name = Buffer.from([0xff, 0x27, 0x0a]);
    writeFileSync(Buffer.concat([Buffer.from(`${container.folder}/`), name]), 'found');
    const answer = await readFile(container.context, container.request(name));
    expect('file' in answer && Buffer.from(answer.file.base64, 'base64').toString()).toBe('found');
  });

  test('one without head or stat is read as well', async () => {
    const container = containerOf('sh', 'cat');
    writeFileSync(join(container.folder, 'a'), Buffer.alloc(2 * MAX_SHOWN_BYTES));
    const answer = await readFile(container.context, container.request('a'));
    expect(answer).toMatchObject({ file: { bytes: null, isCut: true, mode: null } });
  });
});

describe('an edit', () => {
  const edit = (container: TestContainer, was: string, text: string) =>
    saveFile(container.context, {
      ...container.request('conf'),
      was: hashOf(Buffer.from(was)),
      base64: Buffer.from(text).toString('base64'),
    });

  test.each([
    ['by tee', undefined, undefined],
    ['by the shell, where there is no tee', ['cat', 'head', 'sh', 'stat'], undefined],
    ['by the shell, where the server cannot say that the input is over', undefined, 'v4.channel.k8s.io'],
  ])('is written where the file stands, %s', async (_title, programs, protocol) => {
    const container = new TestContainer(programs);
    opened.push(container);
    if (protocol !== undefined) container.protocol = protocol;
    const real = join(container.folder, 'real');
    writeFileSync(real, 'old');
    chmodSync(real, 0o600);
    symlinkSync('real', join(container.folder, 'conf'));
    const { ino } = statSync(real);
    expect(await edit(container, 'old', 'new\n')).toEqual({ hash: hashOf(Buffer.from('new\n')) });
    expect(readFileSync(real, 'utf8')).toBe('new\n');
    expect([statSync(real).mode & 0o777, statSync(real).ino]).toEqual([0o600, ino]);
    expect(await edit(container, 'new\n', '')).toEqual({ hash: hashOf(Buffer.alloc(0)) });
    expect(readFileSync(real, 'utf8')).toBe('');
  });

  test('of a file that was changed meanwhile is not written', async () => {
    const container = containerOf();
    writeFileSync(join(container.folder, 'conf'), 'of somebody else');
    expect(await edit(container, 'old', 'new')).toMatchObject({ problem: { code: 'fileChanged' } });
    expect(readFileSync(join(container.folder, 'conf'), 'utf8')).toBe('of somebody else');
    expect(container.commands.some(([name]) => name === 'tee')).toBe(false);
  });

  test.each([
    ['pod.saveFile', { allowed: ['pod.saveFile'] }, null],
    ['pod.saveFile', { allowed: ['pod.files', 'pod.putFile'] }, 'notAmongAllowed'],
    ['pod.putFile', { allowed: ['pod.putFile'] }, null],
    ['pod.putFile', { allowed: ['pod.files', 'pod.saveFile'] }, 'notAmongAllowed'],
  ] as const)('%s where %j is judged as what was asked for: %s', async (action, rules, code) => {
    const container = containerOf();
    writeFileSync(join(container.folder, 'conf'), 'old');
    container.context = container.contextOf(action, rules);
    const signal = new AbortController().signal;
    const request = { ...container.request(), name: pathText(Buffer.from('new')), size: '0', replaces: 'no' } as const;
    const answer =
      action === 'pod.saveFile'
        ? await edit(container, 'old', 'new')
        : await putFile(container.context, { request, body: (async function* () {})(), signal });
    expect('problem' in answer ? answer.problem.code : null).toBe(code);
    if (code !== null) expect(container.commands).toEqual([]);
  });

  test('what was not written is not called written', async () => {
    const container = containerOf();
    writeFileSync(join(container.folder, 'conf'), 'old');
    container.fakes.set('tee', 'cat > /dev/null');
    expect(await edit(container, 'old', 'new')).toMatchObject({ problem: { code: 'fileNotWritten' } });
    container.fakes.set('tee', 'echo "tee: conf: Read-only file system" >&2; exit 1');
    expect(await edit(container, 'old', 'new')).toMatchObject({
      problem: { code: 'containerSays', message: expect.stringContaining('Read-only file system') },
    });
  });
});

describe('an upload', () => {
  async function* chunks(...parts: readonly (Uint8Array | Error)[]): AsyncIterable<Uint8Array> {
    for (const part of parts) {
      if (part instanceof Error) throw part;
      yield part;
    }
  }
  const put = (
    container: TestContainer,
    name: string,
    {
      parts,
      size,
      replaces = 'no',
      signal = new AbortController().signal,
    }: {
      parts: readonly (Uint8Array | Error)[];
      size?: number;
      replaces?: 'yes' | 'no';
      signal?: AbortSignal;
    },
  ) => {
    const whole = parts.reduce((sum, part) => sum + (part instanceof Error ? 0 : part.length), 0);
    const request = {
      ...container.request(),
      name: pathText(Buffer.from(name)),
      size: String(size ?? whole),
      replaces,
    };
    return putFile(container.context, { request, body: chunks(...parts), signal });
  };

  test.each([
    ['by tar', undefined, undefined],
    ['by the shell, where there is no tar', ['head', 'mv', 'rm', 'sh', 'stat'], undefined],
    ['by the shell, where the server cannot say that the input is over', undefined, 'v4.channel.k8s.io'],
  ])('comes as it is, %s', async (_title, programs, protocol) => {
    const container = new TestContainer(programs);
    opened.push(container);
    if (protocol !== undefined) container.protocol = protocol;
    const parts = Array.from({ length: 40 }, (_, i) => Buffer.alloc(33_333, i));
    expect(await put(container, '-odd\n name', { parts })).toEqual({ bytes: 40 * 33_333 });
    expect(readdirSync(container.folder)).toEqual(['-odd\n name']);
    expect(readFileSync(join(container.folder, '-odd\n name')).equals(Buffer.concat(parts))).toBe(true);
    expect(await put(container, 'empty', { parts: [] })).toEqual({ bytes: 0 });
    expect(statSync(join(container.folder, 'empty')).size).toBe(0);
  });

  test('a file of that name stays, unless it is to be replaced; its permissions stay then', async () => {
    const container = containerOf();
    const place = join(container.folder, 'a');
    writeFileSync(place, 'old');
    chmodSync(place, 0o755);
    mkdirSync(join(container.folder, 'sub'));
    const parts = [Buffer.from('new')];
    expect(await put(container, 'a', { parts })).toMatchObject({ problem: { code: 'fileThere' } });
    expect(await put(container, 'sub', { parts, replaces: 'yes' })).toMatchObject({ problem: { code: 'noPlainFile' } });
    expect(readFileSync(place, 'utf8')).toBe('old');
    expect(await put(container, 'a', { parts, replaces: 'yes' })).toEqual({ bytes: 3 });
    expect([readFileSync(place, 'utf8'), statSync(place).mode & 0o777]).toEqual(['new', 0o755]);
  });

  test.each([
    ['breaks off', { parts: [Buffer.from('12')], size: 5 }],
    ['is longer than it says', { parts: [Buffer.from('123456')], size: 5 }],
    ['is cut', { parts: [Buffer.from('12'), new Error('aborted')], size: 5 }],
  ])('one that %s leaves nothing, and the file that was there', async (_title, body) => {
    const container = containerOf();
    writeFileSync(join(container.folder, 'a'), 'old');
    const answer = await put(container, 'a', { ...body, replaces: 'yes' });
    expect(answer).toMatchObject({ problem: { code: 'uploadCut', params: { size: 5 } } });
    expect(readdirSync(container.folder)).toEqual(['a']);
    expect(readFileSync(join(container.folder, 'a'), 'utf8')).toBe('old');
  });

  test('one that the container refuses ends with its words', async () => {
    const container = containerOf();
    container.fakes.set('tar', 'echo "tar: a: Cannot open: No space left on device" >&2; exit 2');
    const answer = await put(container, 'a', { parts: [Buffer.alloc(1_000_000)] });
    expect(answer).toMatchObject({
      problem: { code: 'containerSays', message: expect.stringContaining('No space left') },
    });
  });
});
