import { getPath } from '@lanthorn/base/json.ts';
import { constraintsText, paramRefText } from './admission-rules.ts';
import { AGE, NAME, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { listAt, textOf, BY_NAME } from '../../cells/path-columns.ts';

export const VALIDATING_ADMISSION_POLICY_BINDING_VIEW: KindView = {
  ...kindEntry('validatingadmissionpolicybindings.admissionregistration.k8s.io'),
  references: [
    { meaning: 'uses', to: ['validatingadmissionpolicies.admissionregistration.k8s.io'], at: '.spec.policyName' },
  ],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 280 },
    referenceColumn({ id: 'policy', width: 260 }, ['spec', 'policyName'], {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
    }),
    textOf({ id: 'paramRef', width: 220 }, paramRefText),
    listAt({ id: 'actions', width: 140, isFacet: true }, 'spec', 'validationActions'),
    textOf({ id: 'matches', width: 300 }, binding => constraintsText(getPath(binding, 'spec', 'matchResources'))),
    AGE,
  ],
};
