import { useMemo } from 'react';
import { type LineFields, lineFields, knownFields, shownFields } from './line-fields.ts';
import type { LogLine } from './log-model.ts';
import { plainText } from './terminal-line.ts';

/** What a line says; one that was read stays the same. */
const READ = new WeakMap<LogLine, { readonly fields: LineFields | null }>();

export interface FoundFields {
  /** All that there are, in the order they are offered. */
  readonly known: readonly string[];
  readonly shown: readonly string[];
  readonly of: (line: LogLine) => LineFields | null;
}

/** The fields of a log's lines, while they are shown as columns. */
export function useFields(
  lines: readonly (LogLine | null)[],
  { isWanted, chosen }: { readonly isWanted: boolean; readonly chosen: readonly string[] },
): FoundFields | null {
  const known = useMemo(
    () => (isWanted ? knownFields(lines.map(line => (line === null ? null : fieldsOf(line)))) : null),
    [lines, isWanted],
  );
  return useMemo(
    () => (known === null ? null : { known, shown: shownFields(known, chosen), of: fieldsOf }),
    [known, chosen],
  );
}

function fieldsOf(line: LogLine): LineFields | null {
  const read = READ.get(line) ?? { fields: lineFields(plainText(line.text)) };
  READ.set(line, read);
  return read.fields;
}
