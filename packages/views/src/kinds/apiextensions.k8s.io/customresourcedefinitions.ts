import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { findCondition } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, listAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** Whether its kind can be used. */
function definitionStatus(definition: unknown): StatusCell {
  const is = (type: string) => findCondition(definition, type)?.['status'];
  if (is('Terminating') === 'True') return { status: 'Terminating', tone: 'active' };
  if (is('NamesAccepted') === 'False') return { status: 'NamesNotAccepted', tone: 'bad' };
  if (is('NonStructuralSchema') === 'True') return { status: 'NonStructuralSchema', tone: 'warning' };
  return is('Established') === 'True'
    ? { status: 'Established', tone: 'ok' }
    : { status: 'Installing', tone: 'active' };
}

function versionsText(definition: unknown): string | null {
  const versions = asArray(getPath(definition, 'spec', 'versions'));
  return joined(
    versions.map(
      version => `${asString(getPath(version, 'name'))}${getPath(version, 'storage') === true ? '(storage)' : ''}`,
    ),
    ',',
  );
}

export const CUSTOM_RESOURCE_DEFINITION_VIEW: KindView = {
  ...kindEntry('customresourcedefinitions.apiextensions.k8s.io'),
  references: [
    { meaning: 'routesTo', to: ['services'], at: '.spec.conversion.webhook.clientConfig.service', isAcross: true },
  ],
  sections: ['definition', 'conditions'],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 320 },
    statusColumn(definitionStatus, { width: 130 }),
    textAt({ id: 'definedKind', width: 180 }, 'spec', 'names', 'kind'),
    textAt({ id: 'apiGroup', width: 200, isFacet: true }, 'spec', 'group'),
    textAt({ id: 'scope', width: 100, isFacet: true }, 'spec', 'scope'),
    textOf({ id: 'versions', width: 200 }, versionsText),
    textOf({ id: 'shortNames', width: 120 }, definition =>
      joined(asArray(getPath(definition, 'spec', 'names', 'shortNames')).map(asString), ','),
    ),
    listAt({ id: 'categories', width: 120, isHidden: true }, 'spec', 'names', 'categories'),
    AGE,
    ...troubleColumns(),
  ],
};
