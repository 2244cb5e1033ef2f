import type { EditorView } from '@codemirror/view';
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { editable } from '@lanthorn/actions/objects/edit-object.ts';
import { decide, readYaml, rebase } from '@lanthorn/kube/edit/edit-session.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type Clash, pathText } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { yamlText } from '@lanthorn/kube/edit/kubernetes-yaml.ts';
import { applyForeign } from '../../../parts/editor/code-editor.tsx';
import { type Draft, dropDraft, readDraft, writeDraft } from './draft-store.ts';

/** What is to be saved, and what it is to be saved over. */
export interface LiveEdit {
  readonly base: KubeObject;
  readonly mine: KubeObject;
  readonly live: KubeObject;
}

export interface EditSession {
  readonly initial: string;
  /** The draft this session went on with, or null. */
  readonly restored: Draft | null;
  readonly clashes: readonly Clash[];
  /** Places that others changed while the text was open. */
  readonly foreign: readonly string[];
  readonly isChanged: boolean;
  readonly isValid: boolean;
  /** False when the browser could not keep the draft. */
  readonly isKept: boolean;
  readonly onChange: (text: string) => void;
  readonly choose: (path: string, side: 'mine' | 'live') => void;
  /** What is to be saved, or null while the text is no valid YAML. */
  readonly change: () => LiveEdit | null;
  /** The same when nobody typed for a moment; null also while nothing was changed. */
  readonly settled: LiveEdit | null;
  readonly end: () => void;
}

/** Typing waits this long before it is merged and kept. */
const SETTLE_MS = 250;

/** Merges the object as it goes on changing into the text that is being typed, and keeps the draft. */
export function useEditSession(
  { draftKey, live, type }: { draftKey: string; live: KubeObject; type: TypeSchema | null },
  viewRef: RefObject<EditorView | null>,
): EditSession {
  const [start] = useState(() => begin(draftKey, live));
  const base = useRef<unknown>(start.base);
  const [text, setText] = useState(start.text);
  const [clashes, setClashes] = useState<readonly Clash[]>([]);
  const [foreign, setForeign] = useState<readonly string[]>([]);
  const [isKept, setKept] = useState(true);
  const hasEnded = useRef(false);
  const typed = useRef(start.text);
  const isChanged = text !== start.text || start.draft !== null;
  const [settled, setSettled] = useState<LiveEdit | null>(null);

  const merge = useCallback(() => {
    const view = viewRef.current;
    if (view === null) return;
    const result = rebase({ base: base.current, text: view.state.doc.toString(), live: editable(live) }, type);
    if (result === null) return;
    base.current = result.base;
    setClashes(result.clashes);
    if (result.edits.length === 0) return;
    applyForeign(view, result.edits);
    setForeign(before => [...new Set([...before, ...result.foreign])]);
  }, [live, type, viewRef]);

  /** Keeps the text as it was typed last; false where the browser cannot. */
  const keep = useCallback(() => {
    const isUntouched = typed.current === start.text && start.draft === null;
    if (isUntouched || hasEnded.current) return true;
    return writeDraft(draftKey, { base: base.current as KubeObject, text: typed.current });
  }, [draftKey, start]);

  // Foreign changes at once; clashes anew when typing has settled, since typing may make or mend one.
  useEffect(merge, [merge]);
  useEffect(() => {
    const timer = setTimeout(() => {
      merge();
      setKept(keep());
      setSettled(isChanged ? editOf({ base: base.current, mine: readYaml(typed.current), live }) : null);
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text, isChanged, live, merge, keep]);
  useLeaving(keep);

  const choose = (path: string, side: 'mine' | 'live') => {
    const view = viewRef.current;
    const clash = clashes.find(candidate => pathText(candidate.path) === path);
    if (view === null || clash === undefined) return;
    const state = { base: base.current, text: view.state.doc.toString(), live: editable(live) };
    const decided = decide(state, { clash, side }, type);
    if (decided === null) return;
    base.current = decided.base;
    if (decided.edits.length > 0) applyForeign(view, decided.edits);
    merge();
  };

  const mine = readYaml(text);
  return {
    initial: start.text,
    restored: start.draft,
    clashes,
    foreign,
    isChanged,
    isValid: mine !== null,
    isKept,
    onChange: changed => {
      typed.current = changed;
      setText(changed);
    },
    choose,
    change: () => editOf({ base: base.current, mine, live }),
    settled,
    end: () => {
      hasEnded.current = true;
      dropDraft(draftKey);
    },
  };
}

/** With the draft that was kept, or with the object as it is. */
function begin(draftKey: string, live: KubeObject) {
  const draft = readDraft(draftKey);
  const base = draft?.base ?? (editable(live) as unknown as KubeObject);
  return { draft, base, text: draft?.text ?? yamlText(inOrder(base)) };
}

/** What was typed just before the page goes away, or the text alone, is kept too. */
function useLeaving(keep: () => void): void {
  useEffect(() => {
    addEventListener('pagehide', keep);
    return () => {
      removeEventListener('pagehide', keep);
      keep();
    };
  }, [keep]);
}

/** In the order people read objects. */
function inOrder({ apiVersion, kind, metadata, ...rest }: KubeObject): Record<string, unknown> {
  return { apiVersion, kind, metadata, ...rest };
}

function editOf({ base, mine, live }: { base: unknown; mine: unknown; live: KubeObject }): LiveEdit | null {
  return mine === null ? null : { base: withMetadata(base), mine: withMetadata(mine), live };
}

/** An object always has metadata, even when somebody deleted it from the text. */
function withMetadata(tree: unknown): KubeObject {
  return { metadata: {}, ...(tree as object) };
}
