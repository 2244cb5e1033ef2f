import type { EditorView } from '@codemirror/view';
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlacedManifest } from '@lanthorn/actions/objects/place-manifests.ts';
import { rangeOfField } from '@lanthorn/kube/edit/yaml-lint.ts';
import { openActionDialog } from '../../data/actions/action-dialog-store.ts';
import { useClusterRules } from '../../data/client/use-cluster-rules.ts';
import { CodeEditor } from '../../parts/editor/code-editor.tsx';
import { conflictsOf } from '../../parts/editor/field-conflicts.ts';
import { showServerCauses } from '../../parts/editor/server-causes.ts';
import { useSaveKey } from '../../parts/editor/use-save-key.ts';
import { Button } from '../../ui/button/button.tsx';
import { Checkbox } from '../../ui/form/checkbox.tsx';
import { TextInput } from '../../ui/form/text-input.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { ApplyNotes, ProblemList } from './apply-notes.tsx';
import { sendAfter } from './apply-request.ts';
import { DocumentList } from './document-list.tsx';
import { manifestLanguage } from './text/manifest-language.ts';
import { type Checked, useCheck } from './use-check.ts';
import { StartForm } from './start/start-form.tsx';
import type { StartField } from './start/start-texts.ts';
import { readTextDraft } from './text/text-draft.ts';
import { useFiles } from './text/use-files.tsx';
import { useKept } from './text/use-kept.ts';
import { useNamespace } from './use-namespace.ts';
import { type PlacedText, usePlaced } from './use-placed.ts';
import { useSent } from './use-sent.ts';
import { useTypes } from './text/use-types.ts';
import styles from './apply.module.css';

export interface ApplyScreenProps {
  readonly cluster: string;
  /** Under which the text is kept while it is not applied. */
  readonly draftKey: string;
  /** What it begins with, where nothing was kept, and the fields beside it. */
  readonly start: { readonly text: string; readonly fields: readonly StartField[] };
  /** The one on the screen, where there is one. */
  readonly chosenNamespace: string | null;
  readonly title: ReactNode;
}

/** The text and what becomes of it, side by side. */
export function ApplyScreen(props: ApplyScreenProps) {
  const { t } = useTranslation();
  const apply = useApply(props);
  const { view, text, initial, files, placed, check, checked, takenOver } = apply;
  const takeOver = (key: string, isTaken: boolean) => {
    const next = new Set(takenOver);
    if (isTaken) next.add(key);
    else next.delete(key);
    void check.run(placed, next);
  };
  return (
    <>
      <ApplyBar apply={apply} title={props.title} />
      <div className={styles['body']} data-over={files.isOver} {...files.handlers}>
        <div className={styles['text']}>
          <StartForm fields={props.start.fields} text={text} view={view} />
          <CodeEditor
            initial={initial}
            extensions={apply.extensions}
            label={t('apply.text')}
            onChange={apply.setText}
            viewRef={view}
          />
        </div>
        <div className={styles['result']} role="group" aria-label={t('apply.result')} tabIndex={0}>
          <ApplyNotes placed={placed} keeping={apply.keeping} answered={check.answered} problem={check.problem} />
          {files.note}
          <ProblemList problems={placed.problems} onShow={at => showAt(view, at)} />
          <DocumentList
            placed={checked?.placed ?? placed.placed}
            previews={checked?.previews ?? null}
            operation={apply.operation}
            takenOver={takenOver}
            onTakeOver={takeOver}
            onShow={({ manifest }) => showAt(view, manifest.from)}
          />
        </div>
      </div>
    </>
  );
}

const NOBODY: ReadonlySet<string> = new Set();

/** All that the screen knows, and the two steps that can be taken. */
function useApply({ cluster, draftKey, start, chosenNamespace }: ApplyScreenProps) {
  const view = useRef<EditorView | null>(null);
  const [initial] = useState(() => readTextDraft(draftKey) || start.text);
  const [text, setText] = useState(initial);
  const [namespace, setNamespace] = useNamespace(cluster, chosenNamespace);
  const [stops, setStops] = useState(true);
  const placed = usePlaced(cluster, text, namespace);
  const check = useCheck(cluster);
  const sent = useSent();
  const keeping = useKept(draftKey, text, sent.isDone(text) || text === start.text);
  const files = useFiles(view);
  const extensions = useLanguage(cluster, placed.placed);
  // What was said of another text is said of nothing that stands here.
  const checked = check.checked?.text === text && check.checked.namespace === namespace ? check.checked : null;
  const takenOver = checked?.takenOver ?? NOBODY;
  useCauses(view, checked);
  const parts = checked === null ? null : sendAfter(checked.placed, checked.previews, checked.takenOver);
  const operation = sent.operationOf(text);
  const ready = parts === null || parts.targets.length === 0 || operation !== null ? null : parts;
  const withheld = useClusterRules().withheld('object.apply', [cluster]);
  const why = hindrance(placed, text) ?? (check.answered === null ? null : 'apply.checking');
  const steps = {
    check: () => {
      sent.forget();
      void check.run(placed, takenOver);
    },
    apply: () => {
      if (ready === null) return;
      const params = { apply: { documents: ready.documents, stops } };
      openActionDialog('object.apply', ready.targets, { params, onStarted: ({ id }) => sent.follow(id, text) });
    },
  };
  useSaveKey(() => {
    if (withheld !== null || why !== null) return;
    if (ready === null) steps.check();
    else steps.apply();
  });
  const anew = initial === start.text || text === start.text ? null : () => beginAnew(view, start.text);
  const edited = { view, initial, text, setText, extensions, keeping, files, anew };
  const chosen = { namespace, setNamespace, stops, setStops, takenOver };
  return { ...edited, ...chosen, placed, check, checked, operation, ready, why, withheld, steps };
}

