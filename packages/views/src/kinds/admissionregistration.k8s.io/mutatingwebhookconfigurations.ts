import { failurePolicies, webhookRules, webhookTargets } from './admission-rules.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { sizeAt, textOf, BY_NAME } from '../../cells/path-columns.ts';

export const MUTATING_WEBHOOK_CONFIGURATION_VIEW: KindView = {
  ...kindEntry('mutatingwebhookconfigurations.admissionregistration.k8s.io'),
  references: [{ meaning: 'routesTo', to: ['services'], at: '.webhooks[*].clientConfig.service', isAcross: true }],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 300 },
    sizeAt({ id: 'webhooks', width: 90 }, 'webhooks'),
    textOf({ id: 'targets', width: 260 }, webhookTargets),
    textOf({ id: 'failurePolicy', width: 110, isFacet: true }, failurePolicies),
    textOf({ id: 'matches', width: 360 }, webhookRules),
    AGE,
  ],
};
