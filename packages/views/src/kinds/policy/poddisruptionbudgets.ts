import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import { type StatusCell, type MeterRow, shareOf } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { countAt, selectorAt, textOf, numberOrText, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** Whether it lets anything be disrupted now, and why not. */
function budgetStatus(budget: unknown): StatusCell {
  const count = (key: string) => asNumber(getPath(budget, 'status', key)) ?? 0;
  if (findCondition(budget, 'DisruptionAllowed')?.['reason'] === 'SyncFailed')
    return { status: 'SyncFailed', tone: 'bad' };
  if (count('expectedPods') === 0) return { status: 'NoPods', tone: 'muted' };
  if (count('currentHealthy') < count('desiredHealthy')) return { status: 'InsufficientPods', tone: 'warning' };
  return count('disruptionsAllowed') === 0
    ? { status: 'NoneAllowed', tone: 'warning' }
    : { status: 'Allowed', tone: 'ok' };
}

/** How many pods are well of those there are, how many must be, and how many may be taken away now. */
function budgetMeters(budget: unknown): readonly MeterRow[] {
  const count = (key: string) => asNumber(getPath(budget, 'status', key)) ?? null;
  const [healthy, expected, needed] = [count('currentHealthy'), count('expectedPods'), count('desiredHealthy')];
  const text = (value: number | null) => (value === null ? '' : String(value));
  const left = count('disruptionsAllowed');
  return [
    {
      title: { id: 'healthyPods' },
      now: text(healthy),
      of: text(expected),
      share: shareOf(healthy, expected),
      mark: shareOf(needed, expected),
      isHot: healthy !== null && needed !== null && healthy < needed,
    },
    { title: { id: 'neededPods' }, now: text(needed), of: '', share: null, mark: null, isHot: false },
    { title: { id: 'disruptionsLeft' }, now: text(left), of: '', share: null, mark: null, isHot: left === 0 },
  ];
}

export const POD_DISRUPTION_BUDGET_VIEW: KindView = {
  ...kindEntry('poddisruptionbudgets.policy'),
  isOnMap: true,
  references: [{ meaning: 'protects', to: ['pods'], at: '.spec.selector', selects: 'selector' }],
  sections: ['meters', 'selectedPods'],
  meters: budgetMeters,
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    statusColumn(budgetStatus, { width: 130 }),
    textOf({ id: 'minAvailable', width: 110 }, budget => numberOrText(getPath(budget, 'spec', 'minAvailable')) || null),
    textOf(
      { id: 'maxUnavailable', width: 120 },
      budget => numberOrText(getPath(budget, 'spec', 'maxUnavailable')) || null,
    ),
    countAt({ id: 'allowedDisruptions', width: 110 }, 'status', 'disruptionsAllowed'),
    textOf({ id: 'healthy', width: 90 }, budget => {
      const count = (key: string) => asNumber(getPath(budget, 'status', key)) ?? 0;
      return `${count('currentHealthy')}/${count('expectedPods')}`;
    }),
    selectorAt({ id: 'selector', width: 260 }, 'spec', 'selector'),
    AGE,
    ...troubleColumns(),
  ],
};
