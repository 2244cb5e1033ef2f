import { AGE, IMAGES, NAME, NAMESPACE, OWNER } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy } from '../../cells/pod-references.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { revisionTemplate } from './revision-template.ts';
import { countAt, BY_NAME } from '../../cells/path-columns.ts';

export const CONTROLLER_REVISION_VIEW: KindView = {
  ...kindEntry('controllerrevisions.apps'),
  isOneOfItsOwn: true,
  references: [ownedBy('statefulsets.apps', 'daemonsets.apps')],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    OWNER,
    countAt({ id: 'revision', width: 90 }, 'revision'),
    AGE,
    {
      ...IMAGES,
      isHidden: true,
      read: (revision, context) => IMAGES.read({ spec: { template: revisionTemplate(revision) } }, context),
    },
  ],
};
