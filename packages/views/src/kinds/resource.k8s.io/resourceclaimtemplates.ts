import { getPath } from '@lanthorn/base/json.ts';
import { deviceClasses } from './claimed-device-classes.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textOf, BY_NAME } from '../../cells/path-columns.ts';

export const RESOURCE_CLAIM_TEMPLATE_VIEW: KindView = {
  ...kindEntry('resourceclaimtemplates.resource.k8s.io'),
  references: [
    {
      meaning: 'class',
      to: ['deviceclasses.resource.k8s.io'],
      at: '.spec.spec.devices.requests[*].exactly.deviceClassName',
    },
    {
      meaning: 'class',
      to: ['deviceclasses.resource.k8s.io'],
      at: '.spec.spec.devices.requests[*].firstAvailable[*].deviceClassName',
    },
    { meaning: 'class', to: ['deviceclasses.resource.k8s.io'], at: '.spec.spec.devices.requests[*].deviceClassName' },
  ],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    textOf({ id: 'deviceClasses', width: 260 }, template => deviceClasses(getPath(template, 'spec', 'spec'))),
    AGE,
  ],
};
