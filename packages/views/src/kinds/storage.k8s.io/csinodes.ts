import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy } from '../../cells/pod-references.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { sizeAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

export const CSI_NODE_VIEW: KindView = {
  ...kindEntry('csinodes.storage.k8s.io'),
  isOneOfItsOwn: true,
  references: [
    ownedBy('nodes'),
    { meaning: 'runsOn', to: ['nodes'], at: '.metadata.name' },
    { meaning: 'class', to: ['csidrivers.storage.k8s.io'], at: '.spec.drivers[*].name' },
  ],
  defaultSort: BY_NAME,
  columns: [
    {
      ...NAME,
      refersTo: object => ({ apiVersion: 'v1', kind: 'Node', namespace: '', name: readMeta(object).name }),
    },
    sizeAt({ id: 'driverCount', width: 90 }, 'spec', 'drivers'),
    textOf({ id: 'drivers', width: 400 }, node =>
      joined(asArray(getPath(node, 'spec', 'drivers')).map(entry => asString(getPath(entry, 'name')))),
    ),
    AGE,
  ],
};
