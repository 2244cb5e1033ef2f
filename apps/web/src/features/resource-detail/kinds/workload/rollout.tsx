import { useTranslation } from 'react-i18next';
import { asNumber, asString } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { Section } from '../../../../ui/screen/section.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { useOwned } from '../../subject/owned-list.tsx';
import styles from './rollout.module.css';
import type { SectionProps } from '../../sections/section-props.ts';

/** More boxes are not counted by looking: of the others the words tell. */
const MAX_BOXES = 24;

/** How far a Deployment is on its way from one revision to the next: a line for each that has pods or is to have some. Nothing while there is but one. */
export function Rollout({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const list = useOwned(subject, kindAddress(REPLICA_SET_VIEW.resource), { uid: readMeta(object).uid });
  const parts = [...list.rows.values()]
    .map(readPart)
    .filter(({ wanted, created }) => wanted > 0 || created > 0)
    .toSorted((a, b) => b.revision - a.revision);
  const [newest] = parts;
  if (newest === undefined || parts.length < 2) return null;
  return (
    <Section
      title={t('rollout.title')}
      note={t('rollout.between', { from: parts.at(-1)?.revision, to: newest.revision })}
      testId="rollout"
    >
      <ul className={styles['parts']}>
        {parts.map(part => (
          <li key={part.uid} data-revision={part.revision}>
            <span className={styles['revision']}>{t('revisions.one', { revision: part.revision })}</span>
            <Boxes part={part} />
            <span className="dim">
              {t('rollout.part', { wanted: part.wanted, created: part.created, ready: part.ready })} ·{' '}
              {visibleText(part.images)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface Part {
  readonly uid: string;
  readonly revision: number;
  readonly wanted: number;
  readonly created: number;
  readonly ready: number;
  readonly images: string;
}

function readPart({ uid, cells }: WireRow): Part {
  const cell = (id: string) => cells[columnIndex(REPLICA_SET_VIEW, id)];
  const number = (id: string) => asNumber(cell(id)) ?? 0;
  return {
    uid,
    revision: number('revision'),
    wanted: number('desired'),
    created: number('current'),
    ready: number('readyCount'),
    images: asString(cell('images')),
  };
}

/** One for each pod: filled where it is ready, crossed where it is not, dashed where it is still to come. The words beside say the same. */
function Boxes({ part: { wanted, created, ready } }: { readonly part: Part }) {
  const states = Array.from({ length: Math.min(MAX_BOXES, Math.max(wanted, created)) }, (_, i) =>
    i < ready ? 'ready' : i < created ? 'unready' : 'missing',
  );
  return (
    <span className={styles['boxes']} aria-hidden="true">
      {states.map((state, i) => (
        // oxlint-disable-next-line react/no-array-index-key -- one is like the other
        <i key={i} data-state={state} />
      ))}
    </span>
  );
}
