import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { DrainPod } from '@lanthorn/actions/node/drain-plan.ts';
import { Table } from '../../../../ui/data/table.tsx';
import { useShownRows } from '../../../../ui/form/use-shown-rows.tsx';
import { Status } from '../../../../ui/status/status.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { isNoteworthy } from './drain-choice.ts';

/** Rows at first: more hide the one that matters. */
const SHOWN = 20;

/** The pods of which something is to be known, and how many more there are. */
export function DrainPods({ pods }: { readonly pods: readonly DrainPod[] }) {
  const { t } = useTranslation();
  const told = pods.filter(isNoteworthy);
  const { shown, more } = useShownRows(told.length, SHOWN);
  const others = pods.length - told.length;
  if (told.length === 0) return others === 0 ? null : <p>{t('drain.allFit', { count: others })}</p>;
  return (
    <>
      <Table columns={(['pod', 'goesTo', 'loses', 'keptBy'] as const).map(column => ({ title: t(`drain.${column}`) }))}>
        {told.slice(0, shown).map(pod => (
          <tr key={pod.uid} data-top>
            <td>{visibleText(`${pod.namespace}/${pod.name}`)}</td>
            <td>
              <GoesTo pod={pod} />
            </td>
            <td>
              <Loses pod={pod} />
            </td>
            <td>{pod.hold === null ? '–' : <Status tone="warning" text={holdText(pod.hold, t)} />}</td>
          </tr>
        ))}
      </Table>
      {more}
      {others === 0 ? null : <p>{t('drain.othersFit', { count: others })}</p>}
    </>
  );
}

function holdText({ why, budget }: NonNullable<DrainPod['hold']>, t: TFunction): string {
  return t(`drain.hold.${why}`, { budget: visibleText(budget) });
}

function GoesTo({ pod: { fits, unfit, unjudged } }: { readonly pod: DrainPod }) {
  const { t } = useTranslation();
  if (fits === null) return '–';
  const rules = unjudged.map(rule => t(`drain.unjudged.${rule}`)).join(', ');
  const why = unfit.find(entry => entry.why !== 'cordoned')?.why;
  return (
    <>
      {fits > 0 ? (
        t('drain.fits', { count: fits })
      ) : (
        <Status
          tone="bad"
          text={why === undefined ? t('drain.noNode') : t('drain.noNodeFor', { why: unfitText(why, t) })}
        />
      )}
      {rules === '' ? null : <span className="dim"> {t('drain.notJudged', { rules })}</span>}
    </>
  );
}

function unfitText(why: string, t: TFunction): string {
  const [rule = '', resource] = why.split(' ');
  return resource === undefined ? t(`drain.unfit.${rule}`) : t('drain.unfit.resource', { resource });
}

function Loses({ pod: { isLost, emptyDirs } }: { readonly pod: DrainPod }) {
  const { t } = useTranslation();
  if (!isLost && emptyDirs.length === 0) return '–';
  return (
    <>
      {isLost ? <Status tone="bad" text={t('drain.isLost')} /> : null}{' '}
      {emptyDirs.length === 0 ? null : (
        <Status tone="warning" text={t('drain.emptyDirs', { volumes: visibleText(emptyDirs.join(', ')) })} />
      )}
    </>
  );
}
