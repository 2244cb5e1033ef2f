import { useTranslation } from 'react-i18next';
import type { ToldRelease } from '@lanthorn/protocol/http/helm-messages.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { Select } from '../../../ui/choice/select.tsx';
import { useRevisions } from './use-revisions.ts';

/** Which revision is looked at. */
export function RevisionChoice({
  cluster,
  release,
  revision,
}: {
  readonly cluster: string;
  readonly release: ToldRelease;
  readonly revision: number;
}) {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  const asked = useRevisions(cluster, release);
  const known = asked !== null && 'answer' in asked ? asked.answer.revisions : [];
  const choices = known.map(one => ({
    value: String(one.revision),
    text: t('helm.choice', { revision: one.revision, status: one.status }),
  }));
  const isKnown = known.some(one => one.revision === revision);
  const all = isKnown ? choices : [{ value: String(revision), text: String(revision) }, ...choices];
  return (
    <Select
      aria-label={t('helm.revision')}
      choices={all}
      value={String(revision)}
      onChange={value => setSearch({ rev: value === String(release.revision) ? undefined : value })}
    />
  );
}
