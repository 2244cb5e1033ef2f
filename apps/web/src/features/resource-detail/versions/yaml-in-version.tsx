import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useLiveObject } from '../../../data/objects/use-live-object.ts';
import { Notice } from '../../../ui/status/notice.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { FreshnessBadge, forbiddenText, reasonText } from '../../../ui/status/freshness.tsx';
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
  const { object, last, state, retry } = useLiveObject(asked);
  const shown = object ?? last ?? null;
  if (shown === null) {
    if (object === null) return <Notice tone="bad">{t('detail.notThere', { name: visibleText(name) })}</Notice>;
    if (state.kind === 'forbidden') return <Notice tone="warning">{forbiddenText(state, t)}</Notice>;
    if (state.kind === 'stale') return <Notice tone="bad">{reasonText(state.reason, t)}</Notice>;
    return <Skeleton lines={12} label={t('detail.loading')} />;
  }
  return (
    <>
      <div className="editor-bar dim">
        <span role="status">
          {object === null
            ? t('detail.deleted', { name: visibleText(name) })
            : t('detail.versionRead', { version: visibleText(version), own: visibleText(own) })}
        </span>
        <FreshnessBadge state={state} onRetry={retry} />
      </div>
      <YamlText object={shown} />
    </>
  );
}
