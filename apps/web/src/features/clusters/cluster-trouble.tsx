import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { OVERVIEW } from '../../data/client/page-paths.ts';
import { useClient } from '../../data/client/client.ts';
import { Button } from '../../ui/button/button.tsx';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { problemWords } from '../../ui/words/i18n.ts';
import { visibleText } from '../../ui/words/text.ts';
import { KubeconfigProblems } from './kubeconfig-notes.tsx';
import { useIsLost } from './lanthorn-notice.tsx';
import type { Trouble } from './use-cluster-trouble.ts';

/** Where the words of the server do not say what to do. */
const HINTED: ReadonlySet<Trouble['kind']> = new Set(['login', 'untrusted', 'nothingRead']);

/** A context that cannot be used or does not answer: why, and what can be done. */
export function ClusterTrouble({
  clusters,
  name,
  trouble,
  onChanged,
}: {
  readonly clusters: ClustersAnswer;
  readonly name: string;
  readonly trouble: Trouble;
  readonly onChanged: () => void;
}) {
  const { t } = useTranslation();
  const { api } = useClient();
  const navigate = useNavigate();
  // It was so before Lanthorn itself went away: how it is now nobody knows.
  const isOld = useIsLost();
  const [problem, setProblem] = useState<string | null>(null);
  const openDemo = () => {
    api.startDemo().then(
      ({ cluster }) => {
        onChanged();
        void navigate({ to: '/c/$cluster/$resource', params: { cluster, resource: OVERVIEW } });
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <div className="notice" role={isOld ? undefined : 'alert'}>
      <ScreenTitle>{t(`cluster.trouble.${trouble.kind}`, { name: visibleText(name) })}</ScreenTitle>
      {trouble.problem === null ? null : <p>{visibleText(problemWords(trouble.problem))}</p>}
      {trouble.kind === 'nothingRead' ? <KubeconfigProblems problems={clusters.problems} /> : null}
      {HINTED.has(trouble.kind) ? <p>{t(`cluster.hint.${trouble.kind}`)}</p> : null}
      {problem === null ? null : <p>{visibleText(problem)}</p>}
      {isOld ? (
        <p className="dim">{t('cluster.trouble.old')}</p>
      ) : (
        <div className="buttons">
          <Button onClick={onChanged}>{t('freshness.retry')}</Button>
          {clusters.canStartDemo ? <Button onClick={openDemo}>{t('cluster.openDemo')}</Button> : null}
        </div>
      )}
    </div>
  );
}
