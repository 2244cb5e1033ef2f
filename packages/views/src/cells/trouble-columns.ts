import { rememberLast } from '@lanthorn/base/remember-last.ts';
import type { ColumnView } from './kind-view.ts';
import { conditionTroubles, type Trouble } from './trouble.ts';

/** Why an object is not well and since when, as its page says it, for lists and whoever sums them up: the worst of it alone. */
export function troubleColumns(
  troubles: (object: unknown) => readonly Trouble[] = conditionTroubles,
): readonly ColumnView[] {
  const worst = rememberLast((object: unknown) => troubles(object)[0]);
  return [
    { id: 'why', type: 'text', width: 300, isHidden: true, read: object => troubleText(worst(object)) },
    { id: 'since', type: 'time', width: 90, isHidden: true, read: object => worst(object)?.since ?? null },
  ];
}

/** In the cluster's own words, in no language: `app: exit 1 (Error)`, `Unschedulable: 0/3 nodes are available`. */
function troubleText(trouble: Trouble | undefined): string | null {
  if (trouble === undefined) return null;
  const { container, exitCode, reason, message } = trouble;
  const ended = exitCode === null ? reason : `exit ${exitCode}${reason === '' ? '' : ` (${reason})`}`;
  const parts = [container ?? '', ended, message === ended ? '' : message];
  return parts.filter(part => part !== '').join(': ') || null;
}
