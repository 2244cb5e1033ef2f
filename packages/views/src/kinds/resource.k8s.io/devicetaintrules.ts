import { asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { BY_NAME, joined, textOf, timeAt } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';

/** Whether pods are being evicted for it now; what it keeps away else is nobody's trouble. */
function ruleStatus(rule: unknown): StatusCell {
  const isEvicting = findCondition(rule, 'EvictionInProgress')?.['status'] === 'True';
  return isEvicting ? { status: 'EvictionInProgress', tone: 'active' } : { status: 'Active', tone: 'ok' };
}

/** As kubectl writes a taint: `key=value:effect`. */
function taintText(rule: unknown): string {
  const [key = '', value = '', effect = ''] = ['key', 'value', 'effect'].map(field =>
    asString(getPath(rule, 'spec', 'taint', field)),
  );
  return `${key}${value === '' ? '' : `=${value}`}${effect === '' ? '' : `:${effect}`}`;
}

/** A taint for devices that a selector finds, set by an administrator. */
export const DEVICE_TAINT_RULE_VIEW: KindView = {
  ...kindEntry('devicetaintrules.resource.k8s.io'),
  defaultSort: BY_NAME,
  columns: [
    NAME,
    statusColumn(ruleStatus, { width: 150 }),
    textOf({ id: 'taint', width: 260 }, taintText),
    textOf({ id: 'devices', width: 260 }, rule =>
      joined(
        ['driver', 'pool', 'device'].map(field => asString(getPath(rule, 'spec', 'deviceSelector', field))),
        '/',
      ),
    ),
    timeAt({ id: 'since', width: 100, isSince: true }, 'spec', 'taint', 'timeAdded'),
    AGE,
  ],
};
