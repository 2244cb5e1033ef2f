import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { type EditorView, gutter, GutterMarker } from '@codemirror/view';
import { type FieldOwner, fieldOwners } from '@lanthorn/kube/objects/managed-fields.ts';
import { type LinePath, yamlLines } from '@lanthorn/kube/edit/yaml-lines.ts';
import { readYaml } from '@lanthorn/kube/edit/edit-session.ts';
import { visibleText } from '../../../ui/words/text.ts';

/** The object as it is now, whose `managedFields` say who owns what. */
const setLive = StateEffect.define<unknown>();

export function showOwnersOf(view: EditorView, live: unknown): void {
  view.dispatch({ effects: setLive.of(live) });
}

interface Ownership {
  readonly live: unknown;
  readonly lines: ReadonlyMap<number, LinePath>;
  /** The text as a tree: items of lists are found by what they hold. The last valid one while it is invalid. */
  readonly tree: unknown;
}

const ownership = StateField.define<Ownership>({
  create: ({ doc }) => ({ live: null, lines: yamlLines(doc.toString()), tree: readYaml(doc.toString()) }),
  update(before, { docChanged, effects, newDoc }) {
    const live = effects.reduce<unknown>((last, effect) => (effect.is(setLive) ? effect.value : last), before.live);
    if (!docChanged) return live === before.live ? before : { ...before, live };
    const text = newDoc.toString();
    return { live, lines: yamlLines(text), tree: readYaml(text) ?? before.tree };
  },
});

/** Who owns what the line at a position writes, the last writer first. */
export function ownersAt({ state }: EditorView, position: number): FieldOwner[] {
  const { live, lines, tree } = state.field(ownership);
  const path = lines.get(state.doc.lineAt(position).number);
  if (path === undefined) return [];
  return fieldOwners(live, tree, path).toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
}

class OwnerMarker extends GutterMarker {
  readonly #text: string;
  readonly #title: string;

  constructor(text: string, title: string) {
    super();
    this.#text = text;
    this.#title = title;
  }

  override eq(other: OwnerMarker): boolean {
    return other.#text === this.#text && other.#title === this.#title;
  }

  override toDOM(): Node {
    const dom = document.createElement('span');
    dom.textContent = this.#text;
    dom.title = this.#title;
    return dom;
  }
}

export interface OwnerTexts {
  /** The whole, for the tooltip. */
  readonly describe: (owner: FieldOwner) => string;
  /** Since when, in short: a moment, since an age would stand still. */
  readonly since: (at: number) => string;
}

/** Beside each line who owns its field and since when; with several owners, how many more. */
export function ownerGutter({ describe, since }: OwnerTexts): Extension {
  return [
    ownership,
    gutter({
      class: 'cm-owners',
      lineMarker: (view, line) => {
        const owners = ownersAt(view, line.from);
        const [last] = owners;
        if (last === undefined) return null;
        const moment = last.at === null ? '' : ` ${since(last.at)}`;
        const more = owners.length > 1 ? ` +${owners.length - 1}` : '';
        return new OwnerMarker(`${visibleText(last.manager)}${moment}${more}`, owners.map(describe).join('\n'));
      },
      lineMarkerChange: ({ startState, state }) => startState.field(ownership).live !== state.field(ownership).live,
    }),
  ];
}