function ApplyBar({ apply, title }: { readonly apply: ReturnType<typeof useApply>; readonly title: ReactNode }) {
  const { t } = useTranslation();
  const { anew, ready, why, withheld } = apply;
  return (
    <div className={`toolbar ${styles['bar']}`}>
      {title}
      <div className={styles['namespace']}>
        <TextInput
          label={t('apply.namespace')}
          value={apply.namespace}
          onChange={apply.setNamespace}
          spellCheck={false}
        />
      </div>
      {apply.files.button}
      {anew === null ? null : <Button onClick={anew}>{t('apply.anew')}</Button>}
      <Checkbox checked={apply.stops} onChange={apply.setStops}>
        {t('apply.stops')}
      </Checkbox>
      <Steps
        why={withheld ?? (why === null ? null : t(why))}
        counts={ready === null ? null : { count: ready.targets.length, all: apply.placed.placed.length }}
        steps={apply.steps}
      />
    </div>
  );
}

/** Checking, and when that is done applying: the next of both stands out. */
function Steps({
  why,
  counts,
  steps,
}: {
  readonly why: string | null;
  /** How many would be applied, and of how many; null where nothing can be. */
  readonly counts: { readonly count: number; readonly all: number } | null;
  readonly steps: { readonly check: () => void; readonly apply: () => void };
}) {
  const { t } = useTranslation();
  return (
    <>
      <Button why={why} variant={counts === null ? 'primary' : 'secondary'} title="Ctrl S" onClick={steps.check}>
        {t('apply.check')}
      </Button>
      {counts === null ? null : (
        <Button variant="primary" why={why} title="Ctrl S" onClick={steps.apply}>
          {t('apply.apply', { ...counts })}
        </Button>
      )}
    </>
  );
}

/** Why it cannot be tried as it is; null where it can. */
function hindrance({ placed, problems, isWaiting, text: read }: PlacedText, text: string): string | null {
  if (isWaiting || read !== text) return 'apply.reading';
  if (problems.length > 0) return 'apply.wrong';
  return placed.length === 0 ? 'apply.empty' : null;
}

function beginAnew(view: RefObject<EditorView | null>, text: string): void {
  const editor = view.current;
  // As something typed: Ctrl Z brings back what was there.
  editor?.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  editor?.focus();
}

function showAt(view: RefObject<EditorView | null>, at: number): void {
  const editor = view.current;
  if (editor === null) return;
  editor.dispatch({ selection: { anchor: Math.min(at, editor.state.doc.length) }, scrollIntoView: true });
  editor.focus();
}

function useLanguage(cluster: string, placed: readonly PlacedManifest[]) {
  const { t } = useTranslation();
  const { typeOf } = useTypes(cluster, placed);
  return useMemo(() => manifestLanguage({ typeOf, t }), [typeOf, t]);
}

/** What the server refused, at the fields it names. */
function useCauses(view: RefObject<EditorView | null>, checked: Checked | null): void {
  useEffect(() => {
    const editor = view.current;
    if (editor === null || checked === null) return;
    const diagnostics = checked.placed.flatMap(({ manifest: { from, to } }, i) => {
      const refusal = checked.previews[i]?.refusal ?? null;
      if (refusal === null) return [];
      const document = checked.text.slice(from, to);
      const named = conflictsOf(refusal).map(({ owner, field }) => ({ field, message: owner }));
      const causes = named.length > 0 ? named : (refusal.details?.causes ?? []);
      return causes.map(({ field = '', message = '' }) => {
        const range = rangeOfField(document, field);
        return {
          from: from + range.from,
          to: from + Math.max(range.to, 1),
          severity: 'error' as const,
          message: visibleText(message),
        };
      });
    });
    showServerCauses(editor, diagnostics);
  }, [view, checked]);
}
