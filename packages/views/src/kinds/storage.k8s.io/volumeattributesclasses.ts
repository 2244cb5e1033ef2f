import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, mapAt, BY_NAME } from '../../cells/path-columns.ts';

export const VOLUME_ATTRIBUTES_CLASS_VIEW: KindView = {
  ...kindEntry('volumeattributesclasses.storage.k8s.io'),
  references: [{ meaning: 'class', to: ['csidrivers.storage.k8s.io'], at: '.driverName' }],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    textAt({ id: 'driver', width: 240, isFacet: true }, 'driverName'),
    mapAt({ id: 'parameters', width: 360 }, 'parameters'),
    AGE,
  ],
};
