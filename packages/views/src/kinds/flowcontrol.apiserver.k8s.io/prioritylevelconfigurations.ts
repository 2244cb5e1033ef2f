import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, numberAt, BY_NAME } from '../../cells/path-columns.ts';

export const PRIORITY_LEVEL_CONFIGURATION_VIEW: KindView = {
  ...kindEntry('prioritylevelconfigurations.flowcontrol.apiserver.k8s.io'),
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 240 },
    textAt({ id: 'type', width: 110, isFacet: true }, 'spec', 'type'),
    numberAt({ id: 'shares', width: 100 }, 'spec', 'limited', 'nominalConcurrencyShares'),
    numberAt({ id: 'lendable', width: 110 }, 'spec', 'limited', 'lendablePercent'),
    textAt({ id: 'overLimit', width: 110 }, 'spec', 'limited', 'limitResponse', 'type'),
    numberAt({ id: 'queues', width: 90 }, 'spec', 'limited', 'limitResponse', 'queuing', 'queues'),
    numberAt({ id: 'queueLength', width: 110 }, 'spec', 'limited', 'limitResponse', 'queuing', 'queueLengthLimit'),
    AGE,
  ],
};
