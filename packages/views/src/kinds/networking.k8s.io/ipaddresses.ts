import { asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

export const IP_ADDRESS_VIEW: KindView = {
  ...kindEntry('ipaddresses.networking.k8s.io'),
  isOneOfItsOwn: true,
  references: [{ meaning: 'owner', to: ['services'], at: '.spec.parentRef', isAcross: true, isOpen: true }],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    textOf({ id: 'parent', width: 320 }, address => {
      const part = (key: string) => asString(getPath(address, 'spec', 'parentRef', key));
      return joined(
        [joined([part('resource'), part('group')], '.')?.toLowerCase() ?? '', part('namespace'), part('name')],
        '/',
      );
    }),
    AGE,
  ],
};
