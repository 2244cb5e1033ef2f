import { type Diagnostic, forceLinting } from '@codemirror/lint';
import { StateEffect, StateField } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';

const setCauses = StateEffect.define<readonly Diagnostic[]>();

/** What the server refused of the text as it stands; of another text nothing is known. */
export const serverCauses = StateField.define<readonly Diagnostic[]>({
  create: () => [],
  update: (causes, transaction) =>
    transaction.effects.find(effect => effect.is(setCauses))?.value ?? (transaction.docChanged ? [] : causes),
});

/** Marks them until the text is changed: they are part of what every look at the text finds. */
export function showServerCauses(view: EditorView, causes: readonly Diagnostic[]): void {
  view.dispatch({ effects: setCauses.of(causes) });
  forceLinting(view);
}

/** Whether a look at the text finds other causes than the one before. */
export function hasNewCauses(update: {
  readonly startState: EditorView['state'];
  readonly state: EditorView['state'];
}): boolean {
  return update.startState.field(serverCauses, false) !== update.state.field(serverCauses, false);
}
