import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ActionKind, ACTION_RECORDS, actionRecord } from '@lanthorn/actions/action-records.ts';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { distinctRights } from '@lanthorn/actions/machinery/distinct-rights.ts';
import { EVICT_FIRST } from '@lanthorn/actions/objects/delete-object.ts';
import { isPod } from '@lanthorn/actions/pod/evict-pod.ts';
import type { OperationRequest, PreviewAnswer } from '@lanthorn/protocol/http/operation-messages.ts';
import { drawIdentity, useActionDialog } from '../../data/actions/action-dialog-store.ts';
import { useWhyNotEach, type Wanted } from '../../data/actions/use-why-not.ts';
import { RadioRow } from '../../ui/form/radio-row.tsx';

const WAYS = ACTION_RECORDS.map(({ kind }) => actionRecord(kind)).flatMap(({ kind, way }) =>
  way === undefined ? [] : [{ kind, way }],
);

/** How pods go: evicted where somebody looks after one of them and it may be done, unless they shall be deleted. */
export function EvictOrDelete({
  request,
  answer,
}: {
  readonly request: OperationRequest;
  readonly answer: PreviewAnswer | null;
}) {
  const isOfPods =
    'kind' in request &&
    WAYS.some(({ kind }) => kind === request.kind) &&
    request.targets.every(({ resource }) => isPod(resource));
  return isOfPods ? <Ways request={request} answer={answer} /> : null;
}

type OfKind = Extract<OperationRequest, { kind: unknown }>;

function Ways({ request, answer }: { readonly request: OfKind; readonly answer: PreviewAnswer | null }) {
  const { t } = useTranslation();
  const isChosen = useActionDialog(state => state.isChosen);
  const { targets } = request;
  const whyNot = useWhyNotEach(useMemo(() => WAYS.map(({ kind }) => wantedOn(kind, targets)), [targets]));
  const gentler = WAYS.find(({ way }, i) => way === 'evict' && whyNot[i] === null);
  const isProposed =
    gentler !== undefined &&
    request.kind !== gentler.kind &&
    request.params === undefined &&
    !isChosen &&
    answer?.previews.some(({ effects }) => effects.some(({ key }) => key === EVICT_FIRST)) === true;
  useEffect(() => {
    if (isProposed) choose(request, gentler.kind);
  }, [isProposed, gentler, request]);
  return (
    <RadioRow
      legend={t('deletion.how')}
      value={request.kind}
      options={WAYS.map(({ kind, way }, i) => ({
        value: kind,
        label: t(`deletion.${way}`),
        why: kind === request.kind ? null : whyNot[i],
      }))}
      onChange={kind => choose(request, kind)}
    />
  );
}

function wantedOn(kind: ActionKind, targets: readonly ObjectTarget[]): Wanted {
  const clusters = [...new Set(targets.map(({ cluster }) => cluster))];
  const rights = clusters.flatMap(cluster => {
    const own = targets.filter(target => target.cluster === cluster);
    return distinctRights(own.map(target => actionRecord(kind).right(target))).map(right => ({ cluster, right }));
  });
  return { kind, clusters, rights };
}

/** Another way is another operation. */
function choose(request: OfKind, kind: ActionKind): void {
  const { params: _params, ...same } = request;
  useActionDialog.setState({ isChosen: true, request: { ...same, ...drawIdentity(), kind } });
}
