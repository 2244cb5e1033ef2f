import { useTranslation } from 'react-i18next';
import { type ActionKind, actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Message } from '@lanthorn/actions/machinery/action.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import { rightLineOf } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/right-lines.ts';
import { CopyLine } from '../../ui/form/copy-line.tsx';
import { Notice } from '../../ui/status/notice.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { ChangeList } from '../change-list.tsx';
import { RightSentence } from '../rights/right-sentences.tsx';
import { refusalAdvice, refusalKey } from './refusal-key.ts';
import { refusalText } from '../refusal-text.ts';

/** Refused by a budget for now: it is sent again until the budget allows it. */
export function isWaitedFor(kind: ActionKind | null, refusal: TargetPreview['refusal']): boolean {
  return kind !== null && refusal?.code === 429 && actionRecord(kind).waitsForBudget === true;
}

/** What an action would do, and what the server says to a dry run of it. */
export function Previews({
  previews,
  kind,
}: {
  readonly previews: readonly TargetPreview[];
  readonly kind: ActionKind;
}) {
  const { t } = useTranslation();
  const refused = previews.filter(preview => preview.refusal !== null);
  const done = previews.filter(preview => preview.isDone);
  const doable = previews.filter(
    preview => preview.refusal === null && !preview.isDone && preview.clashes.length === 0,
  );
  // What could not be tried is accepted by nobody yet.
  const accepted = doable.filter(({ isUntried = false }) => !isUntried);
  const untried = doable.length - accepted.length;
  const { common, own } = sharedEffects(doable, previews.length === 1);
  const warnings = [...new Set(previews.flatMap(preview => preview.warnings))];
  return (
    <>
      <Effects effects={common} />
      {previews.length > 1 ? <TargetList previews={previews} own={own} /> : null}
      <ChangeList changes={previews.length === 1 ? (previews[0]?.changes ?? []) : []} />
      {done.length === 0 ? null : <p>{t(`dialog.alreadyDone.${kind}`, { count: done.length })}</p>}
      {warnings.map(warning => (
        <p key={warning} className="tone-warning">
          {t('dialog.serverWarning', { warning: visibleText(warning) })}
        </p>
      ))}
      {refused.map(({ target, refusal }) => (
        <Notice
          key={`${target.cluster}/${target.namespace}/${target.name}/${refusal?.message ?? ''}`}
          tone="bad"
          role="alert"
        >
          {t(refusalKey(refusal), {
            name: target.name,
            message: refusalText(refusal),
          })}
          <ul className="effects">
            {(refusal?.details?.causes ?? []).map(cause => (
              <li key={`${cause.field}${cause.message}`}>
                {visibleText(`${cause.field ?? ''}: ${cause.message ?? ''}`)}
              </li>
            ))}
          </ul>
          <RefusalAdvice refusal={refusal} />
          {isWaitedFor(kind, refusal) ? <p>{t('dialog.triedAgain')}</p> : null}
        </Notice>
      ))}
      {accepted.length === 0 ? null : (
        <p className="tone-ok">{t('dialog.dryRunAccepted', { count: accepted.length })}</p>
      )}
      {untried === 0 ? null : <p className="tone-warning">{t('dialog.untried', { count: untried })}</p>}
      {doable.length === 0 ? null : (
        <div className="section">
          <h2>{t('dialog.kubectl')}</h2>
          <CopyLine text={doable.map(preview => preview.kubectl).join('\n')} />
        </div>
      )}
    </>
  );
}

/** An object of several, with its cluster where they are of different ones. */
function placeText({ cluster, namespace, name }: TargetPreview['target'], previews: readonly TargetPreview[]): string {
  const areSeveral = previews.some(({ target }) => target.cluster !== cluster);
  return visibleText(`${areSeveral ? `${cluster} · ` : ''}${namespace === '' ? '' : `${namespace}/`}${name}`);
}

function TargetList({
  previews,
  own,
}: {
  readonly previews: readonly TargetPreview[];
  readonly own: ReadonlyMap<TargetPreview, readonly Message[]>;
}) {
  const { t } = useTranslation();
  return (
    <div className="target-list" tabIndex={0} role="group" aria-label={t('dialog.targets')}>
      <ul className="effects">
        {previews.map(preview => {
          const { target, creates, changes } = preview;
          return (
            <li key={`${target.cluster}/${target.namespace}/${target.name}/${creates ?? ''}`}>
              {creates === null || creates === target.name
                ? placeText(target, previews)
                : `${placeText(target, previews)} → ${creates}`}
              <Effects effects={own.get(preview) ?? []} />
              <ChangeList changes={changes} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** What a rule of a role lets somebody do: in the words of the page of the role. */
const RIGHT = 'effect.mayThen';

const effectKey = (effect: Message) => JSON.stringify(effect);

/** Of many targets the list says this itself: whose, its new name, and what changes. */
const IN_THE_LIST = new Set([
  'effect.jobCreated',
  'effect.objectCreated',
  'effect.objectDeleted',
  'effect.rescheduled',
  'effect.applied',
  'effect.appliedNew',
  'effect.scaledUp',
  'effect.scaledDown',
  'effect.imagesSet',
]);

interface SharedEffects {
  /** Said once: of all of them, or without naming anything. */
  readonly common: readonly Message[];
  /** With names and numbers that are not those of all: each is said of the target that it is about. */
  readonly own: ReadonlyMap<TargetPreview, readonly Message[]>;
}

function sharedEffects(previews: readonly TargetPreview[], isSingle: boolean): SharedEffects {
  const told = previews.map(preview => {
    const effects = preview.effects.filter(effect => isSingle || !IN_THE_LIST.has(effect.key));
    return { preview, effects: new Map(effects.map(effect => [effectKey(effect), effect])) };
  });
  const isCommon = (effect: Message) =>
    Object.keys(effect.values).length === 0 || told.every(({ effects }) => effects.has(effectKey(effect)));
  const all = new Map(told.flatMap(({ effects }) => [...effects]));
  return {
    common: [...all.values()].filter(isCommon),
    own: new Map(told.map(({ preview, effects }) => [preview, [...effects.values()].filter(e => !isCommon(e))])),
  };
}

/** What a change means, in words. */
export function Effects({ effects }: { readonly effects: readonly Message[] }) {
  const { t } = useTranslation();
  return effects.length === 0 ? null : (
    <ul className="effects">
      {effects.map(effect => (
        <li key={effectKey(effect)}>
          {effect.key === RIGHT ? <RightSentence line={rightLineOf(effect.values)} /> : t(effect.key, effect.values)}
        </li>
      ))}
    </ul>
  );
}

/** What to do about it, where more is known than the server's words. */
function RefusalAdvice({ refusal }: Pick<TargetPreview, 'refusal'>) {
  const { t } = useTranslation();
  const advice = refusalAdvice(refusal);
  return advice === null ? null : <p>{t(advice)}</p>;
}
