import { MAX_NAME_TEXT, NAME_TEXT, nameOf, pathBytes, pathText } from '@lanthorn/protocol/files/container-path.ts';
import type { FileEntry, FileKind } from '@lanthorn/protocol/files/file-messages.ts';
import type { Word } from './command-words.ts';
import { linkedName } from './linked-name.ts';

// How a container is asked what is in a folder, and how its answer is read. Names are bytes: text of an answer is one character for each.

/** Kinds by the highest bits of a mode (inode(7)). */
const KINDS: Readonly<Record<number, FileKind>> = {
  1: 'pipe',
  2: 'device',
  4: 'folder',
  6: 'device',
  8: 'file',
  10: 'link',
  12: 'socket',
};
const KIND_BITS = 12;
const PERMISSIONS = 0o7777;
const HEX = 16;
const MS = 1_000;

export function kindOfMode(mode: number): FileKind {
  return KINDS[mode >> KIND_BITS] ?? 'unknown';
}

/**
 * Asks `find` and `stat`, without a shell between: nothing in a name means anything. `mark` is drawn for this answer alone, so no name holds
 * it. Links are said twice: as they are, and what they lead to.
 */
export function listingWords(path: string, mark: string): readonly Word[] {
  const each = `${mark}1 %f %s %Y ${mark}6%U${mark}6%G${mark}6%n${mark}2%N${mark}3`;
  const led = `${mark}4 %f ${mark}6%n${mark}5`;
  return [
    ...['find', insideOf(path), '-mindepth', '1', '-maxdepth', '1'],
    ...['-exec', 'stat', '-c', each, '{}', '+'],
    ...['-type', 'l', '-exec', 'stat', '-L', '-c', led, '{}', '+'],
  ];
}

/** A link to a folder is looked into as well. */
function insideOf(path: string): Uint8Array {
  return Buffer.concat([pathBytes(path === '/' ? '' : path), Buffer.from('/.')]);
}

/** Walks from mark to mark: an answer of whatever length and nonsense costs its length. */
export function readListing(output: Buffer, mark: string): FileEntry[] {
  const pieces = output.toString('latin1').split(mark);
  const at = (i: number, sign: string) => (pieces[i]?.startsWith(sign) === true ? pieces[i].slice(1) : null);
  const entries: FileEntry[] = [];
  const led = new Map<string, FileKind>();
  for (let i = 0; i < pieces.length; i++) {
    const entry = readEntry(
      pieces[i] ?? '',
      [1, 2, 3, 4].map(more => at(i + more, more === 4 ? '2' : '6')),
      pieces[i + 5],
    );
    if (entry !== null) entries.push(entry);
    const mode = /^4 ([0-9a-f]{1,8}) $/.exec(pieces[i] ?? '')?.[1];
    const full = at(i + 1, '6');
    if (mode !== undefined && full !== null && at(i + 2, '5') !== null)
      led.set(textOfBytes(nameOf(full)), kindOfMode(Number.parseInt(mode, HEX)));
  }
  return entries.map(entry => (entry.kind === 'link' ? { ...entry, leadsTo: led.get(entry.name) ?? null } : entry));
}

function readEntry(head: string, fields: readonly (string | null)[], end: string | undefined): FileEntry | null {
  const numbers = /^1 ([0-9a-f]{1,8}) (\d{1,16}) (-?\d{1,12}) $/.exec(head);
  const [owner, group, full, quoted] = fields;
  if (numbers === null || owner == null || group == null || full == null || quoted == null) return null;
  if (end?.startsWith('3') !== true) return null;
  const [, hexMode = '', bytes, seconds] = numbers;
  const mode = Number.parseInt(hexMode, HEX);
  const kind = kindOfMode(mode);
  const name = textOfBytes(nameOf(full));
  // No name is empty, leads back, or is longer than one may be.
  if (!isName(name)) return null;
  const target = kind === 'link' ? linkedName(quoted, full) : null;
  return {
    ...{ name, kind, leadsTo: kind, target: target === null ? null : textOfBytes(target) },
    ...{ bytes: Number(bytes), mode: mode & PERMISSIONS, owner: utf8(owner), group: utf8(group) },
    modifiedAt: Number(seconds) * MS,
  };
}

function isName(name: string): boolean {
  return name.length <= MAX_NAME_TEXT && NAME_TEXT.test(name);
}

/** The same with nothing but a shell: names, and what they stand for. */
const PLAIN_SCRIPT = `cd "$1" || exit 1
i=0
for f in .* *; do
case $f in .|..) continue;; esac
[ -e "$f" ] || [ -L "$f" ] || continue
i=$((i+1))
[ $i -gt $3 ] && break
k=o; l=n
[ -f "$f" ] && k=f
[ -d "$f" ] && k=d
[ -L "$f" ] && l=y
[ -e "$f" ] || k=m
printf '%s1%s%s%s%s2' "$2" "$k" "$l" "$f" "$2"
done`;

const PLAIN_KINDS: Readonly<Record<string, FileKind>> = { f: 'file', d: 'folder', o: 'unknown' };
const NOTHING_KNOWN = { target: null, bytes: null, mode: null, owner: null, group: null, modifiedAt: null };

export function plainListingWords(
  path: string,
  { mark, most }: { readonly mark: string; readonly most: number },
): readonly Word[] {
  return ['sh', '-c', PLAIN_SCRIPT, 'sh', insideOf(path), mark, String(most)];
}

export function readPlainListing(output: Buffer, mark: string): FileEntry[] {
  const pieces = output.toString('latin1').split(mark);
  return pieces.flatMap((piece, i): FileEntry[] => {
    const [, kind = '', link, raw = ''] = /^1([fdom])([yn])(.*)$/s.exec(piece) ?? [];
    const name = textOfBytes(raw);
    if (!isName(name) || pieces[i + 1]?.startsWith('2') !== true) return [];
    const led = PLAIN_KINDS[kind] ?? null;
    return [{ name, ...NOTHING_KNOWN, kind: link === 'y' ? 'link' : (led ?? 'unknown'), leadsTo: led }];
  });
}

function textOfBytes(latin: string): string {
  return pathText(Buffer.from(latin, 'latin1'));
}

function utf8(latin: string): string {
  return Buffer.from(latin, 'latin1').toString('utf8');
}
