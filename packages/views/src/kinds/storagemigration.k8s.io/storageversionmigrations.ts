import { asString, getPath } from '@lanthorn/base/json.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { BY_NAME, textOf } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** In kubectl's words: the last of these that is so. */
function migrationStatus(migration: unknown): StatusCell {
  const is = (type: string) => findCondition(migration, type)?.['status'] === 'True';
  if (is('Failed')) return { status: 'Failed', tone: 'bad' };
  if (is('Succeeded')) return { status: 'Succeeded', tone: 'ok' };
  return is('Running') ? { status: 'Running', tone: 'active' } : { status: 'Unknown', tone: 'muted' };
}

/** Writes all objects of a resource anew, so that each is stored in the version of now. */
export const STORAGE_VERSION_MIGRATION_VIEW: KindView = {
  ...kindEntry('storageversionmigrations.storagemigration.k8s.io'),
  defaultSort: BY_NAME,
  columns: [
    NAME,
    statusColumn(migrationStatus, { width: 120 }),
    textOf({ id: 'migrates', width: 300 }, migration => {
      const [group = '', resource = ''] = ['group', 'resource'].map(field =>
        asString(getPath(migration, 'spec', 'resource', field)),
      );
      return groupResource({ group, resource });
    }),
    AGE,
    ...troubleColumns(),
  ],
};
