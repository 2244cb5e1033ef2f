import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Notice } from '../../../ui/status/notice.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { forbiddenText, reasonText } from '../../../ui/status/freshness.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { YamlText } from './yaml-text.tsx';

/** The object as the cluster tells it in another version of its API: a question of its own, while somebody reads it so. */
export function YamlInVersion({ subject, version }: { readonly subject: DetailSubject; readonly version: string }) {
  const { cluster, view, namespace, name } = subject;
  const { t } = useTranslation();
  const { group, resource, version: own } = view.resource;
  const asked = useMemo(
    () => ({ cluster, resource: { group, version, resource }, namespace, name }),
    [cluster, group, version, resource, namespace, name],
  );
  const { object, last, state } = useLiveObject(asked);
  const shown = object ?? last;
  if (shown === undefined || shown === null) {
    if (state.kind === 'forbidden') return <Notice tone="warning">{forbiddenText(state, t)}</Notice>;
    if (state.kind === 'stale') return <Notice tone="bad">{reasonText(state.reason, t)}</Notice>;
    return <Skeleton lines={12} label={t('detail.loading')} />;
  }
  return (
    <>
      <p className="editor-bar dim" role="status">
        {t('detail.versionRead', { version: visibleText(version), own: visibleText(own) })}
      </p>
      <YamlText object={shown} />
    </>
  );
}
