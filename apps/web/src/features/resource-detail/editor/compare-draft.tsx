import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { revisionTemplate, writtenTemplate } from '@lanthorn/views/kinds/apps/revision-template.ts';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Select } from '../../../ui/choice/select.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { SegmentedControl } from '../../../ui/tabs/segmented-control.tsx';
import { Difference } from '../compare/difference.tsx';
import { OtherObject } from '../compare/other-object.tsx';
import { OtherText } from '../compare/other-text.tsx';
import { TextDifference } from '../compare/text-difference.tsx';
import styles from '../compare/compare-object.module.css';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { type ListedRevision, useKeptRevisions } from '../subject/use-kept-revisions.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export interface DraftProps {
  readonly subject: DetailSubject;
  readonly live: KubeObject;
  /** What the text says; null while it is no valid YAML. */
  readonly mine: KubeObject | null;
}

type With = 'live' | 'applied' | 'revision' | 'object' | 'text';

/** What is being typed, compared with what it could be told from: the object as it is, as it was applied last, an earlier revision, another object or a file. */
export function CompareDraft(props: DraftProps) {
  const { t } = useTranslation();
  const { subject, live, mine } = props;
  const [chosen, setChosen] = useState<With>('live');
  const applied = lastApplied(live);
  const choices: readonly With[] = [
    'live',
    ...(applied === null ? [] : (['applied'] as const)),
    ...(subject.view.revisions === undefined ? [] : (['revision'] as const)),
    'object',
    'text',
  ];
  return (
    <section className={styles['compare']} aria-label={t('editor.compare')} data-testid="compare-draft">
      <div className={styles['bar']}>
        <SegmentedControl
          choices={choices.map(value => ({ value, text: t(`editor.with.${value}`) }))}
          value={chosen}
          label={t('compare.with')}
          onChange={setChosen}
        />
      </div>
      {mine === null ? <p role="status">{t('editor.compareInvalid')}</p> : null}
      <Other {...props} {...{ chosen, applied }} />
    </section>
  );
}

interface OtherProps extends DraftProps {
  readonly chosen: With;
  readonly applied: KubeObject | null;
}

/** What was chosen and pasted stays while the text is no YAML for a moment: only the difference goes. */
function Other({ subject, live, mine, chosen, applied }: OtherProps) {
  const { t } = useTranslation();
  const [other, setOther] = useState('');
  const [text, setText] = useState('');
  const titles = { before: t('editor.draft'), after: t(`editor.after.${chosen}`) };
  const common = mine === null ? null : { subject, object: mine, titles };
  switch (chosen) {
    case 'live':
      return common === null ? null : <Difference {...common} other={live} isOfText={false} />;
    case 'applied':
      return common === null ? null : <Difference {...common} other={applied} isOfText />;
    case 'revision':
      return <OtherRevision subject={subject} live={live} mine={mine} titles={titles} />;
    case 'object':
      return (
        <OtherObject subject={subject} other={other} onOther={setOther}>
          {found => (common === null ? null : <Difference {...common} other={found} isOfText={false} />)}
        </OtherObject>
      );
    case 'text':
      return (
        <OtherText text={text} onText={setText}>
          {common === null ? null : <TextDifference {...common} text={text} />}
        </OtherText>
      );
  }
}

interface RevisionProps extends DraftProps {
  readonly titles: { readonly before: string; readonly after: string };
}

/** Of a revision the cluster keeps the template of pods alone: that is what is compared. */
function OtherRevision({ subject, live, mine, titles }: RevisionProps) {
  const { t } = useTranslation();
  const { view, revisions } = useKeptRevisions(subject, live);
  const [uid, setUid] = useState<string | null>(null);
  const chosen = revisions.find(({ row }) => row.uid === uid) ?? revisions[0];
  if (chosen === undefined) return <p className="dim">{t('editor.noRevisions')}</p>;
  return (
    <>
      <div className={styles['form']}>
        <Select
          aria-label={t('editor.with.revision')}
          choices={revisions.map(({ row, revision }) => ({ value: row.uid, text: t('revisions.one', { revision }) }))}
          value={chosen.row.uid}
          onChange={setUid}
        />
        <span className="dim">{t('editor.templateAlone')}</span>
      </div>
      {mine === null ? null : <WithRevision key={chosen.row.uid} {...{ subject, view, chosen, mine, titles }} />}
    </>
  );
}

function WithRevision({
  subject,
  view,
  chosen: { row },
  mine,
  titles,
}: Omit<RevisionProps, 'live' | 'mine'> & {
  readonly mine: KubeObject;
  readonly view: ReturnType<typeof useKeptRevisions>['view'];
  readonly chosen: ListedRevision;
}) {
  const { t } = useTranslation();
  const { namespace, name } = row;
  const { object } = useLiveObject({ cluster: subject.cluster, resource: view.resource, namespace, name });
  if (object === undefined || object === null) return <Skeleton lines={3} label={t('detail.loading')} />;
  const template = (value: unknown) => ({ spec: { template: writtenTemplate(value) } });
  return (
    <Difference
      subject={subject}
      object={template(getPath(mine, 'spec', 'template'))}
      other={template(revisionTemplate(object))}
      isOfText={false}
      titles={titles}
    />
  );
}

/** What kubectl keeps of the last apply; null where there is none that can be read. */
function lastApplied(live: unknown): KubeObject | null {
  const text = asString(getPath(live, 'metadata', 'annotations', LAST_APPLIED));
  if (text === '') return null;
  try {
    const object: unknown = JSON.parse(text);
    return typeof object === 'object' && object !== null ? { metadata: {}, ...object } : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
