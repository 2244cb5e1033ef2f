import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readClusterKey } from '@lanthorn/views/cluster-row-key.ts';
import { Button } from '../../../ui/button/button.tsx';
import { SegmentedControl } from '../../../ui/tabs/segmented-control.tsx';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './compare-object.module.css';
import { Difference } from './difference.tsx';
import { OtherObject } from './other-object.tsx';
import { OtherText } from './other-text.tsx';
import { TextDifference } from './text-difference.tsx';

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
          {found => (
            <Difference
              subject={subject}
              object={object}
              other={found}
              isOfText={false}
              titles={titlesOf(subject, other)}
            />
          )}
        </OtherObject>
      )}
    </div>
  );
}

/** What both are called; of objects in two clusters with the cluster. */
function titlesOf({ cluster, namespace, name }: DetailSubject, other: string) {
  const elsewhere = readClusterKey(other);
  const title = (of: string, key: string) =>
    visibleText(`${elsewhere === null ? '' : `${of}: `}${key.startsWith('/') ? key.slice(1) : key}`);
  return {
    before: title(cluster, `${namespace}/${name}`),
    after: elsewhere === null ? title(cluster, other) : title(elsewhere.cluster, elsewhere.key),
  };
}
