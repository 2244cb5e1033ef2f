import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

export const DEVICE_CLASS_VIEW: KindView = {
  ...kindEntry('deviceclasses.resource.k8s.io'),
  defaultSort: BY_NAME,
  columns: [
    NAME,
    textOf({ id: 'selectors', width: 460 }, object =>
      joined(asArray(getPath(object, 'spec', 'selectors')).map(entry => asString(getPath(entry, 'cel', 'expression')))),
    ),
    textAt({ id: 'extendedResource', width: 200 }, 'spec', 'extendedResourceName'),
    AGE,
  ],
};
