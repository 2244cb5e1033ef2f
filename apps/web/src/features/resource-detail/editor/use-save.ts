import type { Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { useRef, useState } from 'react';
import type { ActionParams, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import { rangeOfField } from '@lanthorn/kube/edit/yaml-lint.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { NewRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { drawIdentity, openActionDialog, showAdded } from '../../../data/actions/action-dialog-store.ts';
import { useClient } from '../../../data/client/client.ts';
import { showServerCauses } from '../../../parts/editor/server-causes.ts';
import { refusalText } from '../../../parts/refusal-text.ts';
import { visibleText } from '../../../ui/words/text.ts';

/** Asks the server about what was typed; then it is done, or collected. */
export function useSave({
  target,
  view,
  change,
  onAdded,
}: {
  target: ObjectTarget;
  view: { readonly current: EditorView | null };
  change: () => { readonly base: KubeObject; readonly mine: KubeObject } | null;
  onAdded: () => void;
}) {
  const { api } = useClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [savingId, setSavingId] = useState<string | null>(null);
  /** For which text the ids were drawn: the same text collected twice is one step. */
  const drawn = useRef<{ readonly text: Text | undefined; readonly identity: ReturnType<typeof drawIdentity> }>(null);
  const ask = (accepted: (request: NewRequest & { readonly params: ActionParams }) => unknown) => {
    const edit = change();
    if (edit === null) return;
    setRefusal(null);
    const params = { edit: { ...edit, choices: {} } };
    const text = view.current?.state.doc;
    if (drawn.current === null || drawn.current.text !== text) drawn.current = { text, identity: drawIdentity() };
    const request = { ...drawn.current.identity, kind: 'object.edit' as const, targets: [{ ...target }], params };
    const asked = api.preview(request).then(({ previews: [preview] }) => {
      if (preview?.refusal == null) return accepted(request);
      setRefusal(refusalText(preview.refusal));
      if (view.current !== null) mark(view.current, preview.refusal);
      return undefined;
    });
    asked.catch((error: unknown) => setRefusal(error instanceof Error ? error.message : String(error)));
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
  return { run, add, refusal, savingId };
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
