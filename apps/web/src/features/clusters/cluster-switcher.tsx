import { Suspense, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { useTiersOf } from '../../data/client/use-tier.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { Button } from '../../ui/button/button.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { TierPill } from './tier-pill.tsx';
import { later } from '../../ui/words/later.ts';

const ClusterChooser = later(async () => (await import('./cluster-chooser.tsx')).ClusterChooser);

/** The cluster that is looked at, with what it is used for, and the way to another. */
export function ClusterSwitcher({
  clusters,
  state,
  opened,
  onOpen,
}: {
  readonly clusters: ClustersAnswer;
  readonly state: ViewState;
  readonly opened: boolean;
  readonly onOpen: (opened: boolean) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const { clusters: shown } = state;
  const tier = useTiersOf(shown);
  const names = visibleText(shown.join(', '));
  return (
    <span ref={anchor} className="switcher">
      <Button
        iconEnd="choose"
        aria-haspopup="dialog"
        aria-expanded={opened}
        aria-controls={opened ? id : undefined}
        aria-keyshortcuts="Shift+C"
        title={`${names} (Shift C)`}
        onClick={() => onOpen(!opened)}
      >
        <span className="visually-hidden">{t('cluster.choose')}: </span>
        <span className="switcher-name">
          {shown.length > 1 ? t('cluster.several', { count: shown.length }) : names}
        </span>
        <TierPill tier={tier} />
      </Button>
      {opened ? (
        <Suspense fallback={null}>
          <ClusterChooser
            id={id}
            clusters={clusters}
            state={state}
            anchor={() => anchor.current}
            onClose={() => onOpen(false)}
          />
        </Suspense>
      ) : null}
    </span>
  );
}
