import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { runOfRow } from '../../../../data/objects/pod-containers.ts';
import { isOfAll, type TemplateContainer } from '../../../../data/logs/selection/template-containers.ts';
import { asObject, asString } from '@lanthorn/base/json.ts';
import { Select } from '../../../../ui/choice/select.tsx';
import { whyText } from '../../../../ui/status/freshness.tsx';
import type { DetailSubject } from '../../subject/detail-subject.ts';
import { LogView } from '../log-view.tsx';
import { LogAwaited } from './log-awaited.tsx';
import { containerWord } from './container-word.ts';
import { usePodContainers } from './use-pod-containers.ts';

/** Choices that are no container's name. */
const MAIN = '*main';
const WORK = '*work';
const STATUS = columnIndex(POD_VIEW, 'status');

/** The pods of one object as one log: of each its main container, what keeps that one waiting, and others where they are asked for. */
export function MergedPods({
  subject,
  uid,
  rows,
  picker,
  changedAt = '',
}: {
  readonly subject: DetailSubject;
  /** Of the object. */
  readonly uid: string;
  readonly rows: readonly WireRow[];
  readonly picker: ReactNode;
  readonly changedAt?: string;
}) {
  const { t } = useTranslation();
  const { cluster, namespace } = subject;
  const { of, why, isLoading } = usePodContainers(subject, rows);
  const [chosen, choose] = useState(MAIN);
  const [hasBegun, setBegun] = useState(false);
  const known = new Map(rows.flatMap(row => of(row).map(container => [container.name, container] as const)));
  const which = known.has(chosen) || chosen === WORK ? chosen : MAIN;
  const containers = rows.flatMap(row =>
    of(row)
      .filter(container => isRead(container, which, isPreparing(row)))
      .map(({ name: container }) => ({ cluster, namespace, pod: row.name, container, run: runOfRow(row) })),
  );
  if (containers.length > 0 && !hasBegun) setBegun(true);
  // Once there is a log it stays: what pods wrote that are gone is still read.
  if (isLoading && containers.length === 0 && !hasBegun) return <LogAwaited picker={picker} />;
  const names = [...known.values()].map(container => ({ value: container.name, text: containerWord(container, t) }));
  return (
    <LogView
      key={uid}
      isMerged
      containers={containers}
      choice={which}
      picker={
        <>
          {picker}
          {names.length < 2 ? null : (
            <label>
              {t('logs.container')}
              <Select
                choices={[
                  { value: MAIN, text: t('logs.which.main') },
                  { value: WORK, text: t('logs.which.work') },
                  ...names,
                ]}
                value={which}
                onChange={choose}
              />
            </label>
          )}
        </>
      }
      fileName={subject.name}
      changedAt={changedAt}
      unread={why === null ? [] : [whyText(why, t)]}
    />
  );
}

function isRead(container: TemplateContainer, which: string, isAwaited: boolean): boolean {
  if (which !== MAIN && which !== WORK) return container.name === which;
  return (which === WORK ? isOfAll(container) : container.isMain) || (container.type === 'initContainer' && isAwaited);
}

/** Its init containers keep it waiting: what they say is what there is to read. */
function isPreparing({ cells }: WireRow): boolean {
  return asString(asObject(cells[STATUS])['status']).startsWith('Init:');
}
