import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asString, getPath } from '@lanthorn/base/json.ts';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import { openActionDialog } from '../../../../data/actions/action-dialog-store.ts';
import { listAnswer } from '../../../../data/lists/list-answer.ts';
import { useWholeList } from '../../../../data/lists/use-whole-list.ts';
import { Button } from '../../../../ui/button/button.tsx';
import { DialogFooter } from '../../../../ui/dialog/dialog.tsx';
import { Checkbox } from '../../../../ui/form/checkbox.tsx';
import { NumberInput } from '../../../../ui/form/number-input.tsx';
import { Skeleton } from '../../../../ui/status/skeleton.tsx';
import { whyText } from '../../../../ui/status/freshness.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { FormDialog } from '../../../../parts/form/form-dialog.tsx';
import type { ObjectFormProps } from '../../subject/object-form-props.ts';

const STATUS = JOB_VIEW.columns.findIndex(({ id }) => id === 'status');
const RESULTS = ['Complete', 'Failed'] as const;
type Result = (typeof RESULTS)[number];

const resultOf = ({ cells }: WireRow) => asString(getPath(cells[STATUS], 'status'));

/** Which of the finished Jobs of a CronJob, or of a namespace, shall go: those that succeeded, those that failed, all but the newest. */
export function FinishedJobsForm({ target, onClose }: ObjectFormProps) {
  const { t } = useTranslation();
  const [results, setResults] = useState<ReadonlySet<Result>>(new Set(['Complete']));
  const [kept, setKept] = useState<number | null>(0);
  const list = useJobsOf(target);
  const { rows, matched, state } = list;
  const answer = listAnswer(list).kind;
  const isKnown = answer === 'told';
  const finished = [...rows.values()].filter(row => RESULTS.some(result => result === resultOf(row)));
  const chosen = finished
    .filter(row => results.has(resultOf(row) as Result))
    .toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))
    .slice(Math.max(0, kept ?? 0));
  const going = chosen.slice(-MAX_TARGETS);
  const unknown = answer === 'loading' ? t('detail.loading') : whyText(state, t);
  const wrong = kept !== null && kept >= 0 ? null : t('finished.keepWrong');
  const why = isKnown ? (wrong ?? (going.length === 0 ? t('finished.none') : null)) : unknown;
  const ask = () => {
    const { cluster } = target;
    const { group, version, resource } = JOB_VIEW.resource;
    const targets = going.map(({ namespace, name, uid }) => ({
      ...{ cluster, resource: { group, version, resource }, namespace, name, uid },
    }));
    openActionDialog('job.clean', targets, { onStarted: onClose });
  };
  const choose = (result: Result, isOn: boolean) =>
    setResults(before => new Set([...before].filter(other => other !== result).concat(isOn ? [result] : [])));
  return (
    <FormDialog title={t('finished.title', { name: visibleText(target.name) })} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault();
          if (why === null) ask();
        }}
      >
        {isKnown ? null : answer === 'loading' ? (
          <Skeleton lines={2} label={t('detail.loading')} />
        ) : (
          <p className="tone-warning">{whyText(state, t)}</p>
        )}
        {RESULTS.map((result, i) => (
          <p key={result}>
            <Checkbox
              checked={results.has(result)}
              onChange={isOn => choose(result, isOn)}
              {...(i === 0 ? { 'data-autofocus': true } : {})}
            >
              {isKnown
                ? t(`finished.${result}`, { count: finished.filter(row => resultOf(row) === result).length })
                : t(`finished.unknown.${result}`)}
            </Checkbox>
          </p>
        ))}
        <NumberInput
          label={t('finished.keep')}
          help={t('finished.keepHelp')}
          error={wrong}
          value={kept}
          onChange={setKept}
        />
        {isKnown ? (
          <p aria-live="polite">
            {going.length === 0 ? t('finished.none') : t('finished.going', { count: going.length })}
          </p>
        ) : null}
        {going.length < chosen.length || rows.size < (matched ?? 0) ? (
          <p className="tone-warning">{t('finished.more', { most: MAX_TARGETS })}</p>
        ) : null}
        <DialogFooter>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="danger" why={why}>
            {t('finished.preview')}
          </Button>
        </DialogFooter>
      </form>
    </FormDialog>
  );
}

/** Those that the object owns, or, of what is in no namespace itself, those that are in it. */
function useJobsOf({ cluster, namespace, name, uid }: ObjectFormProps['target']) {
  const { resource } = JOB_VIEW;
  const isHolder = namespace === '';
  return useWholeList(
    useMemo(() => ({ cluster, resource, ...(isHolder ? {} : { ownerUid: uid }) }), [cluster, resource, isHolder, uid]),
    useMemo(() => ({ namespaces: [isHolder ? name : namespace], filter: '', sort: [] }), [isHolder, name, namespace]),
  );
}
