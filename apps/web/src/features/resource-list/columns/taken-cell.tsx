import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HOT, type Measure } from '../../../data/usage/node-loads.ts';
import { useToldLoads } from '../../../data/usage/told-loads.ts';
import { Meter, MeterLine } from '../../../ui/data/meter.tsx';
import { bytesText, coresText } from '../../../ui/words/quantity-text.ts';

const TEXTS = { cpu: coresText, memory: bytesText };

/** How much of what a node lends is taken; what it lends alone where that is not known. */
export function TakenCell({
  cluster,
  name,
  measure,
  children,
}: {
  readonly cluster: string;
  readonly name: string;
  readonly measure: Measure;
  readonly children: ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const told = useToldLoads(state => (state.told?.cluster === cluster ? state.told.told : null));
  const load = useToldLoads(state => state.told?.loads[measure].get(name));
  if (told === null || load === undefined) return children;
  const write = (amount: number) => TEXTS[measure](amount, i18n.language);
  const share = load.amount / load.of;
  const isHot = share > HOT;
  const words = t('meter.of', { now: write(load.amount), of: write(load.of) });
  const percent = share.toLocaleString(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <MeterLine
      isSpread
      isHot={isHot}
      bar={
        <Meter
          label={t(`nodeMap.${told}.${measure}`)}
          share={share}
          text={`${t(`nodeMap.${told}.${measure}`)}: ${percent} (${words})`}
          isHot={isHot}
        />
      }
    >
      {words}
    </MeterLine>
  );
}
