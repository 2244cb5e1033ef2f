import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { PlacedManifest } from '@lanthorn/actions/objects/place-manifests.ts';
import type { Operation, OperationTarget, TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import { targetTone } from '../../data/operations/phase-tones.ts';
import { noteText } from '../../parts/outcome/operation-note.ts';
import { ChangeList } from '../../parts/change-list.tsx';
import { Effects } from '../../parts/outcome/action-previews.tsx';
import { conflictsOf } from '../../parts/editor/field-conflicts.ts';
import { refusalText } from '../../parts/refusal-text.ts';
import { Button } from '../../ui/button/button.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import type { StatusTone } from '../../ui/marks/status-mark.tsx';
import { Notice } from '../../ui/status/notice.tsx';
import { Status } from '../../ui/status/status.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { placedKey } from './apply-request.ts';
import { type DocumentState, documentState } from './document-state.ts';
import styles from './apply.module.css';

const TONES: Readonly<Record<DocumentState, StatusTone>> = {
  new: 'ok',
  changed: 'active',
  same: 'muted',
  hidden: 'active',
  untried: 'warning',
  conflict: 'bad',
  refused: 'bad',
};

interface DocumentListProps {
  /** In the order in which they are sent. */
  readonly placed: readonly PlacedManifest[];
  /** What a dry run said of each; null where none was made of this text. */
  readonly previews: readonly TargetPreview[] | null;
  readonly operation: Operation | null;
  readonly takenOver: ReadonlySet<string>;
  readonly onTakeOver: (key: string, isTaken: boolean) => void;
  readonly onShow: (placed: PlacedManifest) => void;
}

/** Each object of a text: what it will be, what the server says to it, and what came of it. */
export function DocumentList({ placed, previews, operation, takenOver, onTakeOver, onShow }: DocumentListProps) {
  const { t } = useTranslation();
  return (
    <ol className={styles['documents']} aria-label={t('apply.documents')}>
      {placed.map((each, i) => {
        const key = placedKey(each);
        const preview = previews?.[i] ?? null;
        const entry = operation?.targets.find(({ target }) => placedKey(target) === key) ?? null;
        return (
          <li key={key} className={styles['document']} data-testid="document">
            <div className={styles['head']}>
              <Button
                variant="link"
                onClick={() => onShow(each)}
                title={t('apply.showLine', { line: each.manifest.line })}
              >
                {visibleText(`${each.object.kind ?? ''}/${each.name}`)}
              </Button>
              <span className="dim">{placeText(each, t)}</span>
              <span className={styles['state']}>
                <StateOf placed={each} preview={preview} entry={entry} />
              </span>
            </div>
            {entry === null && preview !== null ? (
              <PreviewOf
                preview={preview}
                isTaken={takenOver.has(key)}
                onTakeOver={isTaken => onTakeOver(key, isTaken)}
              />
            ) : null}
            {entry === null ? null : <Outcome entry={entry} />}
          </li>
        );
      })}
    </ol>
  );
}

function placeText({ namespace, isGivenNamespace }: PlacedManifest, t: TFunction): string {
  if (namespace === '') return t('apply.ofCluster');
  return t(isGivenNamespace ? 'apply.inGiven' : 'apply.in', { namespace: visibleText(namespace) });
}

function StateOf({
  placed,
  preview,
  entry,
}: {
  readonly placed: PlacedManifest;
  readonly preview: TargetPreview | null;
  readonly entry: OperationTarget | null;
}) {
  const { t } = useTranslation();
  if (entry !== null) return <Status tone={targetTone(entry)} text={t(`phase.${entry.phase}`)} />;
  if (preview === null) return null;
  const state = documentState(placed, preview);
  return <Status tone={TONES[state]} text={t(`apply.state.${state}`)} />;
}

/** Said by its state, or in another way. */
const TOLD_ELSEWHERE = new Set(['effect.applied', 'effect.appliedNew', 'effect.takesOver', 'effect.restsOn']);

/** What the dry run said, whole. */
function PreviewOf({
  preview,
  isTaken,
  onTakeOver,
}: {
  readonly preview: TargetPreview;
  readonly isTaken: boolean;
  readonly onTakeOver: (isTaken: boolean) => void;
}) {
  const { t } = useTranslation();
  const { refusal, warnings, changes, isUntried = false, effects } = preview;
  const conflicts = refusal === null ? [] : conflictsOf(refusal);
  const causes = conflicts.length > 0 ? [] : (refusal?.details?.causes ?? []);
  const rests = isUntried ? effects.filter(({ key }) => key === 'effect.restsOn') : [];
  return (
    <>
      {warnings.map(warning => (
        <p key={warning} className="tone-warning">
          {t('dialog.serverWarning', { warning: visibleText(warning) })}
        </p>
      ))}
      {rests.map(({ key, values }) => (
        <p key={key} className="dim">
          {t(key, values)}
        </p>
      ))}
      {refusal === null || conflicts.length > 0 ? null : (
        <Notice tone="bad" role="alert">
          {refusalText(refusal)}
          {causes.length === 0 ? null : (
            <ul className="effects">
              {causes.map(({ field = '', message = '' }) => (
                <li key={`${field}${message}`}>{visibleText(field === '' ? message : `${field}: ${message}`)}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {conflicts.length === 0 ? null : (
        <Notice tone="bad" role="alert">
          <ul className="effects">
            {conflicts.map(({ owner, field }) => (
              <li key={`${owner} ${field}`}>
                {t('apply.owns', { owner: visibleText(owner), field: visibleText(field) })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {conflicts.length === 0 && !isTaken ? null : (
        <Checkbox checked={isTaken} onChange={onTakeOver}>
          {t('apply.takeOver')}
        </Checkbox>
      )}
      {refusal === null ? <Effects effects={effects.filter(({ key }) => !TOLD_ELSEWHERE.has(key))} /> : null}
      <ChangeList changes={changes} />
    </>
  );
}

/** What came of it beside its state: the server's own words where it was refused. */
function Outcome({ entry: { status, message, phase } }: { readonly entry: OperationTarget }) {
  const { t } = useTranslation();
  const text = status === null ? noteText(message, t) : refusalText(status);
  if (text === '') return null;
  if (phase !== 'failed') return <p className="dim">{text}</p>;
  return (
    <Notice tone="bad" role="alert">
      {text}
    </Notice>
  );
}
