import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textOf, joined, numberOrText, BY_NAME } from '../../cells/path-columns.ts';

/** What a LimitRange says of one resource of one type of object; '' for what it does not say. */
export interface LimitRow {
  readonly type: string;
  readonly resource: string;
  readonly min: string;
  readonly max: string;
  readonly default: string;
  readonly defaultRequest: string;
  /** How many times its request a limit may be. */
  readonly maxLimitRequestRatio: string;
}

const BOUNDS = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

/** A row for each resource that it says anything of. Total. */
export function limitRows(range: unknown): readonly LimitRow[] {
  return asArray(getPath(range, 'spec', 'limits')).flatMap(limit => {
    const resources = new Set(BOUNDS.flatMap(bound => Object.keys(asObject(getPath(limit, bound)))));
    return [...resources].map((resource): LimitRow => {
      const said = (bound: (typeof BOUNDS)[number]) => numberOrText(getPath(limit, bound, resource));
      return {
        type: asString(getPath(limit, 'type')),
        resource,
        min: said('min'),
        max: said('max'),
        default: said('default'),
        defaultRequest: said('defaultRequest'),
        maxLimitRequestRatio: said('maxLimitRequestRatio'),
      };
    });
  });
}

/** Each limit with what it is about: `Container cpu: default 500m, max 2`. */
function limitsText(range: unknown): string | null {
  const limits = limitRows(range).map(row => {
    const said = BOUNDS.flatMap(bound => (row[bound] === '' ? [] : [`${bound} ${row[bound]}`]));
    return `${row.type} ${row.resource}: ${said.join(', ')}`;
  });
  return joined(limits, '; ');
}

export const LIMIT_RANGE_VIEW: KindView = {
  ...kindEntry('limitranges'),
  defaultSort: BY_NAME,
  columns: [NAME, NAMESPACE, textOf({ id: 'limits', width: 520 }, limitsText), AGE],
};
