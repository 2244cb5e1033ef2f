import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { comparableObject } from '@lanthorn/kube/objects/comparable-object.ts';
import { readManifests } from '@lanthorn/kube/objects/manifests.ts';
import { treeChanges } from '@lanthorn/kube/edit/tree-changes.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { ChangeList } from '../../../parts/change-list.tsx';
import { Button } from '../../../ui/button/button.tsx';
import { Checkbox } from '../../../ui/form/checkbox.tsx';
import { SegmentedControl } from '../../../ui/tabs/segmented-control.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { type DetailSubject, kindOf } from '../subject/detail-subject.ts';
import { useKindType } from '../subject/use-kind-type.ts';
import styles from './compare-object.module.css';
import { OtherObject } from './other-object.tsx';
import { OtherText } from './other-text.tsx';

/** What differs between this object and another of its kind, or one that a text describes: side by side, field by field. */
export function CompareObject({
  subject,
  object,
  other,
  onOther,
  onEnd,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  /** `namespace/name` as the address has it; '' for none. */
  readonly other: string;
  readonly onOther: (other: string) => void;
  readonly onEnd: () => void;
}) {
  const { t } = useTranslation();
  const [isText, setText] = useState(false);
  const [written, setWritten] = useState('');
  return (
    <div className={styles['compare']} data-testid="compare">
      <div className={styles['bar']}>
        <SegmentedControl
          choices={[
            { value: 'object', text: t('compare.object') },
            { value: 'text', text: t('compare.text') },
          ]}
          value={isText ? 'text' : 'object'}
          label={t('compare.with')}
          onChange={value => setText(value === 'text')}
        />
        <Button onClick={onEnd}>{t('compare.end')}</Button>
      </div>
      {isText ? (
        <OtherText text={written} onText={setWritten}>
          <TextDifference subject={subject} object={object} text={written} />
        </OtherText>
      ) : (
        <OtherObject subject={subject} other={other} onOther={onOther}>
          {found => <Difference subject={subject} object={object} other={found} isOfText={false} />}
        </OtherObject>
      )}
    </div>
  );
}

/** The first object of the text that is of the same kind; what else is wrong with it is said. */
function TextDifference({
  subject,
  object,
  text,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  readonly text: string;
}) {
  const { t } = useTranslation();
  const { manifests, problems } = useMemo(() => readManifests(text), [text]);
  if (text.trim() === '') return <p className="dim">{t('compare.paste')}</p>;
  const kind = kindOf(subject, object);
  const same = manifests.filter(manifest => asString(getPath(manifest.object, 'kind')) === kind);
  const [found] = same.toSorted(
    (a, b) => Number(nameOf(b.object) === subject.name) - Number(nameOf(a.object) === subject.name),
  );
  const [problem] = problems;
  if (found !== undefined) return <Difference subject={subject} object={object} other={found.object} isOfText />;
  return (
    <p className="tone-warning" role="status">
      {problem === undefined
        ? t('compare.noneOfKind', { kind })
        : t('compare.unreadable', { kind, line: problem.line })}
    </p>
  );
}

function nameOf(object: unknown): string {
  return asString(getPath(object, 'metadata', 'name'));
}

function Difference({
  subject,
  object,
  other,
  isOfText,
}: {
  readonly subject: DetailSubject;
  readonly object: unknown;
  readonly other: unknown;
  readonly isOfText: boolean;
}) {
  const { t } = useTranslation();
  const type = useKindType(subject);
  const [hasStatus, setStatus] = useState(false);
  /** A text says what people write; the server fills in the rest. */
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
          titles={{
            before: visibleText(subject.namespace === '' ? subject.name : `${subject.namespace}/${subject.name}`),
            after: isOfText ? t('compare.theText') : t('compare.theOther'),
          }}
        />
      )}
      <p className="dim">{t('compare.leftOut')}</p>
    </>
  );
}
