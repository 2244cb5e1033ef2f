import { type Random, randomInt } from '@lanthorn/base/random.ts';

// Archives as nobody's library writes them: byte by byte, so that they can lie, and read the same way.

const BLOCK_BYTES = 512;
const OCTAL = 8;

export interface Entry {
  /** As tar knows it: '0' a file, '1' a link to another entry, '2' a symbolic link, '3' a device, '5' a folder, '6' a pipe, 'x' what is said of the next. */
  readonly type: string;
  /** One character for each byte. */
  readonly name: string;
  readonly linkname: string;
  readonly content: Buffer;
}

/** The blocks of an entry (ustar). */
export function blocksOf({ type, name, linkname, content }: Entry): Buffer {
  const head = Buffer.alloc(BLOCK_BYTES);
  const octal = (value: number, digits: number) => `${value.toString(OCTAL).padStart(digits, '0')}\0`;
  head.write(name, 0, 100, 'latin1');
  head.write(octal(0o644, 7), 100);
  head.write(octal(0, 7), 108);
  head.write(octal(0, 7), 116);
  head.write(octal(content.length, 11), 124);
  head.write(octal(0, 11), 136);
  head.write('        ', 148);
  head.write(type, 156);
  head.write(linkname, 157, 100, 'latin1');
  head.write('ustar\x0000', 257, 'latin1');
  const sum = head.reduce((all, byte) => all + byte, 0);
  head.write(`${sum.toString(OCTAL).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((BLOCK_BYTES - (content.length % BLOCK_BYTES)) % BLOCK_BYTES);
  return Buffer.concat([head, content, padding]);
}

/** What says the name of the next entry, in bytes. */
export function longName(name: string): Entry {
  const record = (length: number) => `${length} path=${name}\n`;
  let length = record(0).length;
  while (record(length).length !== length) length = record(length).length;
  return { type: 'x', name: 'PaxHeader', linkname: '', content: Buffer.from(record(length), 'latin1') };
}

export const ARCHIVE_END = Buffer.alloc(2 * BLOCK_BYTES);

/** The whole entries of an archive, or of the beginning of one. */
export function entriesOf(archive: Buffer): Entry[] {
  const entries: Entry[] = [];
  let said: { path?: string; linkpath?: string } = {};
  for (let at = 0; at + BLOCK_BYTES <= archive.length; ) {
    const head = archive.subarray(at, at + BLOCK_BYTES);
    if (head.every(byte => byte === 0)) break;
    const text = (from: number, length: number) => head.toString('latin1', from, from + length).replace(/\0[^]*$/, '');
    const size = Number.parseInt(text(124, 12), OCTAL);
    const content = archive.subarray(at + BLOCK_BYTES, at + BLOCK_BYTES + size);
    if (content.length < size) break;
    at += BLOCK_BYTES + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
    const type = text(156, 1) || '0';
    if (type === 'x') {
      said = saidIn(content);
      continue;
    }
    const prefix = text(345, 155);
    const name = said.path ?? (prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`);
    entries.push({ type, name, linkname: said.linkpath ?? text(157, 100), content });
    said = {};
  }
  return entries;
}

function saidIn(content: Buffer): { path?: string; linkpath?: string } {
  const found: Record<string, string> = {};
  for (let at = 0; at < content.length; ) {
    const length = Number.parseInt(content.toString('latin1', at, at + 20), 10);
    const [, key = '', value = ''] = /^\d+ ([^=]*)=([^]*)\n$/.exec(content.toString('latin1', at, at + length)) ?? [];
    found[key] = value;
    at += Math.max(1, length);
  }
  return found;
}

/** Links that lead to links, and no end of it. */
const MAX_STEPS = 100;

/**
 * Unpacks into a folder in mind, as a tar does that trusts whatever it reads, and follows links as a kernel does. Returns the first place that
 * was reached outside `root`; null where none was.
 */
export function writtenOutside(entries: readonly Entry[], root: string): string | null {
  const links = new Map<string, string>();
  for (const { type, name, linkname } of entries) {
    // A link takes the place of what is there; whatever else is written goes through it.
    const isLink = type === '1' || type === '2';
    const place = isLink ? placeOf(name, links, root) : reached(name, links, root);
    if (place === null) return name;
    const linked = type === '1' ? placeOf(linkname, links, root) : '';
    if (linked === null) return `${name} -> ${linkname}`;
    // A second name of a link is a link.
    const target = type === '2' ? linkname : links.get(linked);
    if (isLink && target !== undefined) links.set(place, target);
    if (isLink && reached(name, links, root) === null) return `${name} -> ${linkname}`;
  }
  return null;
}

/** The same without the link that it may be. */
function placeOf(path: string, links: ReadonlyMap<string, string>, root: string): string | null {
  const names = path.split('/').filter(name => name !== '' && name !== '.');
  const folder = path.startsWith('/') ? null : reached(names.slice(0, -1).join('/'), links, root);
  return folder === null ? null : [...(folder === '' ? [] : [folder]), names.at(-1) ?? ''].join('/');
}

/** Null for what is outside. A link that leads to itself leads nowhere. */
function reached(path: string, links: ReadonlyMap<string, string>, root: string): string | null {
  const left = path.split('/');
  if (path.startsWith('/')) return null;
  let at: string[] = [];
  for (let step = 0; left.length > 0 && step < MAX_STEPS; step++) {
    const name = left.shift() ?? '';
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (at.length === 0) return null;
      at = at.slice(0, -1);
      continue;
    }
    at = [...at, name];
    const target = links.get(at.join('/'));
    if (target === undefined) continue;
    if (target.startsWith('/')) return null;
    at = at.slice(0, -1);
    left.unshift(...target.split('/'));
  }
  return left.length === 0 && at.length > 0 && at[0] !== root ? null : at.join('/');
}

/** A text in pieces as a network has them. */
export function piecesOf(bytes: Buffer, random: Random): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = random.next() < 0.3 ? randomInt(random, 1, 600) : randomInt(random, 1_000, 32_768);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}
