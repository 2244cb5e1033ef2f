import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { DeleteOptions, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { USUAL_DELETION } from '@lanthorn/actions/objects/delete-object.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { findKindEntry, kindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import { drawIdentity, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { useLiveList } from '../../data/lists/use-live-list.ts';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { NumberInput } from '../../ui/form/number-input.tsx';
import { RadioRow } from '../../ui/form/radio-row.tsx';

/** A day: longer than any pod asks for. */
const MOST_SECONDS = 86_400;

/** How a deletion is done: what becomes of what the objects own, and of pods how long they have to end. */
export function DeleteChoices({ request }: { readonly request: OperationRequest }) {
  const { t } = useTranslation();
  if (!('kind' in request) || actionRecord(request.kind).guard !== 'contents') return null;
  const deletion = request.params?.deletion ?? USUAL_DELETION;
  const choose = (fields: Partial<DeleteOptions>) =>
    useActionDialog.setState({
      // Another choice is another operation: were it the same, the server would take it for a repeated click of the first.
      request: { ...request, ...drawIdentity(), params: { deletion: { ...deletion, ...fields } } },
    });
  const kinds = request.targets.map(({ resource }) => findKindEntry(resource));
  const [only] = request.targets;
  const ofOne = request.targets.length === 1 && only !== undefined ? only : null;
  const owned = ofOne === null ? undefined : kinds[0]?.owns;
  const isGraceful = kinds.some(kind => kind?.endsGracefully === true);
  const canOwn = !isGraceful && !kinds.some(kind => kind?.isScope === true);
  return (
    <>
      {ofOne === null || owned === undefined ? null : <OwnedCount target={ofOne} owned={owned} />}
      {canOwn ? (
        <RadioRow
          legend={t('deletion.owned')}
          value={deletion.propagation}
          options={(['Background', 'Foreground', 'Orphan'] as const).map(value => ({
            value,
            label: t(`deletion.${value}`),
          }))}
          onChange={propagation => choose({ propagation })}
        />
      ) : null}
      {isGraceful ? (
        <NumberInput
          label={t('deletion.grace')}
          help={t('deletion.graceHelp')}
          value={deletion.grace}
          max={MOST_SECONDS}
          onChange={grace => choose({ grace: grace === null ? null : Math.min(MOST_SECONDS, Math.max(0, grace)) })}
        />
      ) : null}
    </>
  );
}

/** How many objects it owns; that it is not known is said as well. */
function OwnedCount({
  target: { cluster, namespace, uid },
  owned,
}: {
  readonly target: ObjectTarget;
  readonly owned: string;
}) {
  const { t } = useTranslation();
  const { resource } = kindEntry(owned);
  const list = useLiveList(
    useMemo(() => ({ cluster, resource, ownerUid: uid }), [cluster, resource, uid]),
    useMemo(() => ({ namespaces: [namespace], filter: '', sort: [] }), [namespace]),
    { offset: 0, limit: 1 },
  );
  const kind = t(`kind.${resource.resource}`);
  const answer = listAnswer(list).kind;
  if (answer === 'unknown') return <p>{t('deletion.ownedUnknown', { kind })}</p>;
  if (answer === 'loading') return <Skeleton lines={1} label={t('detail.loading')} />;
  return <p data-testid="owned">{t('deletion.ownedCount', { kind, count: list.matched ?? 0 })}</p>;
}
