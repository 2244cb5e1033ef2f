import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, countAt, flagAt, BY_NAME } from '../../cells/path-columns.ts';

export const PRIORITY_CLASS_VIEW: KindView = {
  ...kindEntry('priorityclasses.scheduling.k8s.io'),
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 240 },
    countAt({ id: 'value', width: 110 }, 'value'),
    flagAt({ id: 'default', width: 80, isFacet: true }, 'globalDefault'),
    textAt({ id: 'preemption', width: 170, isFacet: true }, 'preemptionPolicy'),
    textAt({ id: 'description', width: 360 }, 'description'),
    AGE,
  ],
};
