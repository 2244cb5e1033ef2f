import { getPath } from '@lanthorn/base/json.ts';
import { constraintsText, paramRefText } from './admission-rules.ts';
import { AGE, NAME, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textOf, BY_NAME } from '../../cells/path-columns.ts';

export const MUTATING_ADMISSION_POLICY_BINDING_VIEW: KindView = {
  ...kindEntry('mutatingadmissionpolicybindings.admissionregistration.k8s.io'),
  references: [
    { meaning: 'uses', to: ['mutatingadmissionpolicies.admissionregistration.k8s.io'], at: '.spec.policyName' },
  ],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 280 },
    referenceColumn({ id: 'policy', width: 260 }, ['spec', 'policyName'], {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingAdmissionPolicy',
    }),
    textOf({ id: 'paramRef', width: 220 }, paramRefText),
    textOf({ id: 'matches', width: 300 }, binding => constraintsText(getPath(binding, 'spec', 'matchResources'))),
    AGE,
  ],
};
