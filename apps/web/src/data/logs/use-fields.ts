import { useMemo } from 'react';
import { type LineFields, lineFields, knownFields, shownFields } from './line-fields.ts';
import type { LineView } from './lines/chosen-lines.ts';
import type { LogLine } from './lines/log-line.ts';
import { plainText } from './lines/terminal-line.ts';

/** What a line says; one that was read stays the same. */
const READ = new WeakMap<LogLine, { readonly fields: LineFields | null }>();

export interface FoundFields {
  /** All that there are, in the order they are offered. */
  readonly known: readonly string[];
  readonly shown: readonly string[];
  readonly of: (line: LogLine) => LineFields | null;
}

/** So many of the newest lines say which fields there are. */
const READ_LINES = 2_000;

/** The fields of a log's lines, while they are shown as columns. */
export function useFields(
  lines: LineView,
  { isWanted, chosen }: { readonly isWanted: boolean; readonly chosen: readonly string[] },
): FoundFields | null {
  const known = useMemo(() => (isWanted ? knownFields(newest(lines).map(fieldsOf)) : null), [lines, isWanted]);
  return useMemo(
    () => (known === null ? null : { known, shown: shownFields(known, chosen), of: fieldsOf }),
    [known, chosen],
  );
}

function newest(lines: LineView): readonly LogLine[] {
  const count = Math.min(lines.size, READ_LINES);
  return Array.from({ length: count }, (_, i) => lines.line(lines.size - count + i)).filter(line => line !== undefined);
}

function fieldsOf(line: LogLine): LineFields | null {
  if (line.isOpen) return null;
  const read = READ.get(line) ?? { fields: lineFields(plainText(line.text)) };
  READ.set(line, read);
  return read.fields;
}
