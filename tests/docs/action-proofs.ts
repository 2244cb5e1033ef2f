import { ACTION_RECORDS, type ActionKind } from '@lanthorn/actions/action-records.ts';
import { UNTRIED } from '../e2e/trouble-cases.ts';
import { FINAL, KINDS, MAKES, REPLACES } from '../simulation/actions/acting-stage.ts';

/** Why what is asked of every action is not asked of one; null where it is. */
type Gap = (kind: ActionKind) => string | null;

const untried: Readonly<Partial<Record<ActionKind, string>>> = UNTRIED;
const ofChanges: Gap = kind => (KINDS.includes(kind) ? null : (untried[kind] ?? 'no change is sent'));
const ofObjects: Gap = kind => ofChanges(kind) ?? (MAKES.has(kind) ? 'it is not there before' : null);

/** What is proved of every action, where, and of which it is not. */
const PROOFS: readonly { readonly title: string; readonly gap: Gap }[] = [
  { title: 'Plan', gap: () => null },
  { title: 'Browser, both witnesses', gap: kind => untried[kind] ?? null },
  { title: 'Right missing', gap: ofChanges },
  { title: 'Lost answer', gap: ofChanges },
  { title: 'Another object of its name', gap: ofObjects },
  {
    title: 'Two people at once',
    gap: kind => ofObjects(kind) ?? (REPLACES.has(kind) ? 'it replaces what is there' : null),
  },
  { title: 'Undo', gap: kind => ofChanges(kind) ?? FINAL[kind] ?? null },
];

const HEAD = `## What is proved of each

The plan is that of the examples below. In the browser, on the embedded cluster and on a real control plane, each is pressed with its answer lost and with its right taken
away (tests/e2e/screens/trouble.test.ts). The other columns are asked of every action in process: lost-answers.test.ts and other-hands.test.ts in tests/simulation/actions. A dash
says why not.`;

/** A table of every action and what is proved of it. */
export function proofTable(): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    HEAD,
    '',
    line(['Action', ...PROOFS.map(({ title }) => title)]),
    line(['---', ...PROOFS.map(() => '---')]),
    ...ACTION_RECORDS.map(({ kind }) =>
      line([
        `\`${kind}\``,
        ...PROOFS.map(({ gap }) => {
          const why = gap(kind);
          return why === null ? 'yes' : `– ${why}`;
        }),
      ]),
    ),
  ].join('\n');
}
