import { asString, getPath } from '@lanthorn/base/json.ts';
import { constraintsText } from './admission-rules.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, sizeAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

export const MUTATING_ADMISSION_POLICY_VIEW: KindView = {
  ...kindEntry('mutatingadmissionpolicies.admissionregistration.k8s.io'),
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 280 },
    sizeAt({ id: 'mutations', width: 90 }, 'spec', 'mutations'),
    textAt({ id: 'reinvocation', width: 120 }, 'spec', 'reinvocationPolicy'),
    textOf({ id: 'paramKind', width: 200 }, policy =>
      joined(
        ['apiVersion', 'kind'].map(key => asString(getPath(policy, 'spec', 'paramKind', key))),
        '/',
      ),
    ),
    textAt({ id: 'failurePolicy', width: 110, isFacet: true }, 'spec', 'failurePolicy'),
    textOf({ id: 'matches', width: 360 }, policy => constraintsText(getPath(policy, 'spec', 'matchConstraints'))),
    AGE,
  ],
};
