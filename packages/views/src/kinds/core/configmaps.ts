import { asObject, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { flagAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

/** Keys alone: values may be long, and what they mean is for whoever reads them. */
function keysOf(object: unknown): readonly string[] {
  return ['data', 'binaryData'].flatMap(field => Object.keys(asObject(getPath(object, field))));
}

export const CONFIG_MAP_VIEW: KindView = {
  ...kindEntry('configmaps'),
  isOnMap: true,
  sections: ['dataKeys', 'editKeys', 'dataReaders'],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 280 },
    NAMESPACE,
    { id: 'data', type: 'number', width: 80, read: object => keysOf(object).length },
    textOf({ id: 'keys', width: 360 }, object => joined(keysOf(object))),
    flagAt({ id: 'immutable', width: 90, isFacet: true }, 'immutable'),
    AGE,
  ],
};
