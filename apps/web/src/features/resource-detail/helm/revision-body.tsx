import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReleaseAnswer } from '@lanthorn/protocol/http/helm-messages.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Notice } from '../../../ui/status/notice.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { ShownRevision } from './use-revision.ts';

/** What a revision holds once it is read, or why it cannot be. */
export function RevisionBody({
  shown: { asked },
  children,
}: {
  readonly shown: ShownRevision;
  readonly children: (answer: ReleaseAnswer) => ReactNode;
}) {
  const { t } = useTranslation();
  if (asked === null) return <Skeleton lines={8} label={t('detail.loading')} />;
  if ('problem' in asked)
    return (
      <Notice tone="bad" role="alert">
        {visibleText(asked.problem)}
      </Notice>
    );
  return children(asked.answer);
}

/** Shows what is masked; nothing where nothing is. */
export function RevealButton({ shown: { reveal } }: { readonly shown: ShownRevision }) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (reveal === null) return null;
  const press = () => {
    setBusy(true);
    setProblem(null);
    reveal()
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <Button isBusy={isBusy} onClick={press}>
        {t('helm.reveal')}
      </Button>
      <span className="dim">{t('helm.masked')}</span>
      {problem === null ? null : <span role="alert">{visibleText(problem)}</span>}
    </>
  );
}
