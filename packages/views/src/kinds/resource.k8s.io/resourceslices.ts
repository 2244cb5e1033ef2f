import { AGE, NAME, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy } from '../../cells/pod-references.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, sizeAt, BY_NAME } from '../../cells/path-columns.ts';

export const RESOURCE_SLICE_VIEW: KindView = {
  ...kindEntry('resourceslices.resource.k8s.io'),
  isOneOfItsOwn: true,
  references: [ownedBy('nodes'), { meaning: 'runsOn', to: ['nodes'], at: '.spec.nodeName' }],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 260 },
    referenceColumn({ id: 'node', width: 160, isFacet: true }, ['spec', 'nodeName'], {
      apiVersion: 'v1',
      kind: 'Node',
    }),
    textAt({ id: 'driver', width: 200, isFacet: true }, 'spec', 'driver'),
    textAt({ id: 'pool', width: 160 }, 'spec', 'pool', 'name'),
    sizeAt({ id: 'deviceCount', width: 90 }, 'spec', 'devices'),
    AGE,
  ],
};
