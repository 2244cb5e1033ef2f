import { useTranslation } from 'react-i18next';
import { Section } from '../../../../ui/screen/section.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import styles from './rollout.module.css';

/** More boxes are not counted by looking: of the others the words tell. */
const MAX_BOXES = 24;

/** One revision of a workload that has pods or is to have some. */
export interface RolloutPart {
  readonly key: string;
  readonly revision: number;
  readonly wanted: number;
  readonly created: number;
  /** Null where nobody has counted them. */
  readonly ready: number | null;
  /** What its pods run; empty where that is not said. */
  readonly images: string;
}

/** How far a workload is on its way from one revision to the next: a line for each, the newest first. Nothing while there is but one. */
export function RolloutParts({
  parts,
  note = '',
}: {
  readonly parts: readonly RolloutPart[];
  /** Why it stops where it does, where that is on purpose. */
  readonly note?: string;
}) {
  const { t } = useTranslation();
  const shown = parts
    .filter(({ wanted, created }) => wanted > 0 || created > 0)
    .toSorted((a, b) => b.revision - a.revision);
  const [newest] = shown;
  if (newest === undefined || shown.length < 2) return null;
  return (
    <Section
      title={t('rollout.title')}
      note={t('rollout.between', { from: shown.at(-1)?.revision, to: newest.revision })}
      testId="rollout"
    >
      <ul className={styles['parts']}>
        {shown.map(part => (
          <li key={part.key} data-revision={part.revision}>
            <span className={styles['revision']}>{t('revisions.one', { revision: part.revision })}</span>
            <Boxes part={part} />
            <span className="dim">
              {t(part.ready === null ? 'rollout.partUncounted' : 'rollout.part', { ...part })}
              {part.images === '' ? '' : ` · ${visibleText(part.images)}`}
            </span>
          </li>
        ))}
      </ul>
      {note === '' ? null : <p className="dim">{note}</p>}
    </Section>
  );
}

/** One for each pod: filled where it is ready, crossed where it is not, dashed where it is still to come. The words beside say the same. */
function Boxes({ part: { wanted, created, ready } }: { readonly part: RolloutPart }) {
  // Which of them are ready nobody knows.
  if (ready === null) return null;
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
