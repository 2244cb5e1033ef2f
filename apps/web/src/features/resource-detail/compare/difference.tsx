import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import { comparableObject } from '@lanthorn/kube/objects/comparable-object.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { ChangeList } from '../../../parts/change-list.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { useKindType } from '../subject/use-kind-type.ts';
import styles from './compare-object.module.css';

/** What differs between an object and another, field by field. */
export function Difference({
  subject,
  object,
  other,
  isOfText,
  titles,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  readonly other: unknown;
  /** It says what people write alone; the server fills in the rest. */
  readonly isOfText: boolean;
  /** What both are called, where they are not the object of this page and a text. */
  readonly titles?: { readonly before: string; readonly after: string };
}) {
  const { t } = useTranslation();
  const type = useKindType(subject);
  const [hasStatus, setStatus] = useState(false);
  const [isSaidAlone, setSaidAlone] = useState(true);
  const changes = useMemo(() => {
    const all = treeChanges(
      comparableObject(object, { hasStatus }),
      comparableObject(other, { hasStatus }),
      type ?? null,
    );
    return isOfText && isSaidAlone ? all.filter(({ after }) => after !== undefined) : all;
  }, [object, other, hasStatus, isOfText, isSaidAlone, type]);
  const holdsValues = findKindEntry(subject.view.resource)?.holdsValues === true;
  return (
    <>
      <div className={styles['choices']}>
        <Checkbox checked={hasStatus} onChange={setStatus}>
          {t('compare.status')}
        </Checkbox>
        {isOfText ? (
          <Checkbox checked={isSaidAlone} onChange={setSaidAlone}>
            {t('compare.saidAlone')}
          </Checkbox>
        ) : null}
        <span className="dim" aria-live="polite">
          {changes.length === 0 ? '' : t('compare.count', { count: changes.length })}
        </span>
      </div>
      {holdsValues ? <p className="tone-warning">{t('compare.noValues')}</p> : null}
      {changes.length === 0 ? (
        <p>{t('compare.same')}</p>
      ) : (
        <ChangeList
          changes={changes}
          titles={
            titles ?? {
              before: visibleText(subject.namespace === '' ? subject.name : `${subject.namespace}/${subject.name}`),
              after: t('compare.theText'),
            }
          }
        />
      )}
      <p className="dim">{t('compare.leftOut')}</p>
    </>
  );
}
