import { useTranslation } from 'react-i18next';
import type { ManifestProblem } from '@lanthorn/kube/objects/manifests.ts';
import { Button } from '../../ui/button/button.tsx';
import { Notice } from '../../ui/status/notice.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { manifestText } from './text/manifest-language.ts';
import type { Keeping } from './text/text-draft.ts';
import type { PlacedText } from './use-placed.ts';
import styles from './apply.module.css';

/** How many objects there are, how far the server is, and what becomes of the text. */
export function ApplyNotes({
  placed,
  keeping,
  answered,
  problem,
}: {
  readonly placed: PlacedText;
  readonly keeping: Keeping;
  readonly answered: number | null;
  readonly problem: string | null;
}) {
  const { t } = useTranslation();
  const count = placed.placed.length;
  return (
    <>
      <p className="dim" aria-live="polite">
        {answered === null ? t('apply.count', { count }) : t('dialog.askingOf', { answered, count })}
      </p>
      {count + placed.problems.length === 0 ? <Hint /> : null}
      {keeping === 'kept' ? null : <p className="dim">{t(`apply.${keeping}`)}</p>}
      {problem === null ? null : (
        <Notice tone="bad" role="alert">
          {visibleText(problem)}
        </Notice>
      )}
    </>
  );
}

/** Each with its line, which leads there. */
export function ProblemList({
  problems,
  onShow,
}: {
  readonly problems: readonly ManifestProblem[];
  readonly onShow: (at: number) => void;
}) {
  const { t } = useTranslation();
  if (problems.length === 0) return null;
  return (
    <ul className="effects" aria-label={t('apply.problems')}>
      {problems.map(problem => (
        <li key={`${problem.from} ${problem.code}`} className={styles['problem']}>
          <Button variant="link" onClick={() => onShow(problem.from)}>
            {t('apply.line', { line: problem.line, column: problem.column })}
          </Button>
          <span className="tone-bad">{visibleText(manifestText(problem, t))}</span>
        </li>
      ))}
    </ul>
  );
}

/** What stands between objects is read in one piece. */
function Hint() {
  const { t } = useTranslation();
  const [before, after] = t('apply.hint').split('---');
  return (
    <p className="dim">
      {before}
      <code className={styles['mark']}>---</code>
      {after}
    </p>
  );
}
