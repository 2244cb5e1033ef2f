import { useTranslation } from 'react-i18next';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { useClient } from '../../../data/client/client.ts';
import { useViewState } from '../../../data/lists/view-state.ts';
import { operationTitle } from '../../../data/operations/operation-title.ts';
import { Button } from '../../../ui/button/button.tsx';
import { Timeline } from '../../../ui/data/timeline.tsx';
import { Section } from '../../../ui/screen/section.tsx';
import { visibleText } from '../../../ui/words/text.ts';

/** The tab of its history has all. */
const SHOWN = 5;

/** What was done to this very object lately through Lanthorn, the newest first. Nothing where nothing was. */
export function OwnChanges({ object }: { readonly object: unknown }) {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  const { uid } = readMeta(object);
  const own = useClient()
    .operations(state => state.operations)
    .filter(({ targets }) => uid !== '' && targets.some(({ target }) => target.uid === uid))
    .slice(0, SHOWN);
  if (own.length === 0) return null;
  const toHistory = (
    <Button variant="link" onClick={() => setSearch({ tab: 'history' }, 'push')}>
      {t('tab.history')}
    </Button>
  );
  return (
    <Section title={t('detail.changes')} link={toHistory} testId="own-changes">
      <Timeline
        happenings={own.map(operation => ({
          key: operation.id,
          at: operation.startedAt,
          isWarning: operation.targets.some(({ target, phase }) => target.uid === uid && phase === 'failed'),
          what: `${visibleText(operation.user)}: ${operationTitle(operation, t)}`,
        }))}
      />
    </Section>
  );
}
