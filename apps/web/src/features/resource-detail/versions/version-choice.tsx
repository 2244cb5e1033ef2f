import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { useServedKinds } from '../../../data/client/use-served-kinds.ts';
import { Select } from '../../../ui/choice/select.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';

/** In which other versions of its API the cluster serves the kind; none while that is not known. */
export function useOtherVersions(
  { cluster, view }: Pick<DetailSubject, 'cluster' | 'view'>,
  own: string,
): readonly string[] {
  const served = useServedKinds(cluster);
  return useMemo(() => {
    const kind = served?.kinds.find(each => groupResource(each) === groupResource(view.resource));
    if (kind === undefined) return [];
    return [kind.version, ...(kind.otherVersions ?? [])].filter(version => version !== own);
  }, [served, view, own]);
}

/** In which of several versions of its API an object is read. */
export function VersionChoice({
  own,
  others,
  version,
  onVersion,
}: {
  readonly own: string;
  readonly others: readonly string[];
  readonly version: string | null;
  readonly onVersion: (version: string | null) => void;
}) {
  const { t } = useTranslation();
  if (others.length === 0) return null;
  return (
    <Select
      aria-label={t('detail.version')}
      choices={[
        { value: own, text: t('detail.versionStored', { version: visibleText(own) }) },
        ...others.map(other => ({ value: other, text: visibleText(other) })),
      ]}
      value={version ?? own}
      onChange={next => onVersion(next === own ? null : next)}
    />
  );
}
