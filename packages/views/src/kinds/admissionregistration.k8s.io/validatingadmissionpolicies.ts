import { asArray, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { constraintsText } from './admission-rules.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, sizeAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';
import type { Trouble } from '../../cells/trouble.ts';

/** What its expressions were found wrong about: such a policy may refuse what it should not. */
function warningsOf(policy: unknown): readonly Trouble[] {
  return asArray(getPath(policy, 'status', 'typeChecking', 'expressionWarnings')).map(entry => ({
    container: null,
    exitCode: null,
    reason: asString(getPath(entry, 'fieldRef')),
    message: asString(getPath(entry, 'warning')),
    since: null,
  }));
}

function policyStatus(policy: unknown): StatusCell {
  if (warningsOf(policy).length > 0) return { status: 'TypeWarnings', tone: 'warning' };
  return isObject(getPath(policy, 'status', 'typeChecking'))
    ? { status: 'Checked', tone: 'ok' }
    : { status: 'NotChecked', tone: 'muted' };
}

export const VALIDATING_ADMISSION_POLICY_VIEW: KindView = {
  ...kindEntry('validatingadmissionpolicies.admissionregistration.k8s.io'),
  troubles: warningsOf,
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 280 },
    statusColumn(policyStatus, { width: 120 }),
    sizeAt({ id: 'validations', width: 90 }, 'spec', 'validations'),
    textOf({ id: 'paramKind', width: 200 }, policy =>
      joined(
        ['apiVersion', 'kind'].map(key => asString(getPath(policy, 'spec', 'paramKind', key))),
        '/',
      ),
    ),
    textAt({ id: 'failurePolicy', width: 110, isFacet: true }, 'spec', 'failurePolicy'),
    textOf({ id: 'matches', width: 360 }, policy => constraintsText(getPath(policy, 'spec', 'matchConstraints'))),
    AGE,
    ...troubleColumns(warningsOf),
  ],
};
