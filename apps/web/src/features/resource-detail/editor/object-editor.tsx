import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { TFunction } from 'i18next';
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { pathText } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import { ClashChooser } from '../../../parts/clash-chooser.tsx';
import { useClient } from '../../../data/client/client.ts';
import type { OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import { isDoneTo, isOnItsWay } from '@lanthorn/protocol/operation-state.ts';
import { noteText } from '../../../parts/outcome/operation-note.ts';
import { Button } from '../../../ui/button/button.tsx';
import { useTimeReader } from '../../../ui/time/clock.ts';
import { useFocusReturn } from '../../../ui/focus/focus-return.ts';
import { later } from '../../../ui/words/later.ts';
import { visibleText } from '../../../ui/words/text.ts';
import { useTimeWords } from '../../../ui/time/reader-time.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { TextTools } from '../../../parts/editor/text-tools.tsx';
import { CodeEditor } from '../../../parts/editor/code-editor.tsx';
import { showOwnersOf } from './owner-gutter.ts';
import { useSaveKey } from '../../../parts/editor/use-save-key.ts';
import { ServerFields } from '../subject/server-fields.tsx';
import type { SeenWrites } from '../subject/use-seen-writes.ts';
import { EditRivals } from './edit-rivals.tsx';
import { SaveChoice, SaveConflicts } from './save-choice.tsx';
import { useEditSession } from './use-edit-session.ts';
import { type SaveTrouble, SaveTroubleNotice, troubleBy, troubleOf } from './save-trouble.tsx';
import { useSave } from './use-save.ts';
import { yamlLanguage } from './yaml-language.ts';

const CompareDraft = later(async () => (await import('./compare-draft.tsx')).CompareDraft);

export interface ObjectEditorProps {
  readonly subject: DetailSubject;
  readonly target: ObjectTarget;
  readonly live: KubeObject;
  readonly type: TypeSchema | null;
  readonly draftKey: string;
  /** Somebody asked to edit just now: the text takes the focus. */
  readonly takesFocus: boolean;
  readonly writes: SeenWrites;
  readonly onEnd: () => void;
}

/** An object's text, open to be changed while the object itself goes on changing. */
export function ObjectEditor({ subject, target, live, type, draftKey, takesFocus, writes, onEnd }: ObjectEditorProps) {
  const { t } = useTranslation();
  const { operations } = useClient();
  const view = useRef<EditorView | null>(null);
  const session = useEditSession({ draftKey, live, type }, view);
  const leave = () => {
    session.end();
    onEnd();
  };
  const save = useSave({ target, view, type, edits: session, onAdded: leave });
  const { saving, takeOver } = save;
  const outcome = operations(state => state.operations.find(({ id }) => id === saving?.id)?.targets[0]);

  useEffect(() => {
    // The draft is kept until the watch has shown the change: until then nothing is saved.
    if (outcome === undefined || !isDoneTo(outcome)) return;
    if (saving?.isPart === true) return save.setSaving(null);
    leave();
  });

  useEffect(() => {
    if (view.current !== null) showOwnersOf(view.current, live);
  }, [live]);
  const extensions = useExtensions(type);
  const [isCompared, setCompared] = useState(false);
  useFocusReturn();
  useEffect(() => {
    if (takesFocus) view.current?.focus();
  }, [takesFocus]);
  const isSaving = outcome !== undefined && (isOnItsWay(outcome) || isDoneTo(outcome));
  const why = isSaving
    ? t('editor.saving')
    : session.clashes.length > 0
      ? t('clash.title', { count: session.clashes.length })
      : session.isValid
        ? null
        : t('editor.invalid');
  return (
    <div className="object-editor">
      <div className="editor-bar" role="toolbar" aria-label={t('editor.toolbar')}>
        <SaveButtons save={save} why={why} />
        <SaveChoice way={save.way} onWay={save.setWay} />
        <Button why={isSaving ? t('editor.saving') : null} onClick={leave}>
          {t(session.isChanged ? 'editor.discard' : 'cancel')}
        </Button>
        <TextTools view={view} />
        <Button variant="ghost" aria-expanded={isCompared} onClick={() => setCompared(!isCompared)}>
          {t('editor.compare')}
        </Button>
        <EditorNotes session={session} isSaving={isSaving} />
        <span className="dim hide-narrow">{t('editor.keys')}</span>
      </div>
      <SaveTroubleNotice trouble={save.trouble} onCheck={save.run} />
      <SaveTroubleNotice trouble={isSaving ? null : troubleIn(outcome, t)} onCheck={save.run} />
      {save.way === 'apply' ? (
        <SaveConflicts conflicts={takeOver.conflicts} taken={takeOver.taken} onTake={takeOver.take} />
      ) : null}
      <EditRivals edit={session.settled} type={type} writes={writes} />
      <ClashChooser
        clashes={session.clashes.map(clash => ({ ...clash, path: pathText(clash.path) }))}
        choices={{}}
        onChoose={session.choose}
      />
      <CodeEditor
        initial={session.initial}
        extensions={extensions}
        label={t('editor.label', { name: target.name })}
        onChange={session.onChange}
        viewRef={view}
      />
      {isCompared ? (
        <Suspense fallback={null}>
          <CompareDraft subject={subject} live={live} mine={session.change()?.mine ?? null} />
        </Suspense>
      ) : null}
      <ServerFields object={live} fields={['status', 'managedFields']} />
    </div>
  );
}

/** Saves, or collects what would be saved; by the keys as well. */
function SaveButtons({
  save,
  why,
}: {
  readonly save: { readonly run: () => void; readonly add: () => void };
  /** Why neither can be done now; null where both can. */
  readonly why: string | null;
}) {
  const { t } = useTranslation();
  const unlessHindered = (step: () => void) => () => {
    if (why === null) step();
  };
  useSaveKey(unlessHindered(save.run), unlessHindered(save.add));
  return (
    <>
      <Button why={why} title="Ctrl S" aria-keyshortcuts="Control+S" onClick={save.run}>
        {t('action.object.edit')}
      </Button>
      <Button why={why} title="Ctrl ⇧ S" aria-keyshortcuts="Control+Shift+S" onClick={save.add}>
        {t('changeSet.add')}
      </Button>
    </>
  );
}

/** Why it goes no further, and was not seen to be saved. */
function troubleIn(outcome: OperationTarget | undefined, t: TFunction): SaveTrouble | null {
  if (outcome === undefined) return null;
  const { status, message } = outcome;
  return status === null ? troubleOf(noteText(message, t)) : troubleBy(status);
}

/** What the editor knows of the kind, in the language of the reader. */
function useExtensions(type: TypeSchema | null): Extension {
  const { t } = useTranslation();
  const readTime = useTimeReader();
  const time = useTimeWords();
  const help = useRef({ t, time });
  help.current = { t, time };
  return useMemo(
    () =>
      yamlLanguage({
        type,
        owners: {
          describe: ({ manager, operation, subresource, at }) =>
            help.current.t('yaml.owner', {
              manager,
              operation: subresource === '' ? operation : `${operation}, ${subresource}`,
              time: at === null ? '?' : help.current.time.exact(at),
            }),
          since: at => help.current.time.short(at, readTime()),
        },
        t: help.current.t,
      }),
    [type, help, readTime],
  );
}

function EditorNotes({
  session,
  isSaving,
}: {
  readonly session: ReturnType<typeof useEditSession>;
  readonly isSaving: boolean;
}) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const { restored, foreign, isValid, isKept } = session;
  return (
    <span className="dim" aria-live="polite" data-testid="editor-notes">
      {isSaving ? t('editor.saving') : ''}
      {isValid ? '' : ` ${t('editor.invalid')}`}
      {isKept ? '' : ` ${t('editor.notKept')}`}
      {restored === null ? '' : ` ${t('editor.restored', { time: exact(restored.savedAt) })}`}
      {foreign.length === 0
        ? ''
        : ` ${t('editor.foreign', { count: foreign.length, fields: foreign.map(visibleText).join(', ') })}`}
    </span>
  );
}

/** Asks the server first: what it refuses is marked at its field; what it accepts is shown as a difference to confirm. */
