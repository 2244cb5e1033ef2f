import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { isRunning } from '@lanthorn/protocol/operation-state.ts';
import { useClient } from '../../data/client/client.ts';
import { OPERATIONS, OVERVIEW } from '../../data/client/page-paths.ts';
import { Icon } from '../../ui/marks/icon.tsx';
import styles from './bottom-bar.module.css';
import { PlaceLink } from './place-link.tsx';

const EVENTS = 'events';

interface BottomBarProps {
  readonly place: string;
  /** The word of what is on screen, as the navigation has it. */
  readonly current: string;
  readonly ns: string | undefined;
  readonly areKindsOpen: boolean;
  /** The same at every drawing. */
  readonly onKinds: (isOpen: boolean) => void;
  readonly onSearch: () => void;
}

/** Where a thumb reaches, on a narrow screen: the places one goes to most, and the way to all others. */
export const BottomBar = memo(({ place, current, ns, areKindsOpen, onKinds, onSearch }: BottomBarProps) => {
  const { t, i18n } = useTranslation();
  const running = useClient().operations(({ operations }) => operations.filter(isRunning).length);
  const link = (to: string) => ({ to, place, ns, isCurrent: to === current, onNavigate: () => onKinds(false) });
  return (
    <nav className={styles['bar']} aria-label={t('bottom.label')}>
      <PlaceLink {...link(OVERVIEW)}>
        <Icon name="layout-dashboard" />
        <span>{t('overview.title')}</span>
      </PlaceLink>
      <button
        type="button"
        aria-expanded={areKindsOpen}
        data-on={![OVERVIEW, EVENTS, OPERATIONS].includes(current) || undefined}
        onClick={() => onKinds(!areKindsOpen)}
      >
        <Icon name="box" />
        <span>{t('nav.label')}</span>
      </button>
      <button type="button" onClick={onSearch}>
        <Icon name="search" />
        <span>{t('bottom.search')}</span>
      </button>
      <PlaceLink {...link(EVENTS)}>
        <Icon name="activity" />
        <span>{t('kind.events')}</span>
      </PlaceLink>
      <PlaceLink {...link(OPERATIONS)}>
        <Icon name="list-checks" />
        <span>{t('bottom.doing')}</span>
        {running === 0 ? null : (
          <>
            <b aria-hidden="true">{running.toLocaleString(i18n.language)}</b>
            <span className="visually-hidden">{t('operations.running', { count: running })}</span>
          </>
        )}
      </PlaceLink>
    </nav>
  );
});
BottomBar.displayName = 'BottomBar';
