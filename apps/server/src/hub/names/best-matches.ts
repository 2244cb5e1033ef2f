import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { FoundName } from '@lanthorn/protocol/http/name-messages.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';

/** Names of one kind as one text, each `namespace/name` between line ends: searching it is as fast as the machine reads. */
export interface NamePage {
  readonly kind: GroupVersionResource & { readonly kind: string };
  readonly text: string;
  /** Their uids in the same order, between line ends as well. */
  readonly uids: string;
}

/** As a uid begins; a name may, too. */
const UID_START = /^[0-9a-f]{8}(-[0-9a-f]{0,4}){0,3}(-[0-9a-f]{0,12})?$/i;

/** Objects whose uid begins so; none where no uid can. */
export function uidMatches(pages: readonly NamePage[], query: string, limit: number): FoundName[] {
  const wanted = query.trim().toLowerCase();
  if (!UID_START.test(wanted)) return [];
  const found: FoundName[] = [];
  for (const { kind, text, uids } of pages) {
    for (
      let at = uids.indexOf(`\n${wanted}`);
      at >= 0 && found.length < limit;
      at = uids.indexOf(`\n${wanted}`, at + 1)
    ) {
      const before = uids.slice(0, at + 1).split('\n').length - 1;
      found.push(foundName(kind, text.split('\n')[before] ?? ''));
    }
  }
  return found;
}

function foundName(kind: NamePage['kind'], line: string): FoundName {
  const slash = line.indexOf('/');
  return {
    resource: kindAddress(kind),
    kind: kind.kind,
    namespace: line.slice(0, slash),
    name: line.slice(slash + 1),
  };
}

/** Ranked among each other; who types so little that more than these match types on. */
const MAX_RANKED = 5_000;

/** Names that contain all words of the query, in any order: the whole name first, then beginnings, then beginnings of words in it. */
export function bestMatches(pages: readonly NamePage[], query: string, limit: number): FoundName[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
  // The longest word is the rarest.
  const [rarest = '', ...others] = words.toSorted((a, b) => b.length - a.length);
  if (rarest === '') return [];
  const hits: { readonly rank: number; readonly line: string; readonly kind: NamePage['kind'] }[] = [];
  for (const { kind, text } of pages) {
    for (let at = text.indexOf(rarest); at >= 0 && hits.length < MAX_RANKED; ) {
      const start = text.lastIndexOf('\n', at) + 1;
      const end = text.indexOf('\n', at);
      const line = text.slice(start, end);
      if (others.every(word => line.includes(word))) hits.push({ rank: rank(line, words), line, kind });
      at = text.indexOf(rarest, end);
    }
  }
  return hits
    .sort((a, b) => a.rank - b.rank || a.line.length - b.line.length || (a.line < b.line ? -1 : 1))
    .slice(0, limit)
    .map(({ line, kind }) => foundName(kind, line));
}

function rank(line: string, [first = '']: readonly string[]): number {
  const name = line.slice(line.indexOf('/') + 1);
  if (name === first) return 0;
  if (name.startsWith(first)) return 1;
  const at = name.indexOf(first);
  if (at < 0) return 4;
  return /[a-z0-9]/.test(name.charAt(at - 1)) ? 3 : 2;
}
