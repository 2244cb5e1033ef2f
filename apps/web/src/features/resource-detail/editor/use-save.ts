import type { EditorView } from '@codemirror/view';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionParams, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { type AppliedEdit, appliedEdit } from '@lanthorn/actions/objects/applied-edit.ts';
import { withoutFields } from '@lanthorn/actions/objects/field-conflicts.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { rangeOfField } from '@lanthorn/kube/edit/yaml-lint.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { NewRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { drawIdentity, openActionDialog, showAdded } from '../../../data/actions/action-dialog-store.ts';
import { useClusterRules } from '../../../data/client/use-cluster-rules.ts';
import { useClient } from '../../../data/client/client.ts';
import { showServerCauses } from '../../../parts/editor/server-causes.ts';
import { conflictsOf, type FieldConflict } from '../../../parts/editor/field-conflicts.ts';
import { refusalText } from '../../../parts/refusal-text.ts';
import { visibleText } from '../../../ui/words/text.ts';
import type { SaveWay } from './save-choice.tsx';

/** Asks the server about what was typed; then it is done, or collected. */
export function useSave({
  target,
  view,
  live,
  type,
  change,
  onAdded,
}: {
  target: ObjectTarget;
  view: { readonly current: EditorView | null };
  live: KubeObject;
  type: TypeSchema | null;
  change: () => { readonly base: KubeObject; readonly mine: KubeObject } | null;
  onAdded: () => void;
}) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [savingId, setSavingId] = useState<string | null>(null);
  const [way, setWay] = useState<SaveWay>('patch');
  const takeOver = useTakeOver();
  const asksReason = useClusterRules().asking([target.cluster]).length > 0;
  /** For which text, and which way to save it, the ids were drawn: the same collected twice is one step. */
  const drawn = useRef<Drawn>(null);
  const ask = (accepted: (request: NewRequest & { readonly params: ActionParams }) => unknown) => {
    const edit = change();
    if (edit === null) return;
    setRefusal(null);
    const asked = way === 'patch' ? editOf(edit) : applyOf(appliedEdit({ ...edit, live }, type), takeOver.decided);
    if ('why' in asked) return setRefusal(t(`editor.apply.${asked.why}`, { fields: visibleText(asked.fields) }));
    const identity = identityFor(drawn, [view.current?.state.doc, JSON.stringify([way, takeOver.decided])]);
    const request = { ...identity, ...asked, targets: [{ ...target }] };
    const previewed = api.preview(request).then(({ previews: [preview] }) => {
      if (preview?.refusal == null) return accepted(request);
      const conflicts = way === 'apply' ? conflictsOf(preview.refusal) : [];
      if (conflicts.length > 0) return takeOver.add(conflicts);
      setRefusal(refusalText(preview.refusal));
      if (view.current !== null) mark(view.current, preview.refusal);
      return undefined;
    });
    previewed.catch((error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)));
    return undefined;
  };
  const run = () =>
    ask(({ kind, targets, params }) =>
      openActionDialog(kind, targets, { params, onStarted: ({ id }) => setSavingId(id), onAdded }),
    );
  const add = () =>
    ask(async request => {
      const { set } = await api.addStep({ cluster: target.cluster, request });
      onAdded();
      showAdded(target.cluster, set.steps.length);
    });
  // Where it must be said why, the dialog asks for it, and collects from there.
  return { run, add: asksReason ? run : add, refusal, savingId, way, setWay, takeOver };
}

type Drawn = { readonly of: readonly unknown[]; readonly identity: ReturnType<typeof drawIdentity> } | null;

/** The same for the same. */
function identityFor(drawn: { current: Drawn }, of: readonly unknown[]): ReturnType<typeof drawIdentity> {
  const isSame = drawn.current !== null && of.every((part, i) => part === drawn.current?.of[i]);
  if (!isSame || drawn.current === null) drawn.current = { of, identity: drawIdentity() };
  return drawn.current.identity;
}

type Asked = Pick<NewRequest, 'kind'> & { readonly params: ActionParams };

function editOf(edit: { readonly base: KubeObject; readonly mine: KubeObject }): Asked {
  return { kind: 'object.edit', params: { edit: { ...edit, choices: {} } } };
}

/** What was decided of the fields that others own. */
interface Decided {
  readonly taken: readonly string[];
  readonly left: readonly string[];
}

/** What was changed, without what is left to others; or why that cannot be said by an apply. */
function applyOf(
  { object, fields, kept }: AppliedEdit,
  { taken, left }: Decided,
): Asked | { readonly why: 'nothing' | 'kept'; readonly fields: string } {
  if (kept.length > 0) return { why: 'kept', fields: kept.join(', ') };
  if (fields.length === 0) return { why: 'nothing', fields: '' };
  const document = { object: withoutFields(object, left), expects: 'present' as const, takes: taken };
  return { kind: 'object.apply', params: { apply: { documents: [document], stops: true } } };
}

/** The fields in conflict, and which of them are taken over: none before somebody says so. */
function useTakeOver() {
  const [conflicts, setConflicts] = useState<readonly FieldConflict[]>([]);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const isOf = (isTaken: boolean) => conflicts.map(({ field }) => field).filter(field => taken.has(field) === isTaken);
  const decided: Decided = { taken: [...new Set(isOf(true))], left: [...new Set(isOf(false))] };
  return {
    conflicts,
    taken,
    decided,
    add: (more: readonly FieldConflict[]) =>
      setConflicts(known => {
        const isKnown = (each: FieldConflict) =>
          known.some(({ owner, field }) => owner === each.owner && field === each.field);
        return [...known, ...more.filter(each => !isKnown(each))];
      }),
    take: (field: string, isTaken: boolean) =>
      setTaken(before => new Set(isTaken ? [...before, field] : [...before].filter(each => each !== field))),
  };
}

/** The server's causes at the fields they name. */
function mark(view: EditorView, refusal: Status): void {
  const text = view.state.doc.toString();
  const diagnostics = (refusal.details?.causes ?? []).map(({ field = '', message = '' }) => ({
    ...rangeOfField(text, field),
    severity: 'error' as const,
    message: visibleText(message),
  }));
  showServerCauses(view, diagnostics);
  const [first] = diagnostics;
  if (first !== undefined) view.dispatch({ selection: { anchor: first.from }, scrollIntoView: true });
}
