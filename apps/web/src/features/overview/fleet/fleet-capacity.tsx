import { useTranslation } from 'react-i18next';
import { Meter } from '../../../ui/data/meter.tsx';
import { bytesText, coresText } from '../../../ui/words/quantity-text.ts';
import styles from './fleet.module.css';

/** Beyond it a cluster takes few pods more. */
const HOT = 0.9;
const TEXTS = { cpu: coresText, memory: bytesText };

/** What the pods of a cluster asked for of what its nodes lend; what is not known has no number. */
export function FleetCapacity({
  resource,
  requested,
  allocatable,
}: {
  readonly resource: keyof typeof TEXTS;
  readonly requested: number | null;
  readonly allocatable: number | null;
}) {
  const { t, i18n } = useTranslation();
  const write = (amount: number | null) => (amount === null ? '–' : TEXTS[resource](amount, i18n.language));
  const text = `${write(requested)} / ${write(allocatable)}`;
  const share = requested === null || allocatable === null || allocatable <= 0 ? null : requested / allocatable;
  return (
    <span className={styles['capacity']}>
      {text}
      {share === null ? null : (
        <Meter
          label={t(`fleet.${resource}`)}
          share={share}
          isHot={share >= HOT}
          text={`${text}, ${share.toLocaleString(i18n.language, { style: 'percent' })}`}
        />
      )}
    </span>
  );
}
