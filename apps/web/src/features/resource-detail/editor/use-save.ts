import type { EditorView } from '@codemirror/view';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionParams, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { appliedEdit } from '@lanthorn/actions/objects/applied-edit.ts';
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
import { visibleText } from '../../../ui/words/text.ts';
import type { SaveWay } from './save-choice.tsx';
import { type SaveTrouble, troubleBy, troubleOf } from './save-trouble.tsx';
import type { EditSession, LiveEdit } from './use-edit-session.ts';

/** Asks the server about what was typed; then it is done, or collected. */
export function useSave({
  target,
  view,
  type,
  edits,
  onAdded,
}: {
  target: ObjectTarget;
  view: { readonly current: EditorView | null };
  type: TypeSchema | null;
  edits: Pick<EditSession, 'change' | 'settled'>;
  onAdded: () => void;
}) {
  const { t } = useTranslation();
  const { api } = useClient();
  const [trouble, setTrouble] = useState<SaveTrouble | null>(null);
  const [saving, setSaving] = useState<{ readonly id: string; readonly isPart: boolean } | null>(null);
  const [way, setWay] = useState<SaveWay>('patch');
  const takeOver = useTakeOver(edits.settled, type);
  const asksReason = useClusterRules().asking([target.cluster]).length > 0;
  /** For which text, and which way to save it, the ids were drawn: collected twice it is one step, as it was decided last. */
  const drawn = useRef<Drawn>(null);
  const ask = (accepted: (request: NewRequest & { readonly params: ActionParams }, isPart: boolean) => unknown) => {
    const edit = edits.change();
    if (edit === null) return;
    setSaving(null);
    const decided = way === 'patch' ? NOTHING_DECIDED : takeOver.decide(edit);
    const asked = way === 'patch' ? editOf(edit) : applyOf(edit, decided, type);
    if ('why' in asked)
      return setTrouble(troubleOf(t(`editor.apply.${asked.why}`, { fields: visibleText(asked.fields) })));
    const identity = identityFor(drawn, [view.current?.state.doc, way]);
    const request = { ...identity, ...asked, targets: [{ ...target }] };
    // Until there is an answer the last trouble stands, and with it the button that asked, which has the focus.
    const previewed = api.preview(request).then(({ previews: [preview] }) => {
      setTrouble(null);
      if (preview?.refusal == null) return accepted(request, decided.left.length > 0);
      const conflicts = way === 'apply' ? conflictsOf(preview.refusal) : [];
      if (takeOver.add(conflicts, edit)) return undefined;
      setTrouble(troubleBy(preview.refusal));
      if (view.current !== null) mark(view.current, preview.refusal);
      return undefined;
    });
    previewed.catch((error: unknown) => setTrouble(troubleOf(error instanceof Error ? error.message : String(error))));
    return undefined;
  };
  const run = () =>
    ask(({ kind, targets, params }, isPart) =>
      openActionDialog(kind, targets, {
        params,
        onStarted: ({ id }) => setSaving({ id, isPart }),
        ...(isPart ? {} : { onAdded }),
      }),
    );
  const add = () =>
    ask(async (request, isPart) => {
      const { set } = await api.addStep({ cluster: target.cluster, request });
      // What is left to others is still in the text.
      if (!isPart) onAdded();
      showAdded(target.cluster, set.steps.length);
    });
  // Where it must be said why, the dialog asks for it, and collects from there.
  return { run, add: asksReason ? run : add, trouble, saving, setSaving, way, setWay, takeOver };
}

type Drawn = { readonly of: readonly unknown[]; readonly identity: ReturnType<typeof drawIdentity> } | null;

/** The same for the same. */
function identityFor(drawn: { current: Drawn }, of: readonly unknown[]): ReturnType<typeof drawIdentity> {
  const isSame = drawn.current !== null && of.every((part, i) => part === drawn.current?.of[i]);
  if (!isSame || drawn.current === null) drawn.current = { of, identity: drawIdentity() };
  return drawn.current.identity;
}

type Asked = Pick<NewRequest, 'kind'> & { readonly params: ActionParams };

function editOf({ base, mine }: LiveEdit): Asked {
  return { kind: 'object.edit', params: { edit: { base, mine, choices: {} } } };
}

/** What was decided of the fields that others own. */
interface Decided {
  readonly taken: readonly string[];
  readonly left: readonly string[];
}

const NOTHING_DECIDED: Decided = { taken: [], left: [] };

/** An edit as if some fields were nowhere. */
function without({ base, mine, live }: LiveEdit, fields: readonly string[], type: TypeSchema | null): LiveEdit {
  const rest = (object: KubeObject) => withoutFields(object, fields, type);
  return { base: rest(base), mine: rest(mine), live: rest(live) };
}

/** Conflicts about what is changed still. */
function standing(conflicts: readonly FieldConflict[], edit: LiveEdit, type: TypeSchema | null) {
  const changed = (fields: readonly string[]) => appliedEdit(without(edit, fields, type), type).fields.length;
  const all = changed([]);
  return conflicts.filter(({ field }) => changed([field]) < all);
}

/** What was changed, without what is left to others; or why that cannot be said by an apply. */
function applyOf(
  edit: LiveEdit,
  { taken, left }: Decided,
  type: TypeSchema | null,
): Asked | { readonly why: 'nothing' | 'kept'; readonly fields: string } {
  const { object, fields, kept, since } = appliedEdit(without(edit, left, type), type);
  if (kept.length > 0) return { why: 'kept', fields: kept.join(', ') };
  if (fields.length === 0) return { why: 'nothing', fields: '' };
  const document = { object, expects: 'present' as const, takes: taken, since };
  return { kind: 'object.apply', params: { apply: { documents: [document], stops: true } } };
}

/** The fields in conflict, and which of them are taken over: none before somebody says so. */
function useTakeOver(settled: LiveEdit | null, type: TypeSchema | null) {
  const [known, setKnown] = useState<readonly FieldConflict[]>([]);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const conflicts = useMemo(() => (settled === null ? known : standing(known, settled, type)), [known, settled, type]);
  return {
    conflicts,
    taken,
    decide: (edit: LiveEdit): Decided => {
      const fields = [...new Set(standing(known, edit, type).map(({ field }) => field))];
      return { taken: fields.filter(field => taken.has(field)), left: fields.filter(field => !taken.has(field)) };
    },
    /** Whether any of them was not known, and can be decided. */
    add: (more: readonly FieldConflict[], edit: LiveEdit): boolean => {
      const added = more.filter(
        each => !known.some(({ owner, field }) => owner === each.owner && field === each.field),
      );
      setKnown([...known, ...added]);
      return standing(added, edit, type).length > 0;
    },
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
