import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME, booleanCell } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { flagAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

export const CSI_DRIVER_VIEW: KindView = {
  ...kindEntry('csidrivers.storage.k8s.io'),
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 260 },
    // What is not said is so.
    {
      id: 'attachRequired',
      type: 'boolean',
      width: 120,
      read: driver => booleanCell(getPath(driver, 'spec', 'attachRequired') ?? true),
    },
    flagAt({ id: 'podInfo', width: 120 }, 'spec', 'podInfoOnMount'),
    flagAt({ id: 'storageCapacity', width: 120 }, 'spec', 'storageCapacity'),
    flagAt({ id: 'republish', width: 120 }, 'spec', 'requiresRepublish'),
    textOf({ id: 'modes', width: 180 }, driver =>
      joined(asArray(getPath(driver, 'spec', 'volumeLifecycleModes')).map(asString), ','),
    ),
    textOf({ id: 'audiences', width: 180 }, driver =>
      joined(
        asArray(getPath(driver, 'spec', 'tokenRequests')).map(entry => asString(getPath(entry, 'audience'))),
        ',',
      ),
    ),
    AGE,
  ],
};
