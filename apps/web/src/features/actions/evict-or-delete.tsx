import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type ActionKind, ACTION_RECORDS, actionRecord } from '@lanthorn/actions/action-records.ts';
import { EVICT_FIRST } from '@lanthorn/actions/objects/delete-object.ts';
import { isPod } from '@lanthorn/actions/pod/evict-pod.ts';
import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http/operation-messages.ts';
import { drawIdentity, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { RadioRow } from '../../ui/form/radio-row.tsx';

const WAYS = ACTION_RECORDS.map(({ kind }) => actionRecord(kind)).flatMap(({ kind, way }) =>
  way === undefined ? [] : [{ kind, way }],
);

/** How pods go: evicted where somebody looks after one of them, unless they shall be deleted. */
export function EvictOrDelete({
  request,
  answer,
}: {
  readonly request: OperationRequest;
  readonly answer: PreviewAnswer | null;
}) {
  const { t } = useTranslation();
  const isChosen = useActionDialog(state => state.isChosen);
  const isOfPods =
    'kind' in request &&
    WAYS.some(({ kind }) => kind === request.kind) &&
    request.targets.every(({ resource }) => isPod(resource));
  const gentler = WAYS.find(({ way }) => way === 'evict');
  const isProposed =
    isOfPods &&
    request.kind !== gentler?.kind &&
    request.params === undefined &&
    !isChosen &&
    answer?.previews.some(({ effects }) => effects.some(({ key }) => key === EVICT_FIRST)) === true;
  useEffect(() => {
    if (isProposed && gentler !== undefined) choose(request, gentler.kind);
  }, [isProposed, gentler, request]);
  if (!isOfPods) return null;
  return (
    <RadioRow
      legend={t('deletion.how')}
      value={request.kind}
      options={WAYS.map(({ kind, way }) => ({ value: kind, label: t(`deletion.${way}`) }))}
      onChange={kind => choose(request, kind)}
    />
  );
}

/** Another way is another operation. */
function choose(request: Extract<OperationRequest, { kind: unknown }>, kind: ActionKind): void {
  const { params: _params, ...same } = request;
  useActionDialog.setState({ isChosen: true, request: { ...same, ...drawIdentity(), kind } });
}
