import { asObject, getPath } from '@lanthorn/base/json.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { type StatusCell, type MeterRow, NEAR } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { numberOrText } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';

interface Limit {
  readonly resource: string;
  readonly share: number;
  /** As they are written. */
  readonly now: string;
  readonly most: string;
}

/** How much of each of its limits a quota has given away, the fullest first. */
function limits(quota: unknown): Limit[] {
  const used = asObject(getPath(quota, 'status', 'used'));
  return Object.entries(asObject(getPath(quota, 'status', 'hard')))
    .map(([resource, hard]) => {
      const [nowText, mostText] = [numberOrText(used[resource]), numberOrText(hard)];
      const most = parseQuantity(mostText) ?? 0;
      const now = parseQuantity(nowText) ?? 0;
      return { resource, share: most === 0 ? (now > 0 ? 1 : 0) : now / most, now: nowText, most: mostText };
    })
    .sort((a, b) => b.share - a.share || (a.resource < b.resource ? -1 : 1));
}

function quotaStatus(quota: unknown): StatusCell {
  const share = limits(quota)[0]?.share ?? 0;
  if (share >= 1) return { status: 'Full', tone: 'bad' };
  return share >= NEAR ? { status: 'NearlyFull', tone: 'warning' } : { status: 'Free', tone: 'ok' };
}

/** What of each resource is given away. */
function quotaMeters(quota: unknown): readonly MeterRow[] {
  return limits(quota).map(({ resource, share, now, most }) => ({
    title: { name: resource },
    now,
    of: most,
    share,
    mark: null,
    isHot: share >= NEAR,
  }));
}

export const RESOURCE_QUOTA_VIEW: KindView = {
  ...kindEntry('resourcequotas'),
  sections: ['meters'],
  meters: quotaMeters,
  defaultSort: { column: 'name', descending: false },
  columns: [
    { ...NAME, width: 200 },
    NAMESPACE,
    statusColumn(quotaStatus, { width: 120 }),
    { id: 'used', type: 'number', width: 90, read: quota => Math.floor((limits(quota)[0]?.share ?? 0) * 100) },
    { id: 'fullest', type: 'text', width: 200, read: quota => limits(quota)[0]?.resource ?? null },
    AGE,
  ],
};
