import { ACTION_RECORDS, type ActionKind } from '@lanthorn/actions/action-records.ts';
import type { ClusterRules } from '../upstream/clusters.ts';
import type { ServeOptions } from './program.ts';

const KINDS = ACTION_RECORDS.map(({ kind }) => kind);

/** Of each context that `--allow` names, what it names for it; the first thing in it that is none, where there is one. */
export function readAllowed(
  texts: readonly string[],
): ReadonlyMap<string, readonly ActionKind[]> | { readonly wrong: string } {
  const allowed = new Map<string, readonly ActionKind[]>();
  for (const text of texts) {
    const equals = text.lastIndexOf('=');
    if (equals < 1) return { wrong: `${text}: CONTEXT=ACTION,ACTION is expected` };
    const context = text.slice(0, equals);
    const words = text.slice(equals + 1).split(',');
    const unknown = words.find(word => kindsOf(word).length === 0);
    if (unknown !== undefined) return { wrong: `${text}: "${unknown}" is no action. There are ${KINDS.join(', ')}` };
    allowed.set(context, [...(allowed.get(context) ?? []), ...words.flatMap(kindsOf)]);
  }
  return allowed;
}

/** `workload.scale`, or `workload.*` for all of them. */
function kindsOf(word: string): readonly ActionKind[] {
  return KINDS.filter(kind => kind === word || (word.endsWith('.*') && kind.startsWith(word.slice(0, -1))));
}

/** For each cluster by its name. */
export function rulesOf(
  { readOnly, readOnlyIn, reasonIn }: Pick<ServeOptions, 'readOnly' | 'readOnlyIn' | 'reasonIn'>,
  allowed: ReadonlyMap<string, readonly ActionKind[]>,
): (cluster: string) => ClusterRules {
  return name => ({
    isReadOnly: readOnly || readOnlyIn.includes(name),
    asksReason: reasonIn.includes(name),
    allowed: allowed.get(name) ?? null,
  });
}
