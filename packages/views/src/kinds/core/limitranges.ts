import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textOf, joined, numberOrText, BY_NAME } from '../../cells/path-columns.ts';

/** Each limit with what it is about: `Container cpu: default 500m, max 2`. */
function limitsText(range: unknown): string | null {
  const limits = asArray(getPath(range, 'spec', 'limits')).flatMap(limit => {
    const bounds = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'];
    const resources = new Set(bounds.flatMap(bound => Object.keys(asObject(getPath(limit, bound)))));
    return [...resources].map(resource => {
      const said = bounds.flatMap(bound => {
        const value = numberOrText(getPath(limit, bound, resource));
        return value === '' ? [] : [`${bound} ${value}`];
      });
      return `${asString(getPath(limit, 'type'))} ${resource}: ${said.join(', ')}`;
    });
  });
  return joined(limits, '; ');
}

export const LIMIT_RANGE_VIEW: KindView = {
  ...kindEntry('limitranges'),
  defaultSort: BY_NAME,
  columns: [NAME, NAMESPACE, textOf({ id: 'limits', width: 520 }, limitsText), AGE],
};
