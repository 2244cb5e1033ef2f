import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tone } from '@lanthorn/views/cells/cell.ts';
import styles from './node-map.module.css';

/** What the fields of the map mean: the scale, and of what is not on it only what there is. */
export function NodeLegend({
  hasLoads,
  isHot,
  hasUnknown,
  tones,
}: {
  readonly hasLoads: boolean;
  readonly isHot: boolean;
  readonly hasUnknown: boolean;
  readonly tones: ReadonlySet<Tone | undefined>;
}) {
  const { t, i18n } = useTranslation();
  const percent = (share: number) => share.toLocaleString(i18n.language, { style: 'percent' });
  return (
    <ul className={styles['legend']} data-plain={hasLoads ? undefined : true} aria-label={t('nodeMap.legend')}>
      {hasLoads ? (
        <li>
          {percent(0)}{' '}
          {SCALE.map(share => (
            <span key={share} className={styles['node']} style={{ '--share': share } as CSSProperties} />
          ))}{' '}
          {percent(1)}
        </li>
      ) : tones.has('ok') ? (
        <li>
          <span className={styles['node']} /> {t('nodeMap.ready')}
        </li>
      ) : null}
      {isHot ? (
        <li>
          <span className={styles['node']} data-hot /> {t('nodeMap.hot')}
        </li>
      ) : null}
      {tones.has('warning') ? (
        <li>
          <span className={styles['node']} data-tone="warning" /> {t('nodeMap.warning')}
        </li>
      ) : null}
      {tones.has('bad') ? (
        <li>
          <span className={styles['node']} data-tone="bad" /> {t('nodeMap.notReady')}
        </li>
      ) : null}
      {hasUnknown ? (
        <li>
          <span className={styles['node']} data-unknown /> {t('nodeMap.unmeasured')}
        </li>
      ) : null}
    </ul>
  );
}

const SCALE = [0.1, 0.4, 0.7, 0.9];
