import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import type { ReleaseAnswer } from '@lanthorn/protocol/http/helm-messages.ts';
import { SegmentedControl } from '../../../ui/tabs/segmented-control.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { shortened } from './release-text.ts';
import styles from './release-page.module.css';
import type { ReleaseTabProps } from './release-tab-props.ts';
import { RevisionBody } from './revision-body.tsx';
import { RevisionChoice } from './revision-choice.tsx';
import { useRevision } from './use-revision.ts';

/** The values of a revision: those that were given, or all that the chart was made with. */
export function ReleaseValues({ cluster, release, revision }: ReleaseTabProps) {
  const { t } = useTranslation();
  const [isAll, setAll] = useState(false);
  const shown = useRevision(cluster, release, revision);
  return (
    <>
      <div className={styles['bar']}>
        <RevisionChoice cluster={cluster} release={release} revision={revision} />
        <SegmentedControl
          choices={[
            { value: 'given', text: t('helm.given') },
            { value: 'all', text: t('helm.all') },
          ]}
          value={isAll ? 'all' : 'given'}
          label={t('helm.which')}
          onChange={value => setAll(value === 'all')}
        />
      </div>
      <RevisionBody shown={shown}>{answer => <Values answer={answer} isAll={isAll} />}</RevisionBody>
    </>
  );
}

function Values({ answer, isAll }: { readonly answer: ReleaseAnswer; readonly isAll: boolean }) {
  const { t } = useTranslation();
  const values = isAll ? answer.values : answer.release.config;
  const text = useMemo(() => yamlText(values), [values]);
  if (Object.keys(values).length === 0) return <p className="dim">{t(isAll ? 'helm.noValues' : 'helm.noGiven')}</p>;
  return (
    <pre className="code" tabIndex={0} data-testid="values">
      {visibleText(shortened(text))}
    </pre>
  );
}
