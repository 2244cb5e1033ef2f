import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, mapAt, BY_NAME } from '../../cells/path-columns.ts';

export const RUNTIME_CLASS_VIEW: KindView = {
  ...kindEntry('runtimeclasses.node.k8s.io'),
  defaultSort: BY_NAME,
  columns: [
    NAME,
    textAt({ id: 'handler', width: 160, isFacet: true }, 'handler'),
    mapAt({ id: 'overhead', width: 200 }, 'overhead', 'podFixed'),
    mapAt({ id: 'nodeSelector', width: 260 }, 'scheduling', 'nodeSelector'),
    AGE,
  ],
};
