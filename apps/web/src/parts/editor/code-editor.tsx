import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import {
  EditorState,
  type Extension,
  type Range,
  RangeSet,
  StateEffect,
  StateField,
  Transaction,
} from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutterLineClass,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { styleNonce } from '../../ui/styles/style-nonce.ts';
import { editorPhrases } from './editor-phrases.ts';

/** The same lines in the gutter. */
const foreignMarker = new (class extends GutterMarker {
  override elementClass = 'cm-foreign';
})();

const markForeign = StateEffect.define<readonly { readonly from: number; readonly to: number }[]>();

/** Lines that others wrote while this text was open. */
const foreignLines = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(markForeign)) continue;
      const { doc } = transaction.state;
      const lines = new Set<number>();
      for (const { from, to } of effect.value)
        for (let n = doc.lineAt(from).number; n <= doc.lineAt(to).number; n++) lines.add(doc.line(n).from);
      const fresh = [...lines].sort((a, b) => a - b).map(at => Decoration.line({ class: 'cm-foreign' }).range(at));
      next = next.update({ add: fresh, sort: true, filter: at => !lines.has(at) });
    }
    return next;
  },
  provide: field => [
    EditorView.decorations.from(field),
    gutterLineClass.compute([field], state => {
      const ranges: Range<GutterMarker>[] = [];
      state.field(field).between(0, state.doc.length, from => void ranges.push(foreignMarker.range(from)));
      return RangeSet.of(ranges);
    }),
  ],
});

/** Applies changes that are not the writer's own, and marks their lines. Undo does not take them back. */
export function applyForeign(view: EditorView, edits: readonly { from: number; to: number; insert: string }[]): void {
  const changes = view.state.changes(edits.map(edit => ({ ...edit })));
  const ranges = edits.flatMap(({ from, insert }) => {
    const start = changes.mapPos(from, -1);
    // A line that begins with a break was added after its neighbour: the neighbour is not marked.
    const lead = insert.startsWith('\n') ? 1 : 0;
    return insert.trim() === '' ? [] : [{ from: start + lead, to: start + insert.trimEnd().length }];
  });
  view.dispatch({ changes, effects: markForeign.of(ranges), annotations: Transaction.addToHistory.of(false) });
}

/** A text field for code. Uncontrolled: the text lives in the editor, so that the cursor and undo survive what comes from elsewhere. */
export function CodeEditor({
  initial,
  extensions,
  label,
  onChange,
  viewRef,
}: {
  readonly initial: string;
  readonly extensions: Extension;
  readonly label: string;
  readonly onChange: (text: string) => void;
  readonly viewRef: RefObject<EditorView | null>;
}) {
  const host = useRef<HTMLDivElement>(null);
  const { t } = useTranslation();
  const latest = useRef({ onChange, extensions, initial, label, phrases: editorPhrases(t) });
  latest.current.onChange = onChange;
  useEffect(() => {
    if (host.current === null) return;
    const view = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.initial,
        extensions: [
          EditorView.cspNonce.of(styleNonce()),
          lineNumbers(),
          foldGutter(),
          history(),
          bracketMatching(),
          EditorState.phrases.of(latest.current.phrases),
          search({ top: true }),
          highlightActiveLine(),
          // Control and bidi characters show themselves, as everywhere; the text stays exact.
          highlightSpecialChars(),
          indentUnit.of('  '),
          syntaxHighlighting(classHighlighter),
          keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, indentWithTab]),
          foreignLines,
          EditorView.contentAttributes.of({ 'aria-label': latest.current.label, tabindex: '0' }),
          EditorView.updateListener.of(update => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
          }),
          latest.current.extensions,
        ],
      }),
    });
    viewRef.current = view;
    return () => {
      viewRef.current = null;
      view.destroy();
    };
  }, [viewRef]);
  return <div className="code-editor" ref={host} data-testid="editor" />;
}
